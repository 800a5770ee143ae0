"""The notes alone: who is connected with whom, tags, days and folders left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaultkit.model.graph import EdgeKind

if TYPE_CHECKING:
    import networkx as nx

#: Edges by which one note speaks of another.
BETWEEN_NOTES: frozenset[EdgeKind] = frozenset(("links_to", "embeds", "broader", "related", "next"))


def is_note(graph: nx.MultiDiGraph[str], node: str) -> bool:
    """Return whether a node is a note that counts: templates speak of nothing themselves."""
    facts = graph.nodes[node]
    return facts["kind"] == "note" and not facts.get("template")


def note_links(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair (from, to) of different notes once for every kind of edge, in the graph's order.

    Citing a paper that a note of the vault represents counts as speaking of that note.
    """
    notes = {node for node in graph if is_note(graph, node)}
    own: dict[str, list[str]] = {}
    for note, work, kind in graph.edges(keys=True):
        if kind == "represents" and note in notes:
            own.setdefault(work, []).append(note)
    for source, target, kind in graph.edges(keys=True):
        if source not in notes:
            continue
        if kind in BETWEEN_NOTES and target in notes and target != source:
            yield source, target
        elif kind in ("cites", "references"):
            for note in own.get(target, ()):
                if note != source:
                    yield source, note
