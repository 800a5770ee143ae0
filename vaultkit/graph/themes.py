"""Themes: the communities of a graph, each with a name that people recognise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from vaultkit.graph.components import component_of

MOST = 24  # more names than this cannot be read at once
_RUNS = 2
_ROUNDS = 32

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
    from swapping places for ever. What comes out is the start of a second run, in which single nodes may
    leave the groups that they were merged with. A group may then be left in pieces by a node that held them
    together (Traag et al., Sci. Rep. 9, 2019, 5233): each piece is a group of its own.
    """
    label: Ints = np.arange(n)
    for _ in range(_RUNS):
        label = _louvain(n, edges, label)
    inside = label[edges[:, 0]] == label[edges[:, 1]]
    return np.unique(component_of(n, edges[inside]), return_inverse=True)[1]


def _louvain(n: int, edges: Ints, label: Ints) -> Ints:
    """Return the communities after one run that starts from those of `label`."""
    source, target = edges[:, 0], edges[:, 1]
    weight: Floats = np.ones(len(edges))
    place: Ints = np.arange(n)  # of each node: the group of nodes that moves as one
    size = n
    while True:
        names, joined = np.unique(_move(size, source, target, weight, label), return_inverse=True)
        place = joined[place]
        if len(names) == size:
            return place
        size = len(names)
        keys, pair = np.unique(joined[source] * size + joined[target], return_inverse=True)
        weight = np.bincount(pair, weight).astype(np.float64)
        source, target = keys // size, keys % size
        label = np.arange(size)


def _move(n: int, source: Ints, target: Ints, weight: Floats, label: Ints) -> Ints:
    """Return a label for each node after moves that raise the modularity.

    A node is looked at again only after a neighbour has moved (Ozaki et al., J. Inf. Process. 2016), so
    that a round costs what is not settled yet.
    """
    strength = np.bincount(source, weight, n) + np.bincount(target, weight, n)
    total = strength.sum()
    apart = source != target
    one = np.concatenate([source[apart], target[apart]])
    by_node = np.argsort(one, kind="stable")  # once: what each round sorts is nearly in order then
    one = one[by_node]
    other = np.concatenate([target[apart], source[apart]])[by_node]
    pull = np.concatenate([weight[apart], weight[apart]])[by_node]
    label = label.copy()
    unsettled: NDArray[np.bool_] = np.bincount(one, minlength=n) > 0
    chance = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        looked_at = unsettled & (chance.random(n) < 0.5)
        at = np.flatnonzero(looked_at[one])
        if not len(at):
            continue
        node, candidate, drawn = _drawn(one[at] * n + label[other[at]], pull[at], n)
        volume = np.bincount(label, strength, n)
        staying = candidate == label[node]
        rest = volume[candidate] - np.where(staying, strength[node], 0.0)
        gain = drawn - strength[node] * rest / total
        present = -strength * (volume[label] - strength) / total
        present[node[staying]] = gain[staying]
        best = _best(node, gain)
        best = best[gain[best] > present[node[best]] + 1e-9]
        label[node[best]] = candidate[best]
        moved = np.zeros(n, dtype=bool)
        moved[node[best]] = True
        unsettled[looked_at] = False
        unsettled[other[moved[one]]] = True
    return label


def _drawn(keys: Ints, pull: Floats, n: int) -> tuple[Ints, Ints, Floats]:
    """Return nodes, ascending, the labels around each, and how strongly each label draws its node.

    `keys` are node * n + label of a neighbour, with ascending nodes.
    """
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    node, candidate = np.divmod(keys[first], n)
    return node, candidate, np.add.reduceat(pull[order], first)


def _best(node: Ints, gain: Floats) -> Ints:
    """Return for each of the ascending nodes where its highest gain stands, the last of equal ones."""
    first = np.flatnonzero(np.append(True, node[1:] != node[:-1]))
    highest = np.repeat(np.maximum.reduceat(gain, first), np.diff(np.append(first, len(node))))
    best: Ints = np.flatnonzero(gain == highest)
    last: NDArray[np.bool_] = np.append(node[best][1:] != node[best][:-1], True)
    return best[last]


def _tag_counts(nodes: Sequence[Node], members: Sequence[int]) -> Counter[str]:
    return Counter(chain.from_iterable(nodes[i][1].get("tags", ()) for i in members))


def _name(nodes: Sequence[Node], members: Sequence[int], overall: Counter[str]) -> str:
    """Return a tag that most notes of the theme and few others have, else the most central node's label."""
    notes = sum(nodes[i][1]["kind"] == "note" for i in members)
    tags = _tag_counts(nodes, members)
    for tag, count in sorted(tags.items(), key=lambda item: (-item[1], item[0])):
        if count >= 3 and count >= 0.5 * notes and count >= 0.5 * overall[tag]:
            return f"#{tag}"
    written = [i for i in members if nodes[i][1]["kind"] in ("note", "paper")]
    return str(nodes[(written or members)[0]][1]["label"])
