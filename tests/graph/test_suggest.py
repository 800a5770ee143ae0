"""Suggestions: missing links, and names and works that may be the same."""

from __future__ import annotations

from typing import Any

import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.analyze._near_names import near_pairs
from vaultkit.graph.analyze.suggest import KINDS, Suggestion, suggest
from vaultkit.vault import Vault


def suggested(texts: dict[str, str], *kinds: Any) -> list[Suggestion]:
    vault = Vault.from_texts({f"{name}.md": text for name, text in texts.items()})
    return suggest(build_graph(vault), vault, kinds=kinds or KINDS)


def test_names_and_aliases_in_the_text_of_other_notes() -> None:
    rows = suggested(
        {
            "Grokking": "---\naliases: [late generalisation]\n---\nGrokking is grokking.\n",
            "a": "# Grokking\n\nOn  late generalisation,\nand grokking.\n",
            "b": "[[Grokking]] is grokking\n",
            "c": "`grokking`\n",
        }
    )
    assert [(row.kind, row.path, row.line, row.column, row.text, row.target, row.count) for row in rows] == [
        ("unlinked-mention", "a.md", 3, 5, "late generalisation", "note:Grokking.md", 2)
    ]


def test_a_relation_stated_here_is_a_link() -> None:
    assert not suggested({"Big topic": "Includes:: [[Small topic]]\n\nThe small topic.\n", "Small topic": ""})


def test_names_of_several_notes_and_common_names_are_left_out() -> None:
    twice = {"x/Setup run": "", "y/Setup run": "", "a": "the setup run\n"}
    assert not suggested(twice, "unlinked-mention")
    assert not suggested({**twice, "z": "---\naliases: [setup run]\n---\n"}, "unlinked-mention")
    many = {f"n{i}": "a transformer again\n" for i in range(30)}
    assert not suggested({"Transformer": "", **many}, "unlinked-mention")
    assert len(suggested({"Transformer again": "", **many}, "unlinked-mention")) == 30
    few = {f"n{i}": "a transformer again\n" for i in range(8)}
    assert len(suggested({"Transformer": "", **few}, "unlinked-mention")) == 8


def test_templates_are_neither_told_nor_suggested() -> None:
    assert not suggested(
        {"Templates/Paper form": "the deep topic\n", "a": "a paper form\n", "Deep topic": ""}
    )


TITLE = "Progress measures for grokking"


def test_titles_of_works_in_the_text() -> None:
    cited = f"[{TITLE}](https://arxiv.org/abs/2301.05217)\n"
    [row] = suggested({"a": cited, "b": f"Read {TITLE.lower()} again\n", "c": cited + TITLE})
    assert (row.kind, row.path, row.target) == ("unlinked-work", "b.md", "paper:arxiv:2301.05217")
    own = f"---\ntype: paper\narxiv: 2301.05217\n---\n# {TITLE}\n"
    [row] = suggested({"Progress": own, "b": f"Read {TITLE}\n", "c": f"[[Progress]] is {TITLE}\n"})
    assert (row.kind, row.path, row.target) == ("unlinked-mention", "b.md", "note:Progress.md")


def test_an_address_that_a_note_copies() -> None:
    copy = "---\nsource: https://example.org/a/page\n---\n# A page about things\n"
    rows = suggested(
        {
            "Clippings/Page": copy,
            "a": "\nsee [this](https://example.org/a/page?utm_source=x)\n",
            "b": "[[Page]] of https://example.org/a/page\n",
        }
    )
    assert [(row.kind, row.path, row.line, row.target) for row in rows] == [
        ("clipped", "a.md", 2, "note:Clippings/Page.md")
    ]


def test_two_notes_about_one_work_are_each_suggested_once_and_not_to_each_other() -> None:
    texts = {
        "One": "---\narxiv: 1706.03762\n---\n",
        "Two": "---\narxiv: 1706.03762\ndoi: 10.5555/3295222\n---\n",
        "log": "https://arxiv.org/abs/1706.03762\n",
    }
    assert [(row.path, row.target) for row in suggested(texts, "clipped")] == [
        ("log.md", "note:One.md"),
        ("log.md", "note:Two.md"),
    ]


def test_unwritten_notes_named_like_a_work() -> None:
    [row] = suggested({"a": f"[{TITLE}](https://arxiv.org/abs/2301.05217)\n", "b": f"\n[[{TITLE}]]\n"})
    assert (row.kind, row.path, row.line, row.target) == (
        "unwritten-work",
        "b.md",
        2,
        "paper:arxiv:2301.05217",
    )


def test_one_title_under_two_identifiers_is_suggested_and_not_merged() -> None:
    texts = {
        "a": f"[{TITLE}](https://arxiv.org/abs/2301.05217)\n",
        "b": f"[{TITLE.upper()}](https://example.org/progress)\n",
    }
    [row] = suggested(texts)
    assert (row.kind, row.subject, row.target) == (
        "same-title",
        "paper:arxiv:2301.05217",
        "resource:url:example.org/progress",
    )
    assert "arxiv:2301.05217, url:example.org/progress" in row.target_label
    phrase = {f"n{i}": f"[{TITLE}](https://example.org/{i})\n" for i in range(6)}
    assert not suggested(phrase)


@pytest.mark.parametrize(
    ("names", "near"),
    [
        (["Neural network", "Neural networks", "neural-network"], 3),
        (["Adam optimizer", "Optimizer (Adam)"], 1),
        (["Grokking", "Groking"], 1),
        (["Superposition", "Superpostiion"], 1),
        (["Zoe", "Zoë"], 1),
        (["Supervised learning", "Unsupervised learning"], 0),
        (["GPT-2", "GPT-3"], 0),
        (["Chapter 1", "Chapter 2"], 0),
        (["Physics", "Physical"], 0),
        (["cat", "car"], 0),
        ([f"Weekly review {'s' * (i % 2)}" for i in range(20)], 0),
        ([], 0),
    ],
)
def test_names_that_may_be_slips(names: list[str], near: int) -> None:
    assert len(list(near_pairs({f"{i:02}": name for i, name in enumerate(names)}))) == near


def test_near_names_of_notes_and_unwritten_notes() -> None:
    rows = suggested(
        {"Neural network": "", "a": "\n[[Neural networks]] [[Nothing]] [[Nothings]]\n"}, "near-names"
    )
    assert [(row.path, row.line, row.text, row.target) for row in rows] == [
        ("a.md", 2, "Neural networks", "note:Neural network.md")
    ]
    assert not suggested({"x/Setup": "", "y/Setup": ""}, "near-names")


def test_only_what_the_graph_holds_is_suggested() -> None:
    vault = Vault.from_texts({"Deep topic.md": "", "a.md": "deep topic", "b.md": "deep topic"})
    graph = build_graph(vault)
    graph.remove_node("note:a.md")
    assert [row.path for row in suggest(graph, vault)] == ["b.md"]
