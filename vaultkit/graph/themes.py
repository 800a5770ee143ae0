"""Themes: the communities of a graph, each with a name that people recognise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

MOST = 24  # more names than this cannot be read at once
_ROUNDS = 16

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Node = tuple[str, dict[str, Any]]


class Theme(msgspec.Struct, frozen=True):
    """A community: its name, and its members' indices, the best connected first."""

    name: str
    members: tuple[int, ...]


def find_themes(
    nodes: Sequence[Node], edges: Ints, *, least: int | None = None, most: int | None = MOST
) -> tuple[Theme, ...]:
    """Return the themes of a graph, largest first, at most `most`.

    Those with fewer than `least` members are left out: by default those too small to be worth a name on
    a map of all nodes.
    """
    if len(edges) == 0:
        return ()
    degree = np.bincount(edges.ravel(), minlength=len(nodes))
    label = communities(len(nodes), edges)
    if least is None:
        least = max(6, len(nodes) // 160)
    by_label = np.lexsort((np.arange(len(nodes)), -degree, label))
    groups = np.split(by_label, np.cumsum(np.bincount(label))[:-1])
    large = sorted((g for g in groups if len(g) >= least), key=lambda g: (-len(g), int(g[0])))
    overall = _tag_counts(nodes, range(len(nodes)))
    return tuple(Theme(_name(nodes, g.tolist(), overall), tuple(g.tolist())) for g in large[:most])


def communities(n: int, edges: Ints) -> Ints:
    """Return the community of every node, numbered from 0: groups with more links inside than expected.

    The method is Louvain's (Blondel et al., J. Stat. Mech. 2008, P10008) with all nodes moved at once
    instead of one after the other; in each round only a random half may move, which keeps neighbours
    from swapping places for ever.
    """
    source, target = edges[:, 0], edges[:, 1]
    weight: Floats = np.ones(len(edges))
    label: Ints = np.arange(n)
    size = n
    while True:
        joined = _move(size, source, target, weight)
        names, joined = np.unique(joined, return_inverse=True)
        label = joined[label]
        if len(names) == size:
            return label
        size = len(names)
        keys, place = np.unique(joined[source] * size + joined[target], return_inverse=True)
        weight = np.bincount(place, weight).astype(np.float64)
        source, target = keys // size, keys % size


def _move(n: int, source: Ints, target: Ints, weight: Floats) -> Ints:
    """Return a label for each node after moves that raise the modularity."""
    strength = np.bincount(source, weight, n) + np.bincount(target, weight, n)
    total = strength.sum()
    apart = source != target
    one = np.concatenate([source[apart], target[apart]])
    other = np.concatenate([target[apart], source[apart]])
    pull = np.concatenate([weight[apart], weight[apart]])
    label = np.arange(n)
    chance = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        volume = np.bincount(label, strength, n)
        keys, place = np.unique(one * n + label[other], return_inverse=True)
        node, candidate = keys // n, keys % n
        staying = candidate == label[node]
        rest = volume[candidate] - np.where(staying, strength[node], 0.0)
        gain = np.bincount(place, pull) - strength[node] * rest / total
        present = -strength * (volume[label] - strength) / total
        present[node[staying]] = gain[staying]
        order = np.lexsort((candidate, gain, node))
        last = np.flatnonzero(np.append(node[order][1:] != node[order][:-1], True)) if len(node) else order
        best = order[last]
        movable = chance.random(n) < 0.5
        better = (gain[best] > present[node[best]] + 1e-9) & movable[node[best]]
        label = label.copy()
        label[node[best][better]] = candidate[best][better]
    return label


def _tag_counts(nodes: Sequence[Node], members: Sequence[int]) -> Counter[str]:
    return Counter(tag for i in members for tag in nodes[i][1].get("tags", ()))


def _name(nodes: Sequence[Node], members: Sequence[int], overall: Counter[str]) -> str:
    """Return a tag that most notes of the theme and few others have, else the most central node's label."""
    notes = sum(nodes[i][1]["kind"] == "note" for i in members)
    tags = _tag_counts(nodes, members)
    for tag, count in sorted(tags.items(), key=lambda item: (-item[1], item[0])):
        if count >= 3 and count >= 0.5 * notes and count >= 0.5 * overall[tag]:
            return f"#{tag}"
    written = [i for i in members if nodes[i][1]["kind"] in ("note", "paper")]
    return str(nodes[(written or members)[0]][1]["label"])
