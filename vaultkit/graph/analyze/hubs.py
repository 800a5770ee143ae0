"""Hubs: the notes that much leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from msgspec import Meta

from vaultkit.graph.analyze._projection import Notes
from vaultkit.graph.pagerank import pagerank
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx


class Hub(Row, frozen=True):
    """A note with its rank among the notes; the highest rank first, equal ones by path."""

    TABLE: ClassVar[tuple[str, ...]] = ("pagerank", "linked_from", "links_to", "title", "path")

    path: str
    title: str
    note_type: str
    pagerank: Annotated[float, Meta(description="PageRank over the links between notes; all add up to 1")]
    linked_from: Annotated[int, Meta(ge=0, title="in", description="notes that speak of it")]
    links_to: Annotated[int, Meta(ge=0, title="out", description="notes that it speaks of")]


ROW = Hub


def hubs(graph: nx.MultiDiGraph[str], *, limit: int | None = None) -> list[Hub]:
    """Return the notes by PageRank over the links between notes, at most `limit` of them.

    Links, embeds and relations between notes count, and citing a paper that has a note of its own; tags
    and days do not. A note that nothing leads to is no hub.
    """
    notes = Notes(graph)
    rank = np.round(pagerank(len(notes), notes.links), 9)
    into = np.bincount(notes.links[:, 1], minlength=len(notes))
    out = np.bincount(notes.links[:, 0], minlength=len(notes))
    rows = [
        Hub(facts["path"], facts["title"], facts["note_type"], float(rank[i]), int(into[i]), int(out[i]))
        for i in range(len(notes))
        if into[i]
        for facts in [notes.facts(i)]
    ]
    return sorted(rows, key=lambda row: (-row.pagerank, row.path))[:limit]
