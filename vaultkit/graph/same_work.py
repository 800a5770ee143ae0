"""Which identifiers the vault says to be one work: the edges `same_as`, and the works they come to.

Nothing is merged because titles are alike. A note about a paper that gives both its arXiv number and its DOI
says so, and so does `[papers] merge` in the configuration. An edge leads from an identifier to the one that is
preferred (arXiv before DOI before the others, see `vaultkit.identity.PREFERENCE`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.identity import preference

if TYPE_CHECKING:
    import networkx as nx

CONFIGURATION = "configuration"


class Conflict(NamedTuple):
    """Two statements that would make one work of two identifiers of one scheme: the edge that is not followed."""

    source: str
    target: str
    path: str


def star(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (identifier, preferred identifier) for all of `ids` but the preferred one."""
    ordered = sorted(set(ids), key=preference)
    for other in ordered[1:]:
        yield other, ordered[0]


class SameWorks:
    """The works of a graph: nodes that `same_as` edges join, each known by its preferred node.

    What the configuration says holds. What notes say is followed in the order of the edges as long as no work
    gets two identifiers of one scheme, such as two arXiv numbers for one DOI: then somebody is wrong, the edge
    is not followed, and it stands in `conflicts`. `sure` are further groups of ids that are one work each, from
    outside of the vault.
    """

    def __init__(self, graph: nx.MultiDiGraph[str], sure: Iterable[Iterable[str]] = ()) -> None:
        self.conflicts: list[Conflict] = []
        self._members: dict[str, tuple[str, ...]] = {}
        edges = [(s, t, f) for s, t, kind, f in graph.edges(keys=True, data=True) if kind == "same_as"]
        edges.sort(key=lambda edge: (edge[2].get("provenance") != CONFIGURATION, edge[0], edge[1]))
        for source, target, facts in edges:
            one, other = self.members(source), self.members(target)
            trusted = facts.get("provenance") == CONFIGURATION
            if one != other and not trusted and _schemes(one) & _schemes(other):
                self.conflicts.append(Conflict(source, target, facts.get("path", "")))
            else:
                self._join(one, other)
        for group in sure:
            nodes = [f"{kind}:{id}" for id in group for kind in ("paper", "resource")]
            there = [node for node in nodes if node in graph]
            for node in there[1:]:
                self._join(self.members(there[0]), self.members(node))

    def _join(self, *groups: tuple[str, ...]) -> None:
        joined = tuple(sorted({node for group in groups for node in group}, key=_node_preference))
        for node in joined:
            self._members[node] = joined

    def members(self, node: str) -> tuple[str, ...]:
        """Return the nodes of the work that `node` belongs to, the preferred one first."""
        return self._members.get(node, (node,))

    def canonical(self, node: str) -> str:
        """Return the preferred node of the work that `node` belongs to."""
        return self.members(node)[0]


def _node_preference(node: str) -> tuple[int, str]:
    return preference(node.partition(":")[2])


def _schemes(nodes: Iterable[str]) -> set[str]:
    return {node.split(":")[1] for node in nodes}
