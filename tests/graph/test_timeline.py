"""What was read when: by day, week, month and type, and drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.graph import build_graph
from vaultkit.graph.analyze.timeline import next_period, timeline
from vaultkit.graph.select import Filters, subgraph
from vaultkit.report.plot import Bar, bars
from vaultkit.report.style import COLOURED
from vaultkit.report.text import columns
from vaultkit.vault import Vault

TEXTS = {
    "Log.md": "- 📜: papers\n- 💭: thoughts\n\n## 2024-12-30\n\n- 📜 [a](https://arxiv.org/abs/1706.03762)\n- 📜 [[Paper]]\n"
    "- 💭 nothing yet\n\n## 2024-12-31\n\n- 💭 still nothing\n\n## 2025-01-01\n\n"
    "- 📜 [a](https://arxiv.org/abs/1706.03762)\n- [talk](https://youtu.be/kCc8FmEb1nY)\n\n## 2025-03-01\n\nrested\n",
    "Paper.md": "---\narxiv: 2301.05217\n---\n",
    "Daily/2024-12-30.md": "[b](https://arxiv.org/abs/2301.05217) and [[Paper]]\n",
    ".obsidian/daily-notes.json": '{"folder": "Daily"}',
}


def rows(by: str, filters: Filters = Filters()) -> list[tuple[str, int, int, int, int, str]]:  # noqa: B008
    graph = subgraph(build_graph(Vault.from_texts(TEXTS)), filters)
    return [
        (row.period, row.entries, row.papers, row.days, row.streak, ", ".join(map(str, row.types)))
        for row in timeline(graph, by)  # type: ignore[arg-type]
    ]


def test_by_month() -> None:
    assert rows("month") == [
        ("2024-12", 6, 2, 2, 2, "paper 3, thoughts 2, note 1"),
        ("2025-01", 2, 1, 1, 1, "paper 1, resource 1"),
        ("2025-03", 0, 0, 1, 1, ""),
    ]


def test_by_day_and_by_iso_week() -> None:
    assert [(period, entries) for period, entries, *_ in rows("day")] == [
        ("2024-12-30", 5),
        ("2024-12-31", 1),
        ("2025-01-01", 2),
        ("2025-03-01", 0),
    ]
    assert [(period, entries, streak) for period, entries, _, _, streak, _ in rows("week")] == [
        ("2025-W01", 8, 3),
        ("2025-W09", 0, 1),
    ]


def test_by_type_the_most_frequent_first() -> None:
    assert [(type, entries, papers) for type, entries, papers, *_ in rows("type")] == [
        ("paper", 4, 2),
        ("thoughts", 2, 0),
        ("note", 1, 1),
        ("resource", 1, 0),
    ]


def test_a_filter_leaves_what_its_notes_list() -> None:
    assert rows("month", Filters(folders=("Daily",))) == [("2024-12", 2, 1, 1, 1, "note 1, paper 1")]
    assert [period for period, *_ in rows("month", Filters(since="2025"))] == ["2025-01", "2025-03"]


@pytest.mark.parametrize(
    ("period", "by", "after"),
    [
        ("2024-12-31", "day", "2025-01-01"),
        ("2024-W52", "week", "2025-W01"),
        ("2020-W53", "week", "2021-W01"),
        ("2024-12", "month", "2025-01"),
        ("9999-12", "month", None),
        ("9999-12-31", "day", None),
        ("paper", "type", None),
    ],
)
def test_the_period_after(period: str, by: str, after: str | None) -> None:
    assert next_period(period, by) == after  # type: ignore[arg-type]


def drawn(parts: list[Bar | None], width: int) -> list[str]:
    return "".join(bars(parts, width=width)).splitlines()


def test_bars_are_as_long_as_what_they_count() -> None:
    shown = drawn([("a", [("x", 3), ("y", 1)]), None, ("b", [("y", 2)])], 40)
    assert shown[:3] == ["a  4  ███▓", "⋮", "b  2  ▓▓"]
    assert shown[-1] == "█ x  ▓ y"


def test_narrow_terminals_scale_and_say_so_or_leave_the_bars_out() -> None:
    parts: list[Bar | None] = [("2024-01", [("x", 100)]), ("2024-02", [("x", 1)])]
    shown = drawn(parts, 34)
    assert (shown[0].count("█"), shown[1].count("█")) == (20, 1)
    assert shown[-1] == "a mark is 5.0 entries"
    assert drawn(parts, 16) == ["2024-01  100", "2024-02    1"]


def test_many_types_share_the_last_mark() -> None:
    shown = drawn([("a", [(f"t{n}", 1) for n in range(9)])], 60)
    assert shown[0].count("○") == 4
    assert "○ others" in shown[-1]


def test_colours_change_nothing_but_colours() -> None:
    parts: list[Bar | None] = [("a", [("x", 3), ("y", 1)])]
    coloured = "".join(bars(parts, width=40, style=COLOURED))
    assert "\x1b[" in coloured
    assert (
        "".join(part.split("m", 1)[-1] for part in coloured.split("\x1b["))
        == "\n".join(drawn(parts, 40)) + "\n"
    )
    assert drawn([], 40) == []
    assert drawn([None], 40) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=12), st.lists(st.tuples(st.text(max_size=6), st.integers(0, 500)), max_size=8)
        ),
        max_size=6,
    ),
    st.integers(20, 120),
)
def test_no_line_is_wider_than_the_terminal(parts: list[Bar], width: int) -> None:
    for line in "".join(bars(parts, width=width)).split("\n"):
        assert columns(line) <= width
