"""How often a node lies on the shortest ways between others, and which nodes hold a graph together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Neighbours(NamedTuple):
    """An undirected graph by rows: the neighbours of node i are `ends[first[i]:first[i + 1]]`, sorted."""

    first: Ints
    ends: Ints

    @classmethod
    def of(cls, n: int, pairs: Ints) -> Neighbours:
        """Return the graph of `n` nodes with an edge for each row of `pairs`, of which none is double."""
        one = np.concatenate([pairs[:, 0], pairs[:, 1]])
        other = np.concatenate([pairs[:, 1], pairs[:, 0]])
        order = np.lexsort((other, one))
        return cls(np.concatenate([[0], np.cumsum(np.bincount(one, minlength=n))]), other[order])


class Betweenness(NamedTuple):
    """The share of ordered pairs of other nodes whose shortest ways lead through a node, with its error.

    Both have the shape (n,). `error` is the standard error of a sampled share, 0 where nothing was
    sampled. It says how far the high shares may be off; of a share near 0 it says too little, since a
    sample may miss the few ways that make it up.
    """

    share: Floats
    error: Floats


def betweenness(graph: Neighbours, sources: Sequence[int]) -> Betweenness:
    """Return the betweenness of every node, from the shortest ways that begin at `sources`.

    With all nodes as sources the result is exact; with some of them, chosen without regard to the graph,
    an estimate (Brandes and Pich, Int. J. Bifurcation and Chaos 17, 2007). The method is Brandes' (J.
    Math. Sociology 25, 2001), with all nodes of one distance taken at once: each source costs as much as
    the graph has edges.
    """
    n = len(graph.first) - 1
    total, squares = np.zeros(n), np.zeros(n)
    if n < 3 or not sources:
        return Betweenness(total, squares)
    for source in sources:
        passed = _passed(graph, source)
        total += passed
        squares += passed * passed
    scale = n / ((n - 1) * (n - 2))
    k = len(sources)
    mean = total / k
    if k in (1, n):
        return Betweenness(mean * scale, np.zeros(n))
    variance = np.maximum(squares - k * mean * mean, 0.0) / (k - 1)
    error = np.sqrt(variance / k * (1 - k / n))
    return Betweenness(mean * scale, error * scale)


def _passed(graph: Neighbours, source: int) -> Floats:
    """Return, for every node, how many nodes the shortest ways from `source` reach through it."""
    n = len(graph.first) - 1
    degree = np.diff(graph.first)
    distance = np.full(n, -1)
    distance[source] = 0
    ways = np.zeros(n)
    ways[source] = 1.0
    front: Ints = np.array([source])
    steps: list[tuple[Ints, Ints]] = []
    while len(front):
        sizes = degree[front]
        begins = np.repeat(graph.first[front] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes)
        ends = graph.ends[begins + np.arange(len(begins))]
        further = distance[ends] < 0
        here, there = np.repeat(front, sizes)[further], ends[further]
        distance[there] = len(steps) + 1
        ways += np.bincount(there, ways[here], n)
        steps.append((here, there))
        front = np.flatnonzero(distance == len(steps))
    through = np.zeros(n)
    for here, there in reversed(steps):
        through += np.bincount(here, ways[here] / ways[there] * (1.0 + through[there]), n)
    through[source] = 0.0
    return through


def cut_off(graph: Neighbours) -> list[int]:
    """Return for every node how many others lose the largest part of theirs when the node goes.

    It is 0 for all but the articulation points (Hopcroft and Tarjan, CACM 16, 1973).
    """
    n = len(graph.first) - 1
    first, ends = graph.first.tolist(), graph.ends.tolist()
    found, low, size = [-1] * n, [0] * n, [1] * n
    apart: list[list[int]] = [[] for _ in range(n)]  # sizes of what hangs on a node alone
    order: list[int] = []
    parent = [-1] * n
    lost = [0] * n
    for root in range(n):
        if found[root] >= 0:
            continue
        begin = len(order)
        found[root] = low[root] = begin
        order.append(root)
        stack = [(root, first[root])]
        while stack:
            node, at = stack.pop()
            if at < first[node + 1]:
                stack.append((node, at + 1))
                other = ends[at]
                if found[other] < 0:
                    parent[other] = node
                    found[other] = low[other] = len(order)
                    order.append(other)
                    stack.append((other, first[other]))
                elif other != parent[node]:
                    low[node] = min(low[node], found[other])
            elif node != root:
                above = parent[node]
                low[above] = min(low[above], low[node])
                size[above] += size[node]
                if low[node] >= found[above]:
                    apart[above].append(size[node])
        whole = len(order) - begin
        for node in order[begin:]:
            parts = [*apart[node], whole - 1 - sum(apart[node])]
            lost[node] = whole - 1 - max(parts)
    return lost
