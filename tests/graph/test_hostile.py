"""Hostile notes: every question to the graph ends, and every answer can be written."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.export import exporter
from vaultkit.graph import build_graph
from vaultkit.graph.analyze.papers import papers
from vaultkit.graph.analyze.timeline import timeline
from vaultkit.graph.analyze.topics import topics
from vaultkit.vault import Vault

URL = "https://arxiv.org/abs/1706.03762"
TEXTS = {
    "a title that is a URL": {
        "P.md": f'---\narxiv: 1706.03762\ntitle: "{URL}"\n---\n# {URL}\n[{URL}]({URL})\n'
    },
    "fields that point to themselves": {"a.md": "- Part of: [[a]]\n- Includes: [[a]]\nup:: [[a|itself]]\n"},
    "impossible dates": {
        "Log.md": "# Log\n\n## 2024-02-30\n\n- x\n\n## 0000-00-00\n\n- y\n\n## 99/99/9999\n\n- z\n"
    },
    "the ends of the calendar": {"Log.md": "## 0001-01-01\n\n- x\n\n## 9999-12-31\n\n- y\n"},
    "contradictory legends": {"Log.md": "- 📜: a\n- 📜: b\n- 📜📜: c\n\n## 2024-01-01\n\n- 📜📜 x\n- 📜 y\n"},
    "two notes on one paper": {"a.md": "---\narxiv: 1706.03762\n---\n", "b.md": f"---\nurl: {URL}\n---\n"},
    "a paper that is its own DOI": {"a.md": "---\narxiv: 1706.03762\ndoi: 10.48550/arXiv.1706.03762\n---\n"},
    "identifiers that are none": {
        "a.md": "---\narxiv: [1706.0376, 'x', '', null, 1.5, {a: b}]\ndoi: 10\n---\n"
    },
    "a daily note without a day": {
        "D/x.md": "[[y]]\n",
        ".obsidian/daily-notes.json": '{"folder": "D", "format": "[x](?P<year>"}',
    },
    "names no system likes": {
        "a\nb\u202e.md": "- Part of: [[c\x0bd]]\n\n[t\x00i\x1bt](https://doi.org/10.1000/\u202ex)\n"
    },
}


def ask_everything(texts: dict[str, str]) -> None:
    vault = Vault.from_texts(texts)
    graph = build_graph(vault)
    papers(graph, title_conflicts=True)
    for row in papers(graph):
        assert row.title is None or not row.title.startswith("http")
    for by in ("day", "week", "month", "type"):
        for period in timeline(graph, by):  # type: ignore[arg-type]
            assert period.first <= period.last
    topics(graph)
    topics(graph, unwritten=True)
    for name in ("json", "bibtex", "graphml", "canvas"):
        exporter(name).write(graph, io.BytesIO(), vault=vault)


@pytest.mark.parametrize("name", TEXTS)
def test_stated_choices(name: str) -> None:
    ask_everything(TEXTS[name])


PIECES = (
    *(
        "---\n",
        "arxiv: 1706.03762\n",
        "doi: 10.1000/x\n",
        "source: https://example.org/a\n",
        "title: '{\\'\n",
        "\n",
    ),
    *(
        "# ",
        f"[One paper title]({URL}) ",
        "[One paper title](https://doi.org/10.1000/x) ",
        "[[a]] ",
        "[[b|x]] ",
        "![[a]] ",
    ),
    *(
        "## 2024-06-21\n",
        "13/45/2024\n",
        "- 📜: papers\n",
        "- 📜 ",
        "- Part of: [[b]]\n",
        "Includes:: [[a]] [[c]]\n",
    ),
    *(
        "https://arxiv.org/pdf/1706.0376 ",
        "\u202e",
        "{}\\",
        "@misc{x,",
        "[Read Original](https://example.org/a)\n",
    ),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9), min_size=1, max_size=4))
def test_any_notes_are_answered(notes: list[list[str]]) -> None:
    names = ("a.md", "b.md", "2024-06-21.md", "Log.md")
    ask_everything({name: "".join(pieces) for name, pieces in zip(names, notes, strict=False)})


def test_many_unwritten_notes_are_ranked() -> None:
    text = "\n".join(f"[[target {number}]] [[target {number // 2}]]" for number in range(10_000))
    rows = topics(build_graph(Vault.from_texts({"a.md": text})), unwritten=True)
    assert len(rows) == 10_000
    assert (rows[0].demand, rows[-1].demand) == (3, 1)
