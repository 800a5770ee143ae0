"""Themes: as many links within them as the best known method finds, always the same."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.graph.test_layout import GRAPHS, planted
from vaultkit.graph.themes import communities

Ints = NDArray[np.int64]


def modularity(n: int, edges: Ints, label: Ints) -> float:
    degree = np.bincount(edges.ravel(), minlength=n)
    inside = (label[edges[:, 0]] == label[edges[:, 1]]).mean()
    return float(inside - ((np.bincount(label, degree) / (2 * len(edges))) ** 2).sum())


@pytest.mark.parametrize("seed", range(3))
def test_communities_hold_as_many_links_as_those_of_networkx(seed: int) -> None:
    _, links = planted(600, 6, seed)
    graph = nx.Graph(links[links[:, 0] != links[:, 1]].tolist())
    edges = np.array(sorted(graph.edges), dtype=np.int64)
    theirs = nx.community.louvain_communities(graph, seed=0)

    found = modularity(600, edges, communities(600, edges))

    assert found >= nx.community.modularity(graph, theirs) - 0.005


@pytest.mark.parametrize("name", [name for name, (_, pairs) in GRAPHS.items() if pairs])
def test_every_node_has_a_community_and_always_the_same(name: str) -> None:
    n, pairs = GRAPHS[name]
    edges = np.array(pairs, dtype=np.int64)

    label = communities(n, edges)

    assert sorted(set(label.tolist())) == list(range(label.max() + 1)), "numbered from 0, none left out"
    assert len(label) == n
    assert (communities(n, edges) == label).all()


@pytest.mark.parametrize("seed", [9, 10])
def test_a_community_is_in_one_piece(seed: int) -> None:
    """Those of Louvain's method alone are not, in these graphs."""
    graph: nx.Graph[int] = nx.gnm_random_graph(200, 300, seed=seed)
    label = communities(200, np.array(sorted(graph.edges), dtype=np.int64))

    for one in range(label.max() + 1):
        assert nx.is_connected(graph.subgraph(np.flatnonzero(label == one).tolist()))


def test_cliques_on_a_ring_are_a_community_each() -> None:
    cliques = [(6 * c + i, 6 * c + j) for c in range(20) for i in range(6) for j in range(i)]
    ring = [(6 * c, (6 * c + 6) % 120) for c in range(20)]

    label = communities(120, np.array(cliques + ring, dtype=np.int64))

    assert [len(set(label[6 * c : 6 * c + 6].tolist())) for c in range(20)] == [1] * 20
