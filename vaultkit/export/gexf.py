"""The graph as GEXF 1.2, Gephi's own format.

Values are flattened (lists joined by `|`), labels and kinds are attributes that Gephi shows at once. Written
element by element, and without a date, so that the same graph gives the same bytes. Source: gexf.net/1.2draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.export._writing import Target, flat, identifier, opened
from vaultkit.export._xml import HEAD, Types, attribute, shown, types_of

if TYPE_CHECKING:
    import networkx as nx

SUFFIXES = (".gexf",)

_OPEN = (
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">\n'
    "  <meta><creator>vaultkit</creator></meta>\n"
)
_TYPES = {"int": "integer"}  # GEXF's names where they differ from GraphML's


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the graph as GEXF."""
    with opened(target) as stream:
        for piece in _pieces(graph):
            stream.write(piece.encode())


def _pieces(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    yield HEAD + _OPEN + '  <graph mode="static" defaultedgetype="directed">\n'
    node_types = types_of(facts for _, facts in graph.nodes(data=True))
    edge_types = types_of(facts for _, _, facts in graph.edges(data=True))
    node_types.pop("label", None)  # an attribute of the element itself
    yield from _declared("node", node_types)
    yield from _declared("edge", edge_types)
    yield "    <nodes>\n"
    names = {name: str(place) for place, name in enumerate(node_types)}
    for node, facts in graph.nodes(data=True):
        label = attribute(str(facts["label"]))
        yield f"      <node id={attribute(identifier(node))} label={label}>{_values(facts, names)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    names = {name: str(place) for place, name in enumerate(edge_types)}
    for number, (source, end, facts) in enumerate(graph.edges(data=True)):
        ends = f"source={attribute(identifier(source))} target={attribute(identifier(end))}"
        yield f'      <edge id="e{number}" {ends}>{_values(facts, names)}</edge>\n'
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _declared(scope: str, types: Types) -> Iterator[str]:
    yield f'    <attributes class="{scope}" mode="static">\n'
    for place, (name, kind) in enumerate(types.items()):
        yield f'      <attribute id="{place}" title={attribute(name)} type="{_TYPES.get(kind, kind)}"/>\n'
    yield "    </attributes>\n"


def _values(facts: Mapping[str, Any], names: Mapping[str, str]) -> str:
    found = "".join(
        f'<attvalue for="{names[name]}" value={attribute(shown(value))}/>'
        for name, value in flat(facts).items()
        if name in names
    )
    return f"<attvalues>{found}</attvalues>" if found else ""
