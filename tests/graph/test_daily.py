"""Daily notes: which note is the note of which day, and what is read on it."""

from __future__ import annotations

from typing import Any

import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.daily import daily_date
from vaultkit.model.settings import ObsidianSettings
from vaultkit.vault import Vault


@pytest.mark.parametrize(
    ("folder", "format", "path", "date"),
    [
        (None, "YYYY-MM-DD", "2024-06-21.md", "2024-06-21"),
        ("Log", "YYYY-MM-DD", "Log/2024-06-21.md", "2024-06-21"),
        ("Log", "YYYY/MM/YYYY-MM-DD", "Log/2024/06/2024-06-21.md", "2024-06-21"),
        ("Log", "DD.MM.YY", "Log/21.06.24.md", "2024-06-21"),
        ("Log", "dddd, MMMM Do YYYY", "Log/Friday, June 21st 2024.md", "2024-06-21"),
        ("Log", "YYYYMMDD", "Log/20240621.md", "2024-06-21"),
        ("Log", "[Day of] D MMM YYYY", "Log/Day of 1 jun 2024.md", "2024-06-01"),
        ("", "YYYY-M-D", "2024-6-1.md", "2024-06-01"),
        ("Log", "DD.MM.YYYY", "Archive/2023-01-01.md", "2023-01-01"),  # an ISO date is one anywhere
        ("Log", "DD.MM.YYYY", "Log/30.02.2024.md", None),  # impossible dates name no day
        (None, "YYYY-MM-DD", "2024-02-30.md", None),
        ("Log", "DD.MM.YYYY", "Other/21.06.2024.md", None),
        ("Log", "YYYY-MM-DD", "Logs/21.md", None),
        ("Log", "gggg-[W]ww", "Log/2024-W25.md", None),  # a week is no day
        ("Log", "", "Log/x.md", None),
        ("Log", "YYYY-MM-DD", "Log/2024-06-21.canvas", None),
    ],
)
def test_the_day_of_a_note(folder: str | None, format: str, path: str, date: str | None) -> None:
    assert daily_date(path, ObsidianSettings(daily_folder=folder, daily_format=format)) == date


def read_on(texts: dict[str, str | bytes]) -> tuple[set[tuple[str, str]], Any]:
    graph = build_graph(Vault.from_texts(texts))
    return {(s, t) for s, t, kind in graph.edges(keys=True) if kind == "read_on"}, graph


def test_what_a_daily_note_links_is_read_on_its_day() -> None:
    found, graph = read_on(
        {
            "2024-06-21.md": "---\nup: '[[Home]]'\n---\nprev:: [[2024-06-20]]\n\n"
            "Read [a paper](https://arxiv.org/abs/1706.03762), then\n\n- a list\n  - with [[Topic]]\n\n"
            "![](https://example.org/x.png) ![[x.png]] [[#Here]] [mail](mailto:a@b.org)\n\n"
            "- [[2024-06-20|yesterday]]\n",
            "2024-06-20.md": "",
            "Topic.md": "",
            "Home.md": "",
            "x.png": b"",
        }
    )
    day = "day:2024-06-21"
    assert found == {(day, "paper:arxiv:1706.03762"), (day, "note:Topic.md"), (day, "file:x.png")}
    facts = graph.edges[day, "paper:arxiv:1706.03762", "read_on"]
    assert (facts["lines"], facts["path"], facts["text"]) == ([6], "2024-06-21.md", ["a paper"])
    assert graph.nodes[day]["types"] == {"file": 1, "note": 1, "other": 1, "paper": 1}
    assert graph.edges["note:2024-06-21.md", day, "has_day"]["lines"] == [4]
    assert graph.nodes["day:2024-06-20"]["entries"] == 0


def test_a_log_and_a_daily_note_share_their_day() -> None:
    link = "[p](https://arxiv.org/abs/1706.03762)"
    found, graph = read_on(
        {"2024-06-21.md": link, "Reading log.md": f"# Log\n\n## 2024-06-21\n\n- {link}\n\n## 2024-06-20\n"}
    )
    assert found == {("day:2024-06-21", "paper:arxiv:1706.03762")}
    facts = graph.edges["day:2024-06-21", "paper:arxiv:1706.03762", "read_on"]
    assert (facts["path"], facts["lines"], facts["count"]) == ("2024-06-21.md", [1], 2)
    assert graph.nodes["day:2024-06-21"]["entries"] == 2


def test_another_date_in_a_daily_note_begins_that_day() -> None:
    found, _ = read_on({"2024-06-21.md": "- [[a]]\n\n## 2024-06-19\n\n- [[b]]\n\n## 2024-06-21\n\n- [[c]]\n"})
    assert found == {
        ("day:2024-06-21", "unresolved:a"),
        ("day:2024-06-19", "unresolved:b"),
        ("day:2024-06-21", "unresolved:c"),
    }
