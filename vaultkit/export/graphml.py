"""The graph as GraphML, which yEd, Gephi, Cytoscape, igraph and networkx read.

Values are flattened (lists joined by `|`), because GraphML has no lists; edges are identified `e0`, `e1`,
... and carry their kind as an attribute.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, flat_graph, opened

SUFFIXES = (".graphml",)


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the graph as GraphML."""
    with opened(target) as stream:
        nx.write_graphml_xml(flat_graph(graph), stream, encoding="utf-8", prettyprint=True)
