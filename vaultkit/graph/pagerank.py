"""PageRank, by repeated multiplication: numpy alone, since networkx needs scipy for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DAMPING = 0.85
_ROUNDS = 100
_CLOSE = 1e-9

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def pagerank(n: int, edges: Ints) -> Floats:
    """Return the PageRank of each of `n` nodes (Page and others, 1999): shape (n,), adding up to 1.

    `edges` holds (source, target) in its rows; parallel edges count as often as they occur. What a node
    without outgoing edges has goes to all nodes alike, as in networkx.
    """
    if n == 0:
        return np.zeros(0)
    source, target = edges.reshape(-1, 2).T
    out = np.bincount(source, minlength=n)
    share = 1.0 / np.maximum(out, 1)
    rank: Floats = np.full(n, 1.0 / n)
    for _ in range(_ROUNDS):
        passed = np.bincount(target, (rank * share)[source], n)
        following = DAMPING * (passed + rank[out == 0].sum() / n) + (1.0 - DAMPING) / n
        change = np.abs(following - rank).sum()
        rank = following
        if change < _CLOSE:
            break
    return rank
