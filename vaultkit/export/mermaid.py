"""The graph as a Mermaid flow chart, for a note or a README. Bounded: Mermaid draws a few hundred edges.

Where the graph has more, the nodes with most edges stay, and a comment says how much was left out.
"""

from __future__ import annotations

import re
from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, opened, printable

SUFFIXES = (".mmd", ".mermaid")
MAX_EDGES = 200

_SHAPES = {
    "note": '["{}"]',
    "paper": '[/"{}"/]',
    "resource": '("{}")',
    "tag": '{{{{"{}"}}}}',
    "file": '[("{}")]',
    "day": '(["{}"])',
    "unresolved": '>"{}"]',
}
# Everything that Mermaid or the HTML it makes of a label could take for syntax.
_SPECIAL = re.compile(r"[^\w \-.,:/()']", re.UNICODE)


def write(graph: nx.MultiDiGraph[str], target: Target, *, max_edges: int = MAX_EDGES, **_: Any) -> None:
    """Write the flow chart with at most `max_edges` edges."""
    edges = _strongest(graph, max_edges)
    shown = {node for source, end, _ in edges for node in (source, end)}
    if len(edges) == graph.number_of_edges():
        shown = set(graph)
    names = {node: f"n{number}" for number, node in enumerate(node for node in graph if node in shown)}
    with opened(target) as stream:
        left_out = graph.number_of_edges() - len(edges)
        if left_out:
            hidden = graph.number_of_nodes() - len(shown)
            stream.write(f"%% {left_out} edges and {hidden} nodes left out\n".encode())
        stream.write(b"flowchart LR\n")
        for node, name in names.items():
            facts = graph.nodes[node]
            stream.write(f"  {name}{_SHAPES[facts['kind']].format(escaped(facts['label']))}\n".encode())
        for source, end, kind in edges:
            stream.write(f"  {names[source]} -->|{kind}| {names[end]}\n".encode())


def _strongest(graph: nx.MultiDiGraph[str], most: int) -> list[tuple[str, str, str]]:
    """Return the edges whose less connected end is best connected, in the graph's order."""
    edges = list(graph.edges(keys=True))
    if len(edges) <= most:
        return edges
    degree = dict(graph.degree())
    ranked = sorted(
        edges, key=lambda e: (-min(degree[e[0]], degree[e[1]]), -max(degree[e[0]], degree[e[1]]), e)
    )
    kept = set(ranked[:most])
    return [edge for edge in edges if edge in kept]


def escaped(text: str) -> str:
    """Return a label with every special character as Mermaid's entity (`#34;`), at most 80 characters."""
    text = " ".join(printable(text).split())
    if len(text) > 80:
        text = text[:79] + "…"
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)
