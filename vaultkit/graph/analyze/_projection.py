"""The notes alone: which of them speak of which. Tags, days, papers and folders connect nothing here."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vaultkit.model.graph import EdgeKind

if TYPE_CHECKING:
    import networkx as nx

Ints = NDArray[np.int64]

#: Edges by which one note speaks of another.
BETWEEN_NOTES: frozenset[EdgeKind] = frozenset(("links_to", "embeds", "broader", "related", "next"))


def is_written_note(graph: nx.MultiDiGraph[str], node: str) -> bool:
    """Return whether a node is a note that says something itself: templates do not."""
    facts = graph.nodes[node]
    return facts["kind"] == "note" and not facts.get("template")


class Notes:
    """The notes of a graph by number, templates left out, and the links between them.

    `ids` are their nodes in the graph's order, `links` has a row (from, to) for each pair of different
    notes of which the first speaks of the second: shape (links, 2), sorted, each pair once. Citing a
    work that a note of the vault represents counts as speaking of that note.
    """

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.graph = graph
        self.ids = [node for node in graph if is_written_note(graph, node)]
        self._number = {node: number for number, node in enumerate(self.ids)}
        found = sorted(self._links())
        self.links: Ints = np.array(found, dtype=np.int64).reshape(-1, 2)

    def __len__(self) -> int:
        """Return how many notes there are."""
        return len(self.ids)

    def facts(self, number: int) -> dict[str, Any]:
        """Return the attributes of the node of a note."""
        found: dict[str, Any] = self.graph.nodes[self.ids[number]]
        return found

    @cached_property
    def pairs(self) -> Ints:
        """Pairs of notes of which one speaks of the other: shape (pairs, 2), smaller number first, sorted."""
        if not len(self.links):
            return self.links
        return np.unique(np.sort(self.links, axis=1), axis=0)

    def _links(self) -> set[tuple[int, int]]:
        number = self._number
        own: dict[str, list[int]] = {}
        for note, work, kind in self.graph.edges(keys=True):
            if kind == "represents" and note in number:
                own.setdefault(work, []).append(number[note])
        found: set[tuple[int, int]] = set()
        for source, target, kind in self.graph.edges(keys=True):
            if source in number:
                if kind in BETWEEN_NOTES and target in number:
                    found.add((number[source], number[target]))
                elif kind in ("cites", "references"):
                    found.update((number[source], note) for note in own.get(target, ()))
        return {(one, other) for one, other in found if one != other}
