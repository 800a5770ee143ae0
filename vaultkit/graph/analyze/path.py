"""Path: how two notes are connected."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from msgspec import Meta

from vaultkit.errors import UsageError
from vaultkit.graph.lookup import find_node
from vaultkit.model.graph import EdgeKind
from vaultkit.model.row import Row

if TYPE_CHECKING:
    import networkx as nx

Through = Literal["tag", "day"]
Direction = Literal["forward", "backward"]


class Step(Row, frozen=True):
    """An edge of the way; steps with the same number are several edges between the same two nodes."""

    TABLE: ClassVar[tuple[str, ...]] = (
        "step",
        "source_label",
        "kind",
        "direction",
        "target_label",
        "path",
        "lines",
    )

    step: Annotated[int, Meta(ge=1, title="")]
    source: Annotated[str, Meta(description="the node where the step begins")]
    source_label: Annotated[str, Meta(title="from")]
    kind: Annotated[EdgeKind, Meta(title="edge")]
    direction: Annotated[Direction, Meta(description="whether the edge runs along the way or against it")]
    target: Annotated[str, Meta(description="the node where the step ends")]
    target_label: Annotated[str, Meta(title="to")]
    path: Annotated[str | None, Meta(title="in", description="the note in which the edge is stated")]
    lines: Annotated[list[int], Meta(description="where in that note")]


ROW = Step


def shortest_path(
    graph: nx.MultiDiGraph[str], start: str, end: str, *, through: Collection[Through] = ()
) -> list[Step]:
    """Return the shortest way from `start` to `end`, whatever the direction of the edges; empty if there is none.

    No way leads through tags or days, which connect nearly everything, unless `through` names them. Of
    several shortest ways, always the same one is returned.

    Args:
        graph: what `build_graph` returns.
        start: a note's path, name, title or alias, or the id of any node.
        end: the same.
        through: kinds of nodes that the way may lead through, besides notes, works, files and unwritten
            notes.

    Raises:
        UsageError: a note is not there, or both are the same.
    """
    first, last = find_node(graph, start), find_node(graph, end)
    if first == last:
        raise UsageError(f'the way begins and ends at "{graph.nodes[first]["label"]}"', hint="name two nodes")
    shut = {"tag", "day"} - set(through)
    before = {last: last}  # backwards, so that the way reads forwards
    front = [last]
    while front and first not in before:
        further: list[str] = []
        for node in front:
            if node != last and graph.nodes[node]["kind"] in shut:
                continue
            for other in sorted({*graph.succ[node], *graph.pred[node]}):
                if other not in before:
                    before[other] = node
                    further.append(other)
        front = further
    rows: list[Step] = []
    node, step = first, 0
    while node != last and node in before:
        step += 1
        rows.extend(_edges(graph, node, before[node], step))
        node = before[node]
    return rows


def _edges(graph: nx.MultiDiGraph[str], one: str, other: str, step: int) -> list[Step]:
    """Return the edges between two nodes, those along the way first."""
    rows = []
    for source, target in ((one, other), (other, one)):
        edges = graph.get_edge_data(source, target) or {}
        for facts in sorted(edges.values(), key=lambda facts: str(facts["kind"])):
            stated = target if facts["origin"] == "inverse" else source
            rows.append(
                Step(
                    step=step,
                    source=one,
                    source_label=graph.nodes[one]["label"],
                    kind=facts["kind"],
                    direction="forward" if source == one else "backward",
                    target=other,
                    target_label=graph.nodes[other]["label"],
                    path=facts.get("path") or graph.nodes[stated].get("path"),
                    lines=facts["lines"],
                )
            )
    return rows
