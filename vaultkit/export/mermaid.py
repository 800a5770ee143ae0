"""The graph as a Mermaid flow chart, for a note or a README. Bounded: Mermaid draws a few hundred edges.

Where the graph has more, the nodes with most edges stay, and a comment says how much was left out. A chart of
more than 50,000 characters Mermaid refuses (its `maxTextSize`): 200 edges, 400 nodes and labels of at most 80
characters, as JavaScript counts what is written, stay below.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, islice
from string import ascii_letters, digits
from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, opened, printable

SUFFIXES = (".mmd", ".mermaid")
MAX_EDGES = 200
MAX_LABEL = 80

_SHAPES = {
    "note": '["{}"]',
    "paper": '[/"{}"/]',
    "resource": '("{}")',
    "tag": '{{{{"{}"}}}}',
    "file": '[("{}")]',
    "day": '(["{}"])',
    "unresolved": '>"{}"]',
}
_BLANK = "#160;"  # an empty label is a syntax error
# What neither Mermaid nor the HTML it makes of a label takes for syntax.
_PLAIN = frozenset(ascii_letters + digits + " _-.,:/()'")


def write(
    graph: nx.MultiDiGraph[str],
    target: Target,
    *,
    max_edges: int = MAX_EDGES,
    warn: Callable[[str], object] | None = None,
    **_: Any,
) -> None:
    """Write the flow chart with at most `max_edges` edges and twice as many nodes; `warn` is told what is left out."""
    edges = _strongest(graph, max_edges)
    shown = {node for source, end, _ in edges for node in (source, end)}
    if len(edges) == graph.number_of_edges():  # there may be room for nodes without any
        unlinked = (node for node in graph if node not in shown)
        shown.update(islice(unlinked, 2 * max_edges - len(shown)))
    names = {node: f"n{number}" for number, node in enumerate(node for node in graph if node in shown)}
    with opened(target) as stream:
        left_out = graph.number_of_edges() - len(edges)
        hidden = graph.number_of_nodes() - len(shown)
        if left_out or hidden:
            stream.write(f"%% {left_out} edges and {hidden} nodes left out\n".encode())
            if warn is not None:
                warn(
                    f"the chart leaves out {left_out:,} edges and {hidden:,} nodes: Mermaid draws no more; "
                    "the filters choose what it shows"
                )
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
    """Return a label with special characters as Mermaid's entities (`#34;`), cut to `MAX_LABEL` characters."""
    written = [_escaped(character) for character in " ".join(printable(text).split())] or [_BLANK]
    ends = list(accumulate(map(_units, written)))
    if ends[-1] <= MAX_LABEL:
        return "".join(written)
    return "".join(piece for piece, end in zip(written, ends, strict=True) if end < MAX_LABEL) + "…"


def _escaped(character: str) -> str:
    """Return a character, or its entity if it could be syntax or cannot be seen."""
    plain = character in _PLAIN if character.isascii() else character.isprintable()
    return character if plain else f"#{ord(character)};"


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)
