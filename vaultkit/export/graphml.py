"""The graph as GraphML, which yEd, Gephi, Cytoscape, igraph and networkx read.

Values are flattened (lists joined by `|`), because GraphML has no lists; edges are identified `e0`, `e1`,
... and carry their kind as an attribute. Nodes have the ids of the graph: the schema wants tokens without blanks
and slashes, but every reader takes any text, and shows it. Written element by element, so that a large graph
never exists as one document. Source: graphml.graphdrawing.org/specification.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.export._writing import Target, flat, identifier, opened
from vaultkit.export._xml import HEAD, attribute, shown, text, types_of

if TYPE_CHECKING:
    import networkx as nx

SUFFIXES = (".graphml",)

_OPEN = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the graph as GraphML."""
    with opened(target) as stream:
        for piece in _pieces(graph):
            stream.write(piece.encode())


def _pieces(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    yield HEAD + _OPEN
    keys: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    node_facts = (facts for _, facts in graph.nodes(data=True))
    edge_facts = (facts for _, _, facts in graph.edges(data=True))
    for scope, types in (("node", types_of(node_facts)), ("edge", types_of(edge_facts))):
        for name, kind in types.items():
            key = keys[scope][name] = f"{scope[0]}_{len(keys[scope])}"
            yield f'  <key id="{key}" for="{scope}" attr.name={attribute(name)} attr.type="{kind}"/>\n'
    yield '  <graph edgedefault="directed">\n'
    for node, facts in graph.nodes(data=True):
        yield f"    <node id={attribute(identifier(node))}>{_data(facts, keys['node'])}</node>\n"
    for number, (source, end, facts) in enumerate(graph.edges(data=True)):
        ends = f"source={attribute(identifier(source))} target={attribute(identifier(end))}"
        yield f'    <edge id="e{number}" {ends}>{_data(facts, keys["edge"])}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _data(facts: Mapping[str, Any], keys: Mapping[str, str]) -> str:
    return "".join(
        f'<data key="{keys[name]}">{text(shown(value))}</data>' for name, value in flat(facts).items()
    )
