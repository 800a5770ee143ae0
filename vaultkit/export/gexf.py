"""The graph as GEXF 1.2, Gephi's own format. Values are flattened as in GraphML."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from vaultkit.export._writing import Target, flat_graph, opened

SUFFIXES = (".gexf",)


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the graph as GEXF, without the date that networkx puts into it."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(flat_graph(graph))
    for element in writer.xml:
        if element.tag.endswith("meta"):
            element.attrib.pop("lastmodifieddate", None)
            for creator in element:
                creator.text = "vaultkit"
    writer.indent(writer.xml)
    with opened(target) as stream:
        ElementTree(writer.xml).write(stream, encoding="utf-8", xml_declaration=True, method="xml")
