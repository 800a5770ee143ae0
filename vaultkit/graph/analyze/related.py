"""Related: the notes closest to a note, and why."""

from __future__ import annotations

from collections.abc import Iterator
from math import log
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from vaultkit.errors import UsageError
from vaultkit.graph.analyze._projection import BETWEEN_NOTES, is_written_note
from vaultkit.graph.lookup import find_node
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx

ReasonKind = Literal["paper", "resource", "note", "unwritten", "tag", "cited-together"]

_NEAR = 5  # lines within which two links stand near each other
_SHARED: dict[str, ReasonKind] = {
    "note": "note",
    "paper": "paper",
    "resource": "resource",
    "unresolved": "unwritten",
    "tag": "tag",
}
_SAID = {
    "paper": "both cite {}",
    "resource": "both cite {}",
    "note": "both link to {}",
    "unwritten": "both want {}",
    "tag": "both have {}",
    "cited-together": "{} links to both",
}


class Reason(msgspec.Struct, frozen=True):
    """What two notes have in common, and how much it counts."""

    kind: ReasonKind
    id: Annotated[str, Meta(description="the node they have in common; for cited-together, the citing note")]
    label: str
    weight: Annotated[float, Meta(ge=0)]

    def __str__(self) -> str:
        return _SAID[self.kind].format(self.label)


class RelatedNote(Row, frozen=True):
    """A note with what it has in common with the one asked about; the closest first, equal ones by path."""

    TABLE: ClassVar[tuple[str, ...]] = ("score", "linked", "title", "reasons")

    path: str
    title: str
    note_type: str
    score: Annotated[float, Meta(ge=0, description="the sum of the reasons' weights")]
    linked: Annotated[bool, Meta(description="whether one of the two links to the other already")]
    shared_papers: Annotated[int, Meta(ge=0, description="papers that both cite")]
    cited_together: Annotated[int, Meta(ge=0, description="notes that link to both")]
    reasons: Annotated[list[Reason], Meta(title="because", description="the weightiest first")]


ROW = RelatedNote


def related(
    graph: nx.MultiDiGraph[str], note: str, *, unlinked: bool = False, limit: int | None = None
) -> list[RelatedNote]:
    """Return the notes that have most in common with `note`, at most `limit` of them.

    Whatever two notes both cite, link to or are tagged with, and whatever note links to both of them,
    counts 1 / log(n) where n notes are connected with it: what few know says more (Adamic and Adar,
    Social Networks 25, 2003). Of a note that links to both, all counts when the two links share a line,
    half within five lines, else a quarter. Being linked is no reason; with `unlinked`, only notes that are
    not linked yet are returned. Days say nothing, and templates are nobody's relatives.

    Args:
        graph: what `build_graph` returns.
        note: the note's path, name, title, alias or node id.
        unlinked: leave out notes that are linked with `note` already.
        limit: so many rows at most.

    Raises:
        UsageError: no note is called so, or several are, or it is the id of something else.
    """
    asked = find_node(graph, note)
    if graph.nodes[asked]["kind"] != "note":
        raise UsageError(
            f'"{asked}" is no note', hint="name a note, or look around it: vaultkit graph --around ID"
        )
    linked = {other for other in (*graph.succ[asked], *graph.pred[asked]) if is_written_note(graph, other)}
    found: dict[str, list[Reason]] = {}
    for other, reason in (*_shared(graph, asked), *_cited_together(graph, asked)):
        if other != asked and not (unlinked and other in linked):
            found.setdefault(other, []).append(reason)
    rows = [_row(graph, other, reasons, other in linked) for other, reasons in found.items()]
    return sorted(rows, key=lambda row: (-row.score, row.path))[:limit]


def _row(graph: nx.MultiDiGraph[str], node: str, reasons: list[Reason], linked: bool) -> RelatedNote:
    facts = graph.nodes[node]
    reasons.sort(key=lambda reason: (-reason.weight, reason.kind, reason.id))
    return RelatedNote(
        path=facts["path"],
        title=facts["title"],
        note_type=facts["note_type"],
        score=round(sum(reason.weight for reason in reasons), 4),
        linked=linked,
        shared_papers=sum(1 for reason in reasons if reason.kind == "paper"),
        cited_together=sum(1 for reason in reasons if reason.kind == "cited-together"),
        reasons=reasons,
    )


def _weight(notes: int) -> float:
    """Return what a thing counts that connects so many notes, two at least."""
    return 1 / log(max(notes, 2))


def _shared(graph: nx.MultiDiGraph[str], asked: str) -> Iterator[tuple[str, Reason]]:
    """Yield the notes that point where the note asked about does, each with what they share."""
    for thing in graph.succ[asked]:
        facts = graph.nodes[thing]
        kind = _SHARED.get(facts["kind"])
        if kind is None:
            continue
        others = [node for node in graph.pred[thing] if is_written_note(graph, node)]
        reason = Reason(kind, thing, facts["label"], round(_weight(len(others)), 4))
        for other in others:
            yield other, reason


def _cited_together(graph: nx.MultiDiGraph[str], asked: str) -> Iterator[tuple[str, Reason]]:
    """Yield the notes that some note links to beside the one asked about."""
    for citing in graph.pred[asked]:
        if not is_written_note(graph, citing):
            continue
        lines = _lines(graph, citing)
        if asked not in lines:
            continue
        label = graph.nodes[citing]["label"]
        for other in lines:
            weight = _weight(len(lines)) * _closeness(lines[asked], lines[other])
            yield other, Reason("cited-together", citing, label, round(weight, 4))


def _lines(graph: nx.MultiDiGraph[str], citing: str) -> dict[str, list[int]]:
    """Return the notes that a note links to, with the lines where it does."""
    found: dict[str, list[int]] = {}
    for _, target, kind, facts in graph.out_edges(citing, keys=True, data=True):
        if kind in BETWEEN_NOTES and is_written_note(graph, target):
            # A relation that the other note states has its lines there.
            found.setdefault(target, []).extend(facts["lines"] if facts["origin"] == "explicit" else ())
    return found


def _closeness(one: list[int], other: list[int]) -> float:
    if not one or not other:
        return 0.25
    if not set(one).isdisjoint(other):
        return 1.0
    near = {line + step for line in one for step in range(-_NEAR, _NEAR + 1)}
    return 0.25 if near.isdisjoint(other) else 0.5
