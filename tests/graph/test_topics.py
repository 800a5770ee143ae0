"""Topics: what they cover, what nobody has written, and hierarchies of every shape."""

from __future__ import annotations

import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.analyze.topics import Topic, topics
from vaultkit.vault import Vault

TEXTS = {
    "Topics/ML.md": "- Includes: [[Interp]] [[Vision]]\n",
    "Topics/Interp.md": "- Part of: [[ML]]\n- Part of: [[Safety]]\n\n[a](https://arxiv.org/abs/1706.03762)\n",
    "Topics/Grokking.md": "- Part of: [[Interp]]\n\n[a](https://arxiv.org/abs/1706.03762) [[Vision]]\n",
    "Topics/Empty.md": "[[Vision]] [[vision]] [[Attention is all you need]]\n",
    "Papers/P.md": "---\narxiv: 2301.05217\ndoi: 10.1000/x\nup: '[[Grokking]]'\n---\n",
    "Papers/Q.md": "[Attention is all you need](https://doi.org/10.1000/x)\n",
    "Templates/Topic.md": "- Part of: [[Templated]]\n",
}


@pytest.fixture(scope="module")
def rows() -> dict[str, Topic]:
    return {row.topic: row for row in topics(build_graph(Vault.from_texts(TEXTS)))}


def test_a_topic_covers_what_is_below_it(rows: dict[str, Topic]) -> None:
    found = {name: (row.papers, row.own_papers, row.notes, row.below) for name, row in rows.items()}
    assert found == {
        "ML": (2, 0, 3, 2),
        "Interp": (2, 1, 2, 1),
        "Grokking": (2, 1, 1, 1),  # P has two identifiers and is one paper
        "Empty": (0, 0, 0, 0),
        "Safety": (2, 0, 3, 1),
    }
    assert rows["Interp"].above == ("ML", "Safety")
    assert [rows[name].written for name in ("ML", "Safety")] == [True, False]


def test_order_and_remarks(rows: dict[str, Topic]) -> None:
    assert list(rows) == ["ML", "Interp", "Grokking", "Empty", "Safety"]
    assert rows["Empty"].remark == "no papers"
    assert rows["Safety"].remark == "not written: 1 link from 1 note"
    assert rows["ML"].demand is None


def test_topics_without_papers() -> None:
    found = topics(build_graph(Vault.from_texts(TEXTS)), without_papers=True)
    assert [row.topic for row in found] == ["Empty"]


def test_unwritten_names_by_demand() -> None:
    found = topics(build_graph(Vault.from_texts(TEXTS)), unwritten=True)
    assert [(row.topic, row.links, row.linked_from, row.demand) for row in found] == [
        ("Vision", 4, 3, 12),
        ("Attention is all you need", 1, 1, 1),
        ("Safety", 1, 1, 1),
    ]
    assert found[1].paper == "arxiv:2301.05217"  # Q calls the DOI so, and P says which number that is
    assert "the title of arxiv:2301.05217" in found[1].remark


def test_circles_end() -> None:
    texts = {
        "Topics/a.md": "- Part of: [[b]]\n\nhttps://arxiv.org/abs/1706.03762\n",
        "Topics/b.md": "- Part of: [[c]]\n",
        "Topics/c.md": "- Part of: [[a]] [[c]]\n\nhttps://arxiv.org/abs/2301.05217\n",
        "Topics/d.md": "- Part of: [[a]]\n",
    }
    found = {
        row.topic: (row.papers, row.notes, row.remark) for row in topics(build_graph(Vault.from_texts(texts)))
    }
    assert found == {
        "a": (2, 3, "part of itself"),
        "b": (2, 3, "part of itself"),
        "c": (2, 3, "part of itself"),
        "d": (0, 0, "no papers"),
    }


def test_long_chains_and_many_unwritten_names_are_closed_in_a_moment() -> None:
    chain = {f"n{n}.md": f"- Part of: [[n{n + 1}]]\n" for n in range(1_500)}
    chain["n1500.md"] = "\n".join(f"[[nobody {n}]]" for n in range(5_000))
    graph = build_graph(Vault.from_texts(chain))
    top = next(row for row in topics(graph) if row.topic == "n1500")
    assert top.notes == 1_500
    assert len(topics(graph, unwritten=True)) == 5_000
