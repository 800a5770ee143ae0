"""The part of a graph that was asked for: by tag, folder, kind, date, neighbourhood, number of neighbours."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

import msgspec

from vaultkit.errors import UsageError
from vaultkit.graph.lookup import find_node
from vaultkit.model.graph import NODE_KINDS, NoteType

if TYPE_CHECKING:
    import networkx as nx

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_NOT_PASSED = ("tag", "day")  # `around` reaches them and goes no further: they touch nearly everything
_NOTE_TYPES: tuple[str, ...] = get_args(NoteType)


class Filters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What to select: each filter must hold; of several values of one filter, any.

    `tags`, `folders`, `since` and `until` choose notes; papers, resources, tags, files, days and names
    that nobody has written stay where a chosen note leads to them. A tag stands for those below it, too,
    a folder for all that lies in it. `since` and `until` are days, months or years (`2024-06-21`,
    `2024-06`, `2024`), both inclusive: they choose notes created then and logs with days then, of which
    only those days count; notes without a date are left out. `kinds` are kinds of nodes, or of notes as
    `note:topic`. `around` names a note, which stays with what lies within `depth` edges of it, whatever
    their direction; the way there leads through no tag or day. `min_degree` drops nodes with fewer
    neighbours among what the other filters leave.
    """

    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    around: str | None = None
    depth: int = 1
    since: str | None = None
    until: str | None = None
    min_degree: int = 0

    def options(self) -> dict[str, Any]:
        """Return the filters that are set, by name, as plain values."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        found.pop("depth", None)
        if self.around is not None:
            found["depth"] = self.depth
        return found


def subgraph(
    graph: nx.MultiDiGraph[str], filters: Filters, keep: Collection[str] = ()
) -> nx.MultiDiGraph[str]:
    """Return the part of `graph` that `filters` leave, with the nodes `keep` in any case.

    The order and the attributes of nodes and edges stay as they are; `graph` itself is returned when
    there is nothing to filter.

    Raises:
        UsageError: a tag, folder, kind or note is not in the graph, or a date cannot be one.
    """
    if not filters.options():
        return graph
    _check(graph, filters)
    kept = set(graph)
    cut: set[tuple[str, str, str]] = set()
    if filters.tags or filters.folders or filters.since or filters.until:
        chosen = {node for node, facts in _notes(graph) if _chosen(graph, node, facts, filters)}
        if filters.since or filters.until:
            cut = set(_outside_period(graph, chosen, filters))
        kept = _with_things(graph, chosen | set(keep), cut, filters)
    if filters.kinds:
        kept = {node for node in kept if _kinds(graph.nodes[node]) & set(filters.kinds)}
    keep = set(keep)
    if filters.around is not None:
        centre = find_node(graph, filters.around)
        keep.add(centre)
        kept &= _around(graph, centre, filters.depth)
    if filters.min_degree:
        kept = {node for node in kept if _neighbours(graph, node, kept, cut) >= filters.min_degree}
    return _part(graph, kept | keep, cut)


def _notes(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((node, facts) for node, facts in graph.nodes(data=True) if facts["kind"] == "note")


def _check(graph: nx.MultiDiGraph[str], filters: Filters) -> None:
    """Refuse values that can only be slips: they would leave nothing, without a word."""
    folders: set[str] = {""}
    for _, facts in _notes(graph):
        folder = facts["folder"]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    known_tags = {
        facts["name"].lower(): facts["name"] for _, facts in graph.nodes(data=True) if facts["kind"] == "tag"
    }
    for tag in filters.tags:
        if _tag(tag) not in known_tags:
            raise UsageError(f'no tag "{tag}" in the vault', hint=_near(_tag(tag), known_tags.values()))
    for folder in filters.folders:
        if _folder(folder) not in folders:
            raise UsageError(f'no notes in a folder "{folder}"', hint=_near(_folder(folder), folders))
    types = sorted({*_NOTE_TYPES, *(facts["note_type"] for _, facts in _notes(graph))})
    known_kinds = (*NODE_KINDS, *(f"note:{kind}" for kind in types))
    for kind in filters.kinds:
        if kind not in known_kinds:
            hint = _near(kind, known_kinds) or f"one of {', '.join(known_kinds)}"
            raise UsageError(f'no kind "{kind}" of nodes', hint=hint)
    for name, date in (("since", filters.since), ("until", filters.until)):
        if date is not None and not _is_date(date):
            raise UsageError(f'"{date}" is no date', hint=f"--{name} takes 2024-06-21, 2024-06 or 2024")
    since, until = filters.since, filters.until
    if since is not None and until is not None and since[: len(until)] > until:
        raise UsageError(f"no day is both since {since} and until {until}", hint="exchange the two dates")


def _is_date(text: str) -> bool:
    """Whether `text` is a day, month or year that exists."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text + "0000-01-01"[len(text) :])
    except ValueError:
        return False
    return True


