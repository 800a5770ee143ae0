"""The graph and every question to it grow with the vault, not with its square: ten times the notes, counted in calls."""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import networkx as nx
import pytest

import vaultkit as vk
from vaultkit.export import exporter
from vaultkit.graph.analyze import bridges
from vaultkit.model.relation import ISSUE_KINDS
from vaultkit.vault import Vault

SMALL, LARGE = 40, 400
MOST = 13.0  # ten times the notes, and some more for sorting

WORDS = "sparse dense linear causal modular additive rotary tied frozen noisy".split()  # noqa: SIM905


class Case(NamedTuple):
    """A vault and its graph."""

    vault: Vault
    graph: nx.MultiDiGraph[str]


def note(number: int, notes: int, chance: random.Random) -> str:
    links = " ".join(f"[[Note {int(notes * chance.random() ** 3)}]]" for _ in range(4))
    word = chance.choice(WORDS)
    return (
        f"---\naliases: [{word} thing {number}]\ntags: [t{number % 7}]\ncreated: 2024-{number % 12 + 1:02}-03\n---\n"
        f"- Part of: [[Note {number // 3}]]\n\n"
        f"## Idea\n{links} [[Ghost {number}]] {word} thing {number - 1}\n\n"
        f"## Sources\n[A title of work {number // 2}](https://arxiv.org/abs/2301.{number // 2:05})\n\n"
        f"## Open questions\n{'Which of them?' if number % 5 else ''}\n"
    )


def log(notes: int) -> str:
    return "".join(
        f"{number % 12 + 1:02}/{number % 28 + 1:02}/{2000 + number // 28}\n\n- [[Note {number}]]\n\n"
        for number in range(notes)
    )


@cache
def case(notes: int) -> Case:
    chance = random.Random(7)
    texts = {f"Part {number % 9}/Note {number}.md": note(number, notes, chance) for number in range(notes)}
    vault = Vault.from_texts({**texts, "Log.md": log(notes)})
    return Case(vault, vk.build_graph(vault))


def calls(work: Callable[[], Any]) -> int:
    """Return how many functions, of Python and of C, are called during `work`."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    work()  # what is imported or kept on first use is no matter
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def forgetful(vault: Vault) -> Vault:
    """Return the same vault without what was found out about it, so that this is counted, too."""
    return vault.with_notes({})


def write(name: str) -> Callable[[Case], object]:
    return lambda one: exporter(name).write(one.graph, io.BytesIO(), vault=one.vault)


WORK: dict[str, Callable[[Case], object]] = {
    "build": lambda one: vk.build_graph(one.vault),
    "json": write("json"),
    "folder": lambda one: vk.subgraph(one.graph, vk.Filters(folders=("Part 1",))),
    "period": lambda one: vk.subgraph(one.graph, vk.Filters(since="2000-02")),
    "around": lambda one: vk.subgraph(one.graph, vk.Filters(around="Note 3", depth=3)),
    "degree": lambda one: vk.subgraph(one.graph, vk.Filters(min_degree=3)),
    "bridges": lambda one: vk.bridges(one.graph),
    "communities": lambda one: vk.communities(one.graph),
    "hubs": lambda one: vk.hubs(one.graph),
    "papers": lambda one: vk.papers(one.graph),
    "path": lambda one: vk.shortest_path(one.graph, "Note 3", "Note 39"),
    "related": lambda one: vk.related(one.graph, "Note 3"),
    "relations": lambda one: vk.relations(one.graph, forgetful(one.vault), kinds=ISSUE_KINDS),
    "stats": lambda one: vk.stats(one.graph),
    "suggest": lambda one: vk.suggest(one.graph, one.vault),
    "templates": lambda one: vk.templates(one.graph, forgetful(one.vault)),
    "timeline": lambda one: vk.timeline(one.graph),
    "topics": lambda one: vk.topics(one.graph),
}


@pytest.mark.parametrize("name", WORK)
def test_ten_times_the_notes_take_ten_times_the_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridges, "EXACT_UP_TO", 20)
    monkeypatch.setattr(bridges, "SAMPLE", 16)
    small, large = case(SMALL), case(LARGE)
    assert large.graph.number_of_edges() > 8 * small.graph.number_of_edges()
    few, many = calls(lambda: WORK[name](small)), calls(lambda: WORK[name](large))
    assert few > 10
    assert many <= MOST * few
