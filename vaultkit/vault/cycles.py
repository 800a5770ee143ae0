"""Cycles of a directed graph given as `{node: its successors}`; every step is linear in its size."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping

Successors = Mapping[str, Collection[str]]

MOST_CYCLES = 20
"""So many cycles of one component are told; more of them say nothing new, and could be exponentially many."""


def components(successors: Successors) -> list[tuple[str, ...]]:
    """Return the strongly connected components of two nodes and more, each sorted, in sorted order.

    Source: R. Tarjan, "Depth-first search and linear graph algorithms", 1972; here without recursion.
    """
    found: list[tuple[str, ...]] = []
    entered = {after for following in successors.values() for after in following}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    for root in successors:
        if root in index or root not in entered:  # what nothing leads to, mostly most, is on no cycle
            continue
        index[root] = low[root] = len(index)
        open_nodes.append(root)
        is_open.add(root)
        path: list[tuple[str, Iterator[str]]] = [(root, iter(successors[root]))]
        while path:
            node, following = path[-1]
            for after in following:
                if after not in index:
                    index[after] = low[after] = len(index)
                    open_nodes.append(after)
                    is_open.add(after)
                    path.append((after, iter(successors.get(after, ()))))
                    break
                if after in is_open:
                    low[node] = min(low[node], index[after])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == index[node]:
                    at = len(open_nodes) - 1
                    while open_nodes[at] != node:
                        at -= 1
                    members = open_nodes[at:]
                    del open_nodes[at:]
                    is_open.difference_update(members)
                    if len(members) > 1:
                        found.append(tuple(sorted(members)))
    return sorted(found)


def cycles(successors: Successors, *, most: int = MOST_CYCLES) -> list[tuple[str, ...]]:
    """Return cycles that together hold every edge which lies on one: for such an edge, the shortest through it.

    At most `most` of a component. A cycle begins with its first node in sorted order and names it once;
    an edge from a node to itself is none. Pairs come before longer cycles of their component.
    """
    found: list[tuple[str, ...]] = []
    for members in components(successors):
        inside = set(members)
        within = {node: sorted(inside.intersection(successors[node]) - {node}) for node in members}
        edges = [(node, after) for node in members for after in within[node]]
        edges.sort(key=lambda edge: edge[0] not in within[edge[1]])  # pairs first; the sort is stable
        covered: set[tuple[str, str]] = set()
        told = 0
        for source, target in edges:
            if (source, target) in covered:
                continue
            if told == most:
                break
            told += 1
            way = shortest_way(target, source, within)
            covered.update(zip(way, (*way[1:], way[0]), strict=True))
            first = way.index(min(way))
            found.append(way[first:] + way[:first])
    return found


def shortest_way(start: str, goal: str, successors: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return the nodes of the shortest way from `start` to `goal`, both included; empty where there is none."""
    before: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting:
        at = waiting.popleft()
        if at == goal:
            way = [at]
            while (step := before[way[-1]]) is not None:
                way.append(step)
            return tuple(reversed(way))
        for after in successors.get(at, ()):
            if after not in before:
                before[after] = at
                waiting.append(after)
    return ()
