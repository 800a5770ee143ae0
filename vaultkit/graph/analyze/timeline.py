"""What was read and done when, from dated logs and daily notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from vaultkit.graph.same_work import SameWorks
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx

By = Literal["day", "week", "month", "type"]


class TypeCount(msgspec.Struct, frozen=True):
    """How many entries are of a type: what their log says they are, else the kind of what they lead to."""

    type: str
    count: int

    def __str__(self) -> str:
        return f"{self.type} {self.count}"


class Period(Row, frozen=True):
    """A day, a week or a month with what stands in the logs, in the order of time; or a type, most entries first."""

    TABLE = ("period", "entries", "papers", "days", "streak", "types")

    period: Annotated[str, Meta(description="2024-06-21, 2024-W25, 2024-06, or the type")]
    entries: Annotated[int, Meta(ge=0, description="what the logs list, with a link or without")]
    papers: Annotated[int, Meta(ge=0, description="different papers among what was read")]
    days: Annotated[int, Meta(ge=0, description="days that a log or daily note has")]
    streak: Annotated[int, Meta(ge=0, description="the longest run of such days one after the other")]
    first: Annotated[str, Meta(description="the first of these days, as ISO date")]
    last: Annotated[str, Meta(description="the last of these days, as ISO date")]
    types: Annotated[tuple[TypeCount, ...], Meta(description="entries by type, most first")]


ROW = Period

_PERIODS: dict[str, Callable[[str], str]] = {
    "day": lambda iso: iso,
    "week": lambda iso: f"{date.fromisoformat(iso):%G-W%V}",
    "month": lambda iso: iso[:7],
}


class _Group:
    def __init__(self) -> None:
        self.days: set[str] = set()
        self.types: Counter[str] = Counter()
        self.papers: set[str] = set()


def timeline(graph: nx.MultiDiGraph[str], by: By = "month") -> list[Period]:
    """Return the entries of logs and daily notes by day, ISO week, month or type; periods without a day are
    left out."""
    groups: dict[str, _Group] = {}
    for _, day, kind, facts in graph.edges(keys=True, data=True):
        if kind == "has_day":
            iso = day.partition(":")[2]
            for name, type, count in _named(by, iso, facts["types"]):
                group = groups.setdefault(name, _Group())
                group.days.add(iso)
                group.types[type] += count
    for iso, type, paper in _papers_read(graph):
        name = type if by == "type" else _PERIODS[by](iso)
        if name in groups:
            groups[name].papers.add(paper)
    rows = [_row(name, group) for name, group in groups.items()]
    return sorted(
        rows, key=(lambda row: (-row.entries, row.period)) if by == "type" else lambda row: row.first
    )


def _named(by: By, iso: str, types: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """Yield (group, type, count) for what one log has on one day; a day without entries still has its period."""
    for type, count in types.items():
        yield type if by == "type" else _PERIODS[by](iso), type, count
    if by != "type" and not types:
        yield _PERIODS[by](iso), "", 0


def _papers_read(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (day, type, paper) for every paper read, itself or by its own note."""
    same = SameWorks(graph)
    about: dict[str, list[str]] = {}
    for note, work, kind in graph.edges(keys=True):
        if kind == "represents" and work.startswith("paper:"):
            about.setdefault(note, []).append(same.canonical(work))
    for day, target, kind, facts in graph.edges(keys=True, data=True):
        if kind == "read_on":
            type = facts.get("entry_type") or graph.nodes[target]["kind"]
            papers = [same.canonical(target)] if target.startswith("paper:") else about.get(target, [])
            for paper in papers:
                yield day.partition(":")[2], type, paper


def _row(name: str, group: _Group) -> Period:
    types = sorted(
        ((type, count) for type, count in group.types.items() if count), key=lambda one: (-one[1], one)
    )
    return Period(
        period=name,
        entries=sum(group.types.values()),
        papers=len(group.papers),
        days=len(group.days),
        streak=_streak(group.days),
        first=min(group.days),
        last=max(group.days),
        types=tuple(TypeCount(type, count) for type, count in types),
    )


def _streak(days: Iterable[str]) -> int:
    longest = run = 0
    before: date | None = None
    for day in sorted(map(date.fromisoformat, days)):
        run = run + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest = max(longest, run)
        before = day
    return longest


def next_period(period: str, by: By) -> str | None:
    """Return the period after `period`, None where the calendar ends or `by` is no unit of time."""
    try:
        if by == "day":
            return (date.fromisoformat(period) + timedelta(days=1)).isoformat()
        if by == "week":
            year, _, week = period.partition("-W")
            monday = date.fromisocalendar(int(year), int(week), 1)
            return _PERIODS["week"]((monday + timedelta(days=7)).isoformat())
        if by == "month":
            first = date.fromisoformat(period + "-01")
            return (first + timedelta(days=31)).isoformat()[:7]
    except (ValueError, OverflowError):
        return None
    return None
