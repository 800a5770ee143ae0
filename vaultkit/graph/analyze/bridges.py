"""Bridges: the notes that hold parts of the vault together."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Annotated, ClassVar

from msgspec import Meta

from vaultkit.graph.analyze._projection import Notes
from vaultkit.graph.betweenness import Neighbours, betweenness, cut_off
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx

EXACT_UP_TO = 2_000
"""So many notes are counted exactly; of more, shortest ways from `SAMPLE` notes are followed."""
SAMPLE = 1_000


class Bridge(Row, frozen=True):
    """A note between others; the highest betweenness first, equal ones by path."""

    TABLE: ClassVar[tuple[str, ...]] = ("betweenness", "error", "cuts_off", "title", "path")

    path: str
    title: str
    note_type: str
    betweenness: Annotated[
        float, Meta(description="share of the pairs of other notes whose shortest ways lead through it")
    ]
    error: Annotated[
        float,
        Meta(title="±", description="standard error of a sampled betweenness, 0 where it is exact"),
    ]
    cuts_off: Annotated[
        int,
        Meta(
            ge=0,
            title="cuts off",
            description="notes that would lose the largest part of those they are connected with",
        ),
    ]


ROW = Bridge


def bridges(graph: nx.MultiDiGraph[str], *, limit: int | None = None) -> list[Bridge]:
    """Return the notes that lie between others, at most `limit` of them.

    The graph is that of the notes alone, links taken in both directions; tags and days connect nothing.
    Up to `EXACT_UP_TO` notes betweenness is exact. Above, it is estimated from `SAMPLE` notes, chosen by
    the hashes of their ids, so that the choice is always the same; `error` is its standard error.
    `cuts_off` is exact whatever the size.
    """
    notes = Notes(graph)
    net = Neighbours.of(len(notes), notes.pairs)
    found = betweenness(net, _sources(notes.ids))
    lost = cut_off(net)
    rows = [
        Bridge(
            facts["path"],
            facts["title"],
            facts["note_type"],
            round(float(found.share[i]), 6),
            round(float(found.error[i]), 6),
            lost[i],
        )
        for i in range(len(notes))
        if found.share[i] > 0 or lost[i]
        for facts in [notes.facts(i)]
    ]
    return sorted(rows, key=lambda row: (-row.betweenness, -row.cuts_off, row.path))[:limit]


def _sources(ids: list[str]) -> list[int]:
    if len(ids) <= EXACT_UP_TO:
        return list(range(len(ids)))
    by_hash = sorted(range(len(ids)), key=lambda i: blake2b(ids[i].encode("utf-8", "surrogatepass")).digest())
    return sorted(by_hash[:SAMPLE])
