"""Topics: what each covers through everything below it, which have no papers, which nobody has written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from vaultkit.graph.analyze._projection import is_written_note
from vaultkit.graph.analyze._works import works
from vaultkit.graph.same_work import SameWorks
from vaultkit.identity.titles import title_key
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx


class Topic(Row, frozen=True):
    """A topic: a note of this type, or whatever a note says it is part of.

    Written topics come first, those with most papers, then notes, before the others; then, and among unwritten
    ones, those most in demand.
    """

    TABLE = ("topic", "papers", "own_papers", "notes", "below", "above", "demand", "remark")

    id: Annotated[str, Meta(description="the node: note:PATH or unresolved:NAME")]
    topic: Annotated[str, Meta(description="its label")]
    written: Annotated[bool, Meta(description="whether there is a note of this name")]
    papers: Annotated[
        int, Meta(ge=0, description="different papers cited in or the subject of it and all below it")
    ]
    own_papers: Annotated[int, Meta(title="own", ge=0, description="those cited in the note itself")]
    notes: Annotated[int, Meta(ge=0, description="written notes below it, at any depth")]
    below: Annotated[
        int, Meta(ge=0, description="what says directly that it is part of it, or is included by it")
    ]
    above: Annotated[
        tuple[str, ...], Meta(title="part of", description="labels of what it is directly part of")
    ]
    links: Annotated[int, Meta(ge=0, description="how many links lead to it")]
    linked_from: Annotated[int, Meta(ge=0, description="from how many notes")]
    demand: Annotated[
        int | None, Meta(description="of an unwritten topic: links times notes; null for a written one")
    ]
    paper: Annotated[
        str | None, Meta(description="the id of the one paper that an unwritten topic has the title of")
    ]
    remark: Annotated[str, Meta(description="what of this is worth a look, in words; often empty")]


ROW = Topic


def topics(
    graph: nx.MultiDiGraph[str], *, without_papers: bool = False, unwritten: bool = False
) -> list[Topic]:
    """Return the topics of a graph with what they cover; templates are none.

    `without_papers`: only topics below which no paper is cited. `unwritten`: everything that is linked to and
    nobody has written, topic or not, by demand.
    """
    hierarchy = _Hierarchy(graph)
    papers = _papers_by_note(graph)
    covered = hierarchy.unions({node: papers.get(node, 0) for node in hierarchy.nodes})
    written = {node: bit for node, bit in hierarchy.bits.items() if graph.nodes[node]["kind"] == "note"}
    notes = hierarchy.unions(written)
    titles = _titles(graph)
    if unwritten:
        chosen = [node for node, facts in graph.nodes(data=True) if facts["kind"] == "unresolved"]
    else:
        chosen = [node for node in graph if _is_topic(graph, node) or hierarchy.below.get(node)]
    rows = []
    for node in chosen:
        own = papers.get(node, 0)
        inside = notes.get(node, 0) & ~hierarchy.bits.get(node, 0)
        row = _row(
            graph,
            node,
            hierarchy,
            papers=(covered.get(node, 0) | own).bit_count(),
            own=own.bit_count(),
            notes=inside.bit_count(),
            paper=titles.get(title_key(graph.nodes[node]["label"]), ()),
        )
        if not (without_papers and row.papers) and (row.links or row.written):
            rows.append(row)
    if unwritten:
        return sorted(rows, key=lambda row: (-(row.demand or 0), row.id))
    return sorted(
        rows, key=lambda row: (not row.written, -row.papers, -row.notes, -(row.demand or 0), row.id)
    )


def _is_topic(graph: nx.MultiDiGraph[str], node: str) -> bool:
    facts = graph.nodes[node]
    return facts.get("note_type") == "topic" and not facts.get("template")


class _Hierarchy:
    """What is part of what, from the edges `broader`: direct neighbours, and what lies below at any depth.

    Sets of things below are bits of one number: a hierarchy of ten thousand notes is then closed in a moment.
    """

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.below: dict[str, dict[str, None]] = {}
        self.above: dict[str, dict[str, None]] = {}
        for narrower, broader, kind in graph.edges(keys=True):
            if kind == "broader" and not (
                graph.nodes[narrower].get("template") or graph.nodes[broader].get("template")
            ):
                self.below.setdefault(broader, {})[narrower] = None
                self.above.setdefault(narrower, {})[broader] = None
        self.nodes = tuple(dict.fromkeys([*self.below, *self.above]))
        self.bits = {node: 1 << place for place, node in enumerate(self.nodes)}
        self._circles = _circles(self.below, self.nodes)
        self.in_circle = frozenset(node for circle in self._circles if len(circle) > 1 for node in circle)

    def unions(self, sets: Mapping[str, int]) -> dict[str, int]:
        """Return for each node the union of its set with those of all that lies below it."""
        found: dict[str, int] = {}
        for circle in self._circles:  # what lies below comes first
            union = 0
            for node in circle:
                union |= sets.get(node, 0)
                for part in self.below.get(node, ()):
                    union |= found.get(part, 0)
            for node in circle:
                found[node] = union
        return found


def _circles(below: Mapping[str, Iterable[str]], nodes: Iterable[str]) -> list[list[str]]:
    """Return the nodes in groups that lie below each other, mostly alone, what lies below before what is above."""
    import networkx as nx

    digraph: nx.DiGraph[str] = nx.DiGraph()
    digraph.add_nodes_from(nodes)
    digraph.add_edges_from((node, part) for node, parts in below.items() for part in parts)
    return [sorted(found) for found in nx.strongly_connected_components(digraph)]


def _papers_by_note(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """Return the papers that a note cites or is about, as bits."""
    same = SameWorks(graph)
    bits: dict[str, int] = {}
    found: dict[str, int] = {}
    for source, target, kind in graph.edges(keys=True):
        if kind in ("cites", "represents") and target.startswith("paper:"):
            paper = same.canonical(target)
            bit = bits.setdefault(paper, 1 << len(bits))
            found[source] = found.get(source, 0) | bit
    return found


def _titles(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the papers by the key of each title; the empty key has none."""
    found: dict[str, dict[str, None]] = {}
    for work in works(graph, SameWorks(graph)).values():
        if work.node.startswith("paper:"):
            for title in work.ranked_titles:
                found.setdefault(title_key(title), {})[work.id] = None
    found.pop("", None)
    return {key: tuple(ids) for key, ids in found.items()}


