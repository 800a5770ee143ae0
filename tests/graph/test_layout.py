"""The map's positions: finite for every graph, the same for the same ids, and where themes belong."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from vaultkit.graph.layout import layout
from vaultkit.graph.packing import pack_small, rim

Pairs = list[tuple[int, int]]


def place(n: int, pairs: Pairs | NDArray[np.int64], size: float = 4.0) -> NDArray[np.float64]:
    edges = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return layout([f"note:{i}.md" for i in range(n)], edges, np.full(n, size))


def planted(n: int, themes: int, seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each node's theme, and links of which nine in ten stay in the theme, to popular nodes first."""
    random = np.random.default_rng(seed)
    theme = random.integers(0, themes, n)
    popular = random.pareto(1.5, n) + 0.3
    source = random.integers(0, n, 3 * n)
    target = random.choice(n, 3 * n, p=popular / popular.sum())
    for number in range(themes):
        members = np.flatnonzero(theme == number)
        inside = np.flatnonzero((theme[source] == number) & (random.random(3 * n) < 0.9))
        weight = popular[members]
        target[inside] = random.choice(members, len(inside), p=weight / weight.sum())
    return theme, np.stack([source, target], axis=1)


def radius(positions: NDArray[np.float64]) -> float:
    return float(np.quantile(np.hypot(*(positions - positions.mean(axis=0)).T), 0.98))


GRAPHS: dict[str, tuple[int, Pairs]] = {
    "empty": (0, []),
    "one node": (1, []),
    "one node linked to itself": (1, [(0, 0)]),
    "one pair": (2, [(0, 1)]),
    "nodes without links": (300, []),
    "star": (400, [(0, i) for i in range(1, 400)]),
    "ring": (200, [(i, (i + 1) % 200) for i in range(200)]),
    "path": (200, [(i, i + 1) for i in range(199)]),
    "lattice": (
        225,
        [(15 * r + c, 15 * r + c + 1) for r in range(15) for c in range(14)]
        + [(15 * r + c, 15 * r + c + 15) for r in range(14) for c in range(15)],
    ),
    "clique": (40, [(i, j) for i in range(40) for j in range(i)]),
    "two equal components": (
        60,
        [(i, (i + k) % 30) for i in range(30) for k in (1, 7)]
        + [(30 + i, 30 + (i + k) % 30) for i in range(30) for k in (1, 7)],
    ),
    "many small components": (300, [(3 * i, 3 * i + 1) for i in range(100)]),
    "repeated links": (12, [(i, (i + 1) % 12) for i in range(12)] * 5),
}


@cache
def placed(name: str) -> NDArray[np.float64]:
    """Return the positions of one of GRAPHS."""
    return place(*GRAPHS[name])


@pytest.mark.parametrize("name", GRAPHS)
def test_every_graph_gets_finite_positions_that_differ(name: str) -> None:
    n, _ = GRAPHS[name]

    positions = placed(name)

    assert positions.shape == (n, 2)
    assert positions.dtype == np.float64
    assert np.isfinite(positions).all()
    assert len(np.unique(np.round(positions, 3), axis=0)) == n


