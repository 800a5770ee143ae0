"""Layouts beside each other: seconds, and how far notes of one theme lie together.

Run `python -m tests.benchmarks.layouts`; sizes can be given, 500, 2000 and 10000 are the default. Every layout
gets graphs with planted themes, of which nine links in ten stay in their theme. Printed is, for each size,
the CPU time and the share of a note's ten nearest neighbours that are of its theme (1 is best). The others
are those with permissive licences: networkx (spring_layout needs scipy), rustworkx, scikit-network. What is
not installed is left out, and what would take over a minute is not tried.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from tests.graph.test_layout import place, planted

Positions = NDArray[np.float64]
Layout = Callable[[int, NDArray[np.int64]], Positions]

THEMES = {500: 8, 2000: 12, 10_000: 30, 50_000: 60}
LIMIT = 60.0


def share_of_theme(positions: Positions, theme: NDArray[np.int64], linked: NDArray[np.bool_]) -> float:
    """Return the mean share of the ten nearest neighbours with the note's theme, over 1,000 linked notes."""
    chosen = np.flatnonzero(linked)[:: max(1, int(linked.sum()) // 1000)]
    shares = []
    for node in chosen:
        distance = ((positions - positions[node]) ** 2).sum(axis=1)
        near = np.argpartition(distance, 11)[:11]
        near = near[near != node][:10]
        shares.append((theme[near] == theme[node]).mean())
    return float(np.mean(shares))


def _networkx(name: str) -> Layout:
    def run(n: int, edges: NDArray[np.int64]) -> Positions:
        graph = nx.Graph()
        graph.add_nodes_from(range(n))
        graph.add_edges_from(edges.tolist())
        found: Mapping[int, Any] = getattr(nx, name)(graph, seed=1)
        return np.array([found[i] for i in range(n)])

    return run


def _rustworkx(n: int, edges: NDArray[np.int64]) -> Positions:
    import rustworkx

    graph = rustworkx.PyGraph()
    graph.add_nodes_from(list(range(n)))
    graph.add_edges_from_no_data([(int(a), int(b)) for a, b in edges])
    found = rustworkx.spring_layout(graph, seed=1)
    return np.array([found[i] for i in range(n)])


def _scikit_network(n: int, edges: NDArray[np.int64]) -> Positions:
    from scipy.sparse import coo_matrix
    from sknetwork.embedding import Spring

    ones = np.ones(len(edges))
    matrix = coo_matrix((ones, (edges[:, 0], edges[:, 1])), (n, n)).tocsr()
    found: Positions = Spring(2).fit_transform(matrix + matrix.T)
    return found


def layouts() -> dict[str, Layout]:
    """Return the layouts that can be run here, by name."""
    found: dict[str, Layout] = {"vaultkit": place}
    if find_spec("scipy"):
        found["networkx spring_layout"] = _networkx("spring_layout")
    found["networkx forceatlas2_layout"] = _networkx("forceatlas2_layout")
    if find_spec("rustworkx"):
        found["rustworkx spring_layout"] = _rustworkx
    if find_spec("sknetwork"):
        found["scikit-network Spring"] = _scikit_network
    return found


def main(sizes: list[int]) -> None:
    """Print the table for graphs of these sizes."""
    print("| layout | " + " | ".join(f"{n:,}" for n in sizes) + " |")
    print("|---|" + "--:|" * len(sizes))
    for name, run in layouts().items():
        cells = []
        tried = True
        for n in sizes:
            theme, edges = planted(n, THEMES.get(n, max(2, n // 300)))
            if not tried:
                cells.append("-")
                continue
            started = time.process_time()
            positions = run(n, edges)
            took = time.process_time() - started
            linked = np.bincount(edges.ravel(), minlength=n) > 0
            cells.append(f"{took:.2f} s, {share_of_theme(positions, theme, linked):.2f}")
            tried = took < LIMIT / 8  # most grow with the square of the size
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [500, 2000, 10_000])
