"""Hubs, bridges, communities, related notes and paths: what the shape of the graph says."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

from vaultkit.errors import UsageError
from vaultkit.graph import build_graph
from vaultkit.graph.analyze import bridges as bridging
from vaultkit.graph.analyze.bridges import bridges
from vaultkit.graph.analyze.communities import communities
from vaultkit.graph.analyze.hubs import hubs
from vaultkit.graph.analyze.path import shortest_path
from vaultkit.graph.analyze.related import related
from vaultkit.graph.betweenness import Neighbours, betweenness, cut_off
from vaultkit.vault import Vault


def graph_of(texts: dict[str, str]) -> nx.MultiDiGraph[str]:
    return build_graph(Vault.from_texts({f"{name}.md": text for name, text in texts.items()}))


def clique(*names: str) -> dict[str, str]:
    return {name: " ".join(f"[[{other}]]" for other in names if other != name) for name in names}


@pytest.mark.parametrize("seed", range(12))
def test_betweenness_and_articulation_points_are_those_of_networkx(seed: int) -> None:
    plain = nx.gnm_random_graph(30, random.Random(seed).randint(0, 60), seed=seed)
    net = Neighbours.of(30, np.array(sorted(map(sorted, plain.edges())), dtype=np.int64).reshape(-1, 2))
    found = betweenness(net, range(30))
    assert found.share.tolist() == pytest.approx(list(nx.betweenness_centrality(plain).values()))
    assert not found.error.any()
    lost = cut_off(net)
    assert {node for node, count in enumerate(lost) if count} == set(nx.articulation_points(plain))
    for node, count in enumerate(lost):
        rest = plain.subgraph(nx.node_connected_component(plain, node) - {node})
        assert count == len(rest) - max(map(len, nx.connected_components(rest)), default=0)


def test_the_error_of_sampled_betweenness_covers_what_matters() -> None:
    plain = nx.barabasi_albert_graph(300, 3, seed=1)
    net = Neighbours.of(300, np.array(sorted(map(sorted, plain.edges())), dtype=np.int64))
    exact, sampled = betweenness(net, range(300)), betweenness(net, range(0, 300, 3))
    top = np.argsort(-exact.share)[:20]
    off = np.abs(exact.share - sampled.share)[top]
    assert (off <= 2 * sampled.error[top]).mean() >= 0.8
    assert (sampled.error[top] > 0).all()
    assert (sampled.error[top] < exact.share[top]).all()


def test_bridges_say_what_they_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {**clique("a", "b", "c"), **clique("x", "y", "z", "w")}
    texts["c"] += " [[x]]"
    graph = graph_of(texts)
    rows = bridges(graph)
    assert [(row.path, row.cuts_off, row.error) for row in rows] == [("x.md", 3, 0), ("c.md", 2, 0)]
    assert rows[0].betweenness == pytest.approx(9 / 15)
    monkeypatch.setattr(bridging, "EXACT_UP_TO", 3)
    monkeypatch.setattr(bridging, "SAMPLE", 4)
    sampled = bridges(graph)
    assert {row.path for row in sampled} == {"c.md", "x.md"}
    assert all(row.error > 0 for row in sampled)
    assert sampled == bridges(graph)


def test_tags_days_and_papers_connect_nothing() -> None:
    graph = graph_of({"a": "#t https://arxiv.org/abs/1706.03762", "b": "#t https://arxiv.org/abs/1706.03762"})
    assert (hubs(graph), bridges(graph), communities(graph)) == ([], [], [])


def test_hubs_are_what_much_leads_to() -> None:
    graph = graph_of({"hub": "", "a": "[[hub]]", "b": "[[hub]] [[a]]", "c": "Part of:: [[hub]]"})
    rows = hubs(graph)
    assert [(row.path, row.linked_from, row.links_to) for row in rows] == [("hub.md", 3, 0), ("a.md", 1, 1)]
    assert sum(row.pagerank for row in hubs(graph_of(clique("a", "b", "c")))) == pytest.approx(1)
    assert hubs(graph, limit=1) == rows[:1]


def test_communities_are_named_by_their_typical_notes() -> None:
    texts = {**clique("a", "b", "c", "d"), **clique("w", "x", "y"), "alone": ""}
    texts["a"] += " [[w]]"
    for name in "wxy":
        texts[name] += " #letters"
    rows = communities(graph_of(texts))
    assert [(row.name, row.size, row.notes) for row in rows] == [
        ("a", 4, ["a.md", "b.md", "c.md", "d.md"]),
        ("#letters", 3, ["w.md", "x.md", "y.md"]),
    ]
    assert rows[0].inside == pytest.approx(12 / 13, abs=1e-4)
    assert communities(graph_of(texts), least=4) == rows[:1]


def test_related_notes_come_with_reasons() -> None:
    graph = graph_of(
        {
            "asked": "[p](https://arxiv.org/abs/1706.03762) [[both]] #t [[direct]]",
            "paper": "https://arxiv.org/pdf/1706.03762v2",
            "link": "[[both]] [[Asked]]",
            "direct": "#t",
            "together": "[[asked]] [[near]]\n\n\n\n\n\n\n[[far]]",
            "both": "",
            "near": "",
            "far": "",
            "other": "[[elsewhere]]",
        }
    )
    rows = {row.path: row for row in related(graph, "Asked")}
    assert set(rows) == {"paper.md", "link.md", "direct.md", "near.md", "far.md", "both.md"}
    assert [str(reason) for reason in rows["paper.md"].reasons] == ["both cite p"]
    assert (rows["paper.md"].shared_papers, rows["paper.md"].linked) == (1, False)
    assert [str(reason) for reason in rows["link.md"].reasons] == ["both link to both"]
    assert rows["link.md"].linked
    assert [reason.kind for reason in rows["near.md"].reasons] == ["cited-together"]
    assert rows["near.md"].score == pytest.approx(4 * rows["far.md"].score, abs=1e-3)
    assert {row.path for row in related(graph, "Asked", unlinked=True)} == {"paper.md", "near.md", "far.md"}
    scores = [row.score for row in related(graph, "Asked")]
    assert scores == sorted(scores, reverse=True)
    with pytest.raises(UsageError, match='"tag:x" is no note'):
        related(graph_of({"a": "#x"}), "tag:x")
    with pytest.raises(UsageError, match="no note"):
        related(graph, "nobody")


def test_what_few_know_says_more() -> None:
    texts = {f"n{i}": "[[common]]" for i in range(20)}
    texts |= {"asked": "[[common]] [[rare]]", "a": "[[rare]]", "common": "", "rare": ""}
    assert related(graph_of(texts), "asked")[0].path == "a.md"


def test_paths_follow_edges_in_both_directions() -> None:
    graph = graph_of(
        {"a": "[[b]]\n\n[[b]]", "c": "Includes:: [[b]]", "b": "", "t": "#x", "a2": "#x", "alone": ""}
    )
    rows = shortest_path(graph, "a", "c")
    assert [
        (row.step, row.source, row.kind, row.direction, row.target, row.path, row.lines) for row in rows
    ] == [
        (1, "note:a.md", "links_to", "forward", "note:b.md", "a.md", [1, 3]),
        (2, "note:b.md", "broader", "forward", "note:c.md", "c.md", [1]),
    ]
    assert [row.direction for row in shortest_path(graph, "c", "a")] == ["backward", "backward"]
    assert shortest_path(graph, "a", "alone") == []
    assert shortest_path(graph, "t", "a2") == []
    assert [row.kind for row in shortest_path(graph, "t", "a2", through=["tag"])] == ["tagged", "tagged"]
    assert len(shortest_path(graph, "t", "tag:x")) == 1
    with pytest.raises(UsageError, match="begins and ends at"):
        shortest_path(graph, "a", "A.md")


@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"a": ""},
        {"a": "Part of:: [[a]]\nup:: [[A]]"},
        {"a": "", "b": "", "c": "[[d]]", "d": ""},
        {"a": "\n".join(f"[[ghost {i}]]" for i in range(2_000))},
    ],
    ids=["empty", "one note", "self relation", "disconnected", "unresolved"],
)
def test_odd_graphs_have_answers(texts: dict[str, str]) -> None:
    graph = graph_of(texts)
    assert [row.path for row in hubs(graph)] == (["d.md"] if "d" in texts else [])
    assert bridges(graph) == []
    assert communities(graph) == []
    if "a" in texts:
        assert related(graph, "a") == []