@pytest.mark.parametrize("name", ["star", "clique", "nodes without links", "many small components"])
def test_drawn_nodes_do_not_cover_each_other(name: str) -> None:
    positions = placed(name)

    apart = np.hypot(*(positions[:, None] - positions[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert np.quantile(apart.min(axis=1), 0.05) >= 7.0  # two radii of 4, nearly


def test_the_same_graph_gets_the_same_map() -> None:
    _, edges = planted(300, 6)

    positions = place(300, edges)

    assert np.array_equal(positions, place(300, edges))
    assert np.array_equal(positions, place(300, edges[::-1, ::-1]))


STEPS = """
import hashlib
import numpy as np
from vaultkit.graph.forces import _adapt, _diffuse

n = 12_000  # from 10,000 on, libraries share out sums
links = np.stack([np.arange(n), (np.arange(n) * 7 + 1) % n], axis=1)
degree = np.bincount(links.ravel(), minlength=n).astype(float)
seeds = np.random.default_rng(0).normal(size=(n, 2))
start = _diffuse(links, degree, seeds)
print(hashlib.sha256(start.tobytes()).hexdigest(), _adapt(seeds, start, degree, 1.0, 1.0)[0])
"""


def test_the_map_does_not_depend_on_the_number_of_processors() -> None:
    found = set()
    for threads in ("1", "2"):
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        done = subprocess.run([sys.executable, "-c", STEPS], env=environment, capture_output=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_large_components_lie_apart() -> None:
    positions = placed("two equal components")

    first, second = positions[:30], positions[30:]
    between = np.hypot(*(first.mean(axis=0) - second.mean(axis=0)))
    reach = [np.hypot(*(part - part.mean(axis=0)).T).max() for part in (first, second)]
    assert between > sum(reach)


def test_single_nodes_lie_outside_the_largest_component() -> None:
    _, edges = planted(300, 4)
    ring = np.stack([np.arange(300), (np.arange(300) + 1) % 300], axis=1)

    positions = place(340, np.concatenate([edges, ring]))

    inside = np.hypot(*positions[:300].T).max()
    assert np.hypot(*positions[300:].T).min() > inside


def test_notes_of_a_theme_are_neighbours() -> None:
    theme, edges = planted(2000, 12)

    positions = place(2000, edges)

    same = []
    for node in range(0, 2000, 4):
        if not (edges == node).any():
            continue  # nothing says where a single node belongs
        distance = ((positions - positions[node]) ** 2).sum(axis=1)
        near = np.argsort(distance)[1:11]
        same.append((theme[near] == theme[node]).mean())
    assert np.mean(same) > 0.85


def grown(n: int, themes: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return planted links, and those with one note in a hundred added, linked as the others are."""
    theme, edges = planted(n, themes, seed)
    random = np.random.default_rng(seed + 100)
    added = []
    for note in range(n, n + n // 100):
        own = np.flatnonzero(theme == random.integers(themes))
        linked = [random.choice(own) if random.random() < 0.9 else random.integers(n) for _ in range(3)]
        added.extend((note, int(other)) for other in linked)
    return edges, np.concatenate([edges, np.array(added)])


@pytest.mark.parametrize(("n", "themes"), [(300, 6), (2000, 12)])
def test_the_map_stays_put_when_notes_are_added(n: int, themes: int) -> None:
    shifts = []
    for seed in (1, 2, 3):
        edges, more = grown(n, themes, seed)
        before = place(n, edges)
        after = place(n + n // 100, more)[:n]
        shifts.append(np.median(np.hypot(*(after - before).T)) / radius(before))

    assert np.median(shifts) <= 0.03


@pytest.mark.parametrize("name", ["path", "ring", "lattice"])
def test_long_graphs_lie_unfolded(name: str) -> None:
    n, pairs = GRAPHS[name]
    graph = nx.Graph(pairs)
    far = dict(nx.all_pairs_shortest_path_length(graph))
    linked = np.array([[far[i][j] for j in range(0, n, 5)] for i in range(0, n, 5)], dtype=float)

    positions = placed(name)[::5]

    apart = np.hypot(*(positions[:, None] - positions[None]).transpose(2, 0, 1))
    assert np.corrcoef(linked.ravel(), apart.ravel())[0, 1] > 0.9


def test_positions_depend_on_ids_not_on_their_order() -> None:
    _, edges = planted(400, 5)
    ids = [f"note:{i}.md" for i in range(400)]
    shuffled = np.random.default_rng(1).permutation(400)
    place_of = np.argsort(shuffled)

    straight = layout(ids, edges, np.full(400, 4.0))
    mixed = layout([ids[i] for i in shuffled], place_of[edges], np.full(400, 4.0))

    assert np.median(np.hypot(*(mixed[place_of] - straight).T)) <= 0.02 * radius(straight)


def test_a_few_small_components_lie_near_the_foot_of_the_map() -> None:
    spiked = np.array([[100.0, 0.0], [0.0, 20.0], [-20.0, 0.0], [0.0, -20.0]])
    around = rim(spiked, np.full(4, 2.0))
    centres = np.zeros((4, 2))

    pack_small(centres, np.array([100.0, 3.0, 3.0, 3.0]), 1, around, 1.0)

    x, y = centres[1:].T
    assert (np.hypot(x, y) < 40).all()  # and not beyond the farthest note
    assert (np.hypot(x, y) > 22 + 3).all()
    assert (y > 0).all()
    assert np.diff(np.sort(x)).min() > 6