def _row(
    graph: nx.MultiDiGraph[str],
    node: str,
    hierarchy: _Hierarchy,
    *,
    papers: int,
    own: int,
    notes: int,
    paper: tuple[str, ...],
) -> Topic:
    facts = graph.nodes[node]
    written = facts["kind"] == "note"
    links, sources = _links(graph, node)
    the_paper = paper[0] if len(paper) == 1 and not written else None
    remarks = [
        "" if written else f"not written: {_count(links, 'link')} from {_count(sources, 'note')}",
        f"the title of {the_paper}" if the_paper is not None else "",
        "no papers" if written and not papers else "",
        "part of itself" if node in hierarchy.in_circle else "",
    ]
    return Topic(
        id=node,
        topic=str(facts["label"]),
        written=written,
        papers=papers,
        own_papers=own,
        notes=notes,
        below=len(hierarchy.below.get(node, ())),
        above=tuple(sorted(str(graph.nodes[one]["label"]) for one in hierarchy.above.get(node, ()))),
        links=links,
        linked_from=sources,
        demand=None if written else links * sources,
        paper=the_paper,
        remark="; ".join(filter(None, remarks)),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _links(graph: nx.MultiDiGraph[str], node: str) -> tuple[int, int]:
    """Return how many links lead to a node, and from how many notes, whichever way their relation runs."""
    links = 0
    sources: set[str] = set()
    for source, _, facts in graph.in_edges(node, data=True):
        if facts["origin"] == "explicit" and is_written_note(graph, source):
            links += facts["count"] - len(facts.get("inverse_lines", ()))
            sources.add(source)
    for _, target, facts in graph.out_edges(node, data=True):
        if facts["origin"] == "inverse" and is_written_note(graph, target):
            links += facts["count"]
            sources.add(target)
    return links, len(sources)
