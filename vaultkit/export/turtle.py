"""The graph as RDF in Turtle: notes as SKOS concepts, the relations of fields as SKOS relations.

`broader` and `related` are SKOS's own; titles are preferred labels, aliases and other titles alternative
ones. Every node is named by a `urn:vaultkit:`, papers and resources have their address as source. Of an edge
there is no more than its kind: its lines, counts and origin have no place in a statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import networkx as nx

from vaultkit.export._writing import Target, identifier, opened, printable

SUFFIXES = (".ttl",)

_PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix vk: <urn:vaultkit:schema:> .
"""
_PREDICATES = {
    "broader": "skos:broader",
    "related": "skos:related",
    "cites": "dcterms:references",
    "references": "dcterms:references",
    "tagged": "dcterms:subject",
    "subtag_of": "skos:broader",
}
_CONCEPTS = frozenset(("note", "tag", "unresolved"))


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write one block of statements for every node, with the edges that leave it."""
    with opened(target) as stream:
        stream.write(_PREFIXES.encode())
        for node, facts in graph.nodes(data=True):
            statements = list(_statements(graph, node, facts))
            block = f"\n<{_iri(node)}>\n    " + " ;\n    ".join(statements) + " .\n"
            stream.write(block.encode())


def _statements(graph: nx.MultiDiGraph[str], node: str, facts: dict[str, Any]) -> Iterator[str]:
    kind = str(facts["kind"])
    yield f"a vk:{kind.capitalize()}" + (", skos:Concept" if kind in _CONCEPTS else "")
    label = str(facts["label"])
    yield f"skos:prefLabel {_literal(label)}"
    others = {*facts.get("aliases", ()), *facts.get("titles", ())} - {label}
    for other in sorted(others):
        yield f"skos:altLabel {_literal(other)}"
    for key, predicate in (("path", "vk:path"), ("date", "dcterms:date"), ("note_type", "vk:noteType")):
        if key in facts:
            yield f"{predicate} {_literal(str(facts[key]))}"
    if "url" in facts:
        yield f"dcterms:identifier {_literal(node.partition(':')[2])}"
        yield f"dcterms:source {_literal(facts['url'])}"
    for end, kinds in sorted(graph.adj[node].items()):
        for edge in sorted(kinds):
            yield f"{_PREDICATES.get(edge, 'vk:' + edge)} <{_iri(end)}>"


def _iri(node: str) -> str:
    return "urn:vaultkit:" + quote(identifier(node), safe=":/@!$&'()*+,;=-._~")


def _literal(text: str) -> str:
    text = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
