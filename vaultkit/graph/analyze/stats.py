"""What a vault is made of, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from vaultkit.graph.analyze._projection import Notes
from vaultkit.model.graph import EDGE_KINDS
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx


class Statistic(Row, frozen=True):
    """One figure. Groups stand in a fixed order; within notes and relations the larger counts come first."""

    group: Annotated[str, Meta(description="notes, links, works, tags, days or shape")]
    name: Annotated[str, Meta(description="what is counted")]
    count: Annotated[int, Meta(ge=0)]
    detail: Annotated[str, Meta(description="what else is worth knowing, as text; often empty")]


ROW = Statistic


def stats(graph: nx.MultiDiGraph[str]) -> list[Statistic]:
    """Return what the graph is made of: notes by type, links, works cited, tags, days, and its shape."""
    return [*_notes(graph), *_links(graph), *_works(graph), *_tags(graph), *_days(graph), *_shape(graph)]


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _notes(graph: nx.MultiDiGraph[str]) -> Iterator[Statistic]:
    notes = [facts for _, facts in graph.nodes(data=True) if facts["kind"] == "note"]
    folders = len({facts["folder"] for facts in notes})
    yield Statistic(
        "notes", "notes", len(notes), f"in {folders} folder{'' if folders == 1 else 's'}" if notes else ""
    )
    for kind, count in _most(Counter(facts["note_type"] for facts in notes if not facts.get("template"))):
        yield Statistic("notes", f"of type {kind}", count, "")
    templates = sum(1 for facts in notes if facts.get("template"))
    if templates:
        yield Statistic("notes", "templates", templates, "")


def _links(graph: nx.MultiDiGraph[str]) -> Iterator[Statistic]:
    counts: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for _, _, kind, facts in graph.edges(keys=True, data=True):
        counts[kind] += 1
        times[kind] += facts["count"]
    for kind in EDGE_KINDS:
        if counts[kind]:
            again = f"written {times[kind]} times" if times[kind] != counts[kind] else ""
            yield Statistic("links", kind, counts[kind], again)
    unwritten = [
        (facts["count"], facts["label"])
        for _, facts in graph.nodes(data=True)
        if facts["kind"] == "unresolved"
    ]
    if unwritten:
        count, label = min(unwritten, key=lambda one: (-one[0], one[1]))
        yield Statistic("links", "notes not written", len(unwritten), f"most wanted: {label} ({count}×)")
    missing = sum(1 for _, facts in graph.nodes(data=True) if facts["kind"] == "file" and not facts["exists"])
    if missing:
        yield Statistic("links", "files not there", missing, "")


def _works(graph: nx.MultiDiGraph[str]) -> Iterator[Statistic]:
    for kind, what in (("paper", "papers"), ("resource", "other works")):
        citing = Counter(
            len(
                {
                    source
                    for source, _, edge in graph.in_edges(node, keys=True)
                    if edge in ("cites", "references")
                }
            )
            for node, facts in graph.nodes(data=True)
            if facts["kind"] == kind
        )
        several = sum(count for notes, count in citing.items() if notes > 1)
        yield Statistic("works", what, citing.total(), f"{several} in more than one note" if several else "")


def _tags(graph: nx.MultiDiGraph[str]) -> Iterator[Statistic]:
    uses: Counter[str] = Counter()
    tags = 0
    for node, facts in graph.nodes(data=True):
        if facts["kind"] == "tag":
            tags += 1
            uses[facts["label"]] = sum(1 for *_, kind in graph.in_edges(node, keys=True) if kind == "tagged")
    most = ", ".join(f"{label} ({count}×)" for label, count in _most(uses)[:3])
    yield Statistic("tags", "tags", tags, f"most used: {most}" if most else "")


def _days(graph: nx.MultiDiGraph[str]) -> Iterator[Statistic]:
    days = sorted(facts["date"] for _, facts in graph.nodes(data=True) if facts["kind"] == "day")
    yield Statistic("days", "days logged", len(days), f"{days[0]} to {days[-1]}" if days else "")
    read = sum(1 for *_, kind in graph.edges(keys=True) if kind == "read_on")
    if read:
        yield Statistic("days", "entries with a link", read, "")


def _shape(graph: nx.MultiDiGraph[str]) -> Iterator[Statistic]:
    import networkx as nx

    notes = Notes(graph)
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(notes)))
    plain.add_edges_from(notes.pairs.tolist())
    parts = sorted((len(part) for part in nx.connected_components(plain)), reverse=True)
    alone = sum(1 for size in parts if size == 1)
    largest = f"the largest has {parts[0]} notes" if parts and parts[0] > 1 else ""
    yield Statistic("shape", "connected parts", len(parts) - alone, largest)
    yield Statistic("shape", "notes connected with no other", alone, "")