def _near(name: str, known: Iterable[str]) -> str | None:
    from vaultkit.vault.suggest import suggest

    near = suggest(name, (one for one in known if one))
    return f"did you mean {' or '.join(near)}?" if near else None


def _tag(tag: str) -> str:
    return tag.removeprefix("#").strip("/").lower()


def _folder(folder: str) -> str:
    return folder.removeprefix("./").strip("/").removeprefix(".")


def _chosen(graph: nx.MultiDiGraph[str], node: str, facts: dict[str, Any], filters: Filters) -> bool:
    if filters.tags:
        tags = [f"{tag.lower()}/" for tag in facts["tags"]]
        if not any(tag.startswith(f"{_tag(wanted)}/") for wanted in filters.tags for tag in tags):
            return False
    if filters.folders:
        within = f"{facts['folder']}/"
        if not any(
            within.startswith(f"{folder}/" if (folder := _folder(one)) else "") for one in filters.folders
        ):
            return False
    if filters.since or filters.until:
        dates = [
            graph.nodes[day]["date"] for _, day, kind in graph.out_edges(node, keys=True) if kind == "has_day"
        ]
        if facts.get("created"):
            dates.append(facts["created"])
        return any(_within(date, filters) for date in dates)
    return True


def _within(date: str, filters: Filters) -> bool:
    since, until = filters.since, filters.until
    return (since is None or date >= since) and (until is None or date[: len(until)] <= until)


def _outside_period(
    graph: nx.MultiDiGraph[str], chosen: set[str], filters: Filters
) -> Iterator[tuple[str, str, str]]:
    """Yield the edges that stand in logs under days outside of the period alone."""
    for note in chosen:
        days = sorted(
            (line, _within(graph.nodes[day]["date"], filters))
            for _, day, kind, facts in graph.out_edges(note, keys=True, data=True)
            if kind == "has_day"
            for line in facts["lines"]
        )
        starts = [line for line, _ in days]
        for source, target, kind, facts in graph.out_edges(note, keys=True, data=True):
            under = [
                bisect_right(starts, line) - 1 for line in facts["lines"] if facts["origin"] == "explicit"
            ]
            if starts and under and all(at >= 0 and not days[at][1] for at in under):
                yield source, target, kind


def _with_things(
    graph: nx.MultiDiGraph[str], notes: set[str], cut: set[tuple[str, str, str]], filters: Filters
) -> set[str]:
    """Return `notes` with everything that is no note and that one of them leads to, tags above tags included."""
    kept = set(notes)
    queue = sorted(notes)
    while queue:
        node = queue.pop()
        for source, target, kind, facts in graph.out_edges(node, keys=True, data=True):
            other = graph.nodes[target]
            if target in kept or other["kind"] == "note" or (source, target, kind) in cut:
                continue
            if kind == "read_on" and f"note:{facts.get('path')}" not in notes:
                continue  # another log's entry on the same day
            if other["kind"] == "day" and not _within(other["date"], filters):
                continue
            kept.add(target)
            queue.append(target)
        if node in notes:  # what an unwritten note is said to be part of, from the other side
            kept.update(one for one in graph.pred[node] if graph.nodes[one]["kind"] == "unresolved")
    return kept


def _kinds(facts: dict[str, Any]) -> set[str]:
    return {facts["kind"], f"note:{facts['note_type']}"} if facts["kind"] == "note" else {facts["kind"]}


def _around(graph: nx.MultiDiGraph[str], centre: str, depth: int) -> set[str]:
    """Return the nodes within `depth` edges of `centre`."""
    found = {centre}
    edge_of_it = [centre]
    for _ in range(depth):
        further: list[str] = []
        for node in edge_of_it:
            if node != centre and graph.nodes[node]["kind"] in _NOT_PASSED:
                continue
            for other in (*graph.succ[node], *graph.pred[node]):
                if other not in found:
                    found.add(other)
                    further.append(other)
        edge_of_it = further
    return found


def _neighbours(
    graph: nx.MultiDiGraph[str], node: str, kept: set[str], cut: set[tuple[str, str, str]]
) -> int:
    ends = {
        other
        for source, target, kind in (*graph.out_edges(node, keys=True), *graph.in_edges(node, keys=True))
        if (source, target, kind) not in cut and (other := target if source == node else source) in kept
    }
    return len(ends - {node})


def _part(
    graph: nx.MultiDiGraph[str], kept: set[str], cut: set[tuple[str, str, str]]
) -> nx.MultiDiGraph[str]:
    """Return the graph of the nodes `kept`; attributes of nodes are shared with `graph`."""
    part = graph.__class__()
    part.graph.update(graph.graph)
    part.add_nodes_from((node, facts) for node, facts in graph.nodes(data=True) if node in kept)
    for source, target, kind, facts in graph.edges(keys=True, data=True):
        if source in kept and target in kept and (source, target, kind) not in cut:
            part.add_edge(source, target, key=kind, **facts)
    return part
