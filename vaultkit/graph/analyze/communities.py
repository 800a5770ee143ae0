"""Communities: groups of notes that speak of each other more than of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np
from msgspec import Meta

from vaultkit.graph.analyze._projection import Ints, Notes
from vaultkit.graph.themes import find_themes
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx

TYPICAL = 4
_LISTS = ("index", "log")  # they name everything and are typical of nothing


class Community(Row, frozen=True):
    """A group of notes, the largest first."""

    TABLE: ClassVar[tuple[str, ...]] = ("size", "inside", "name", "typical")

    name: Annotated[
        str, Meta(description="a tag that most of its notes and few others have, else its most typical note")
    ]
    size: Annotated[int, Meta(ge=2, title="notes")]
    inside: Annotated[
        float,
        Meta(ge=0, le=1, description="share of the links of its notes that stay inside, both directions"),
    ]
    typical: Annotated[
        list[str],
        Meta(
            title="most typical",
            description="titles of the notes with most links inside; indexes and logs come last",
        ),
    ]
    notes: Annotated[list[str], Meta(description="paths of all its notes, in the same order")]


ROW = Community


def communities(graph: nx.MultiDiGraph[str], *, least: int = 3, limit: int | None = None) -> list[Community]:
    """Return the communities with at least `least` notes, at most `limit` of them.

    They are found by Louvain's method over the notes alone, always the same for the same graph; links,
    embeds and relations connect notes, and citing a paper that has a note of its own. Tags and days
    connect nothing, tags only lend names.
    """
    notes = Notes(graph)
    nodes = [(node, notes.facts(number)) for number, node in enumerate(notes.ids)]
    themes = find_themes(nodes, notes.pairs, least=max(2, least), most=limit)
    group = np.full(len(notes), -1)
    for number, theme in enumerate(themes):
        group[list(theme.members)] = number
    inner = _degrees(notes.pairs[group[notes.pairs[:, 0]] == group[notes.pairs[:, 1]]], len(notes))
    degree = _degrees(notes.pairs, len(notes))
    rows = []
    for theme in themes:
        members = sorted(
            theme.members, key=lambda i: (notes.facts(i)["note_type"] in _LISTS, -int(inner[i]), notes.ids[i])
        )
        facts = [notes.facts(i) for i in members]
        rows.append(
            Community(
                name=theme.name if theme.name.startswith("#") else facts[0]["title"],
                size=len(members),
                inside=round(float(inner[members].sum() / max(1, degree[members].sum())), 4),
                typical=[one["title"] for one in facts[:TYPICAL]],
                notes=[one["path"] for one in facts],
            )
        )
    return rows


def _degrees(pairs: Ints, n: int) -> Ints:
    return np.bincount(pairs.ravel(), minlength=n)
