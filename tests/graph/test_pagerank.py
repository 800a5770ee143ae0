"""PageRank against what follows from its definition."""

from __future__ import annotations

import numpy as np
import pytest

from vaultkit.graph.pagerank import pagerank


def edges(*pairs: tuple[int, int]) -> np.ndarray:
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def test_a_ring_has_no_first() -> None:
    assert pagerank(4, edges((0, 1), (1, 2), (2, 3), (3, 0))) == pytest.approx(np.full(4, 0.25))


def test_two_nodes_linking_to_a_third() -> None:
    """Solved by hand: the outer two hold x each, the middle y, with y = x (1 + 2 d) and 2 x + y = 1."""
    x = 1 / (3 + 2 * 0.85)

    assert pagerank(3, edges((0, 2), (1, 2))) == pytest.approx([x, x, x * (1 + 2 * 0.85)], abs=1e-8)


def test_many_links_to_one_target_share_alike() -> None:
    once, twice = pagerank(3, edges((0, 1), (0, 2))), pagerank(3, edges((0, 1), (0, 1), (0, 2)))

    assert once[1] == pytest.approx(once[2])
    assert twice[1] > once[1]


@pytest.mark.parametrize("n", [0, 1, 5])
def test_without_edges_all_are_equal(n: int) -> None:
    assert pagerank(n, edges()) == pytest.approx(np.full(n, 1 / max(n, 1)))
