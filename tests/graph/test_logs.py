"""Dated logs: days, formats of dates, legends and entries."""

from __future__ import annotations

import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.logs import Log, read_log
from vaultkit.vault import Vault


def log_of(text: str) -> Log:
    vault = Vault.from_texts({"log.md": text})
    return read_log(vault.notes["log.md"], text)


def days_of(text: str) -> list[str]:
    return [date for date, _ in log_of(text).days]


def test_days_entries_and_legend() -> None:
    text = (
        "Legend:\n- 📜: papers\n- 📺: videos\n\n"
        "06/21/2024\n- 📜[One](https://arxiv.org/abs/2301.05217) and [two](https://example.org)\n"
        "    - [nested](https://example.org/nested)\n- 📺no link\n\n"
        "06/20/2024\n- 🧪[[x]]\n"
    )
    log = log_of(text)
    assert log.days == (("2024-06-21", 5), ("2024-06-20", 10))
    assert [
        (entry.date, entry.line, entry.type, entry.link and entry.link.target) for entry in log.entries
    ] == [
        ("2024-06-21", 6, "paper", "https://arxiv.org/abs/2301.05217"),
        ("2024-06-21", 8, "videos", None),
        ("2024-06-20", 11, "", "x"),
    ]


@pytest.mark.parametrize(
    ("lines", "dates"),
    [
        (["2024-06-21", "## 2024/06/20", "**2024.6.19**"], ["2024-06-21", "2024-06-20", "2024-06-19"]),
        (["# [[2024-06-21]]", "# Friday, 2024-06-21", "2024-06-21:"], ["2024-06-21"] * 3),
        (["June 21, 2024", "21 June 2024", "Jun 21st 2024"], ["2024-06-21"] * 3),
        (["03/04/2024", "03/25/2024"], ["2024-03-04", "2024-03-25"]),  # one date that can only be month first
        (["03/04/2024", "25/04/2024"], ["2024-04-03", "2024-04-25"]),
        (["01/02/2024", "02/02/2024", "01/03/2024"], ["2024-02-01", "2024-02-02", "2024-03-01"]),  # in order
        (
            ["05/06/2024", "04/06/2024", "02/06/2024"],
            ["2024-06-05", "2024-06-04", "2024-06-02"],
        ),  # near in time
        (["06/05/2024", "06/04/2024", "06/02/2024"], ["2024-06-05", "2024-06-04", "2024-06-02"]),
        (["01.05.2024", "01.06.2024"], ["2024-05-01", "2024-06-01"]),
        (["03/04/2024"], ["2024-03-04"]),
        (["03.04.2024"], ["2024-04-03"]),
        (["6/1/24"], ["2024-06-01"]),
        (["13/45/2024", "2024-02-30", "99/99/99"], []),  # impossible dates begin no day
        (
            ["## 2024-06-21 10:30", "## 2024-06-20: a day of reading", "## 2024-06-19 – more"],
            ["2024-06-21", "2024-06-20", "2024-06-19"],
        ),
        (["## Friday, June 21st, 2024: out", "### 06/20/2024 (at home)"], ["2024-06-21", "2024-06-20"]),
        (["## 2024-06-21-draft", "## 1.2.24 released", "## On 2024-06-21", "```\n# 2024-06-21 x\n```"], []),
        (["Friends: 2024-06-21", "Sun. 2024-06-23", "2024-06-21 (Tues)"], ["2024-06-23", "2024-06-21"]),
        (["on 2024-06-21 I read", "2024-06-21 and more", "1/2"], []),
    ],
)
def test_formats_of_dates(lines: list[str], dates: list[str]) -> None:
    assert days_of("\n\n- x\n\n".join(lines) + "\n") == dates


def test_a_listed_paper_is_one_whatever_its_address() -> None:
    text = (
        "- 📜: papers\n- 📖: books\n\n2024-06-21\n- 📜[A loose paper on cats](https://example.org/cats.pdf)\n"
        "\n2024-06-20\n- 📖[A book as preprint](https://arxiv.org/abs/1706.03762)\n\n2024-06-19\n- [[log]]\n"
    )
    graph = build_graph(Vault.from_texts({"log.md": text, "other.md": "[x](https://example.org/cats.pdf)\n"}))
    assert graph.nodes["paper:url:example.org/cats.pdf"]["declared"] == ["paper"]
    assert graph.nodes["paper:arxiv:1706.03762"]["declared"] == ["books"]
    assert graph.has_edge("note:other.md", "paper:url:example.org/cats.pdf", "cites")
    facts = graph.edges["day:2024-06-21", "paper:url:example.org/cats.pdf", "read_on"]
    assert (facts["lines"], facts["path"], facts["entry_type"]) == ([5], "log.md", "paper")
    assert graph.has_edge("day:2024-06-19", "note:log.md", "read_on")
    assert [kind for *_, kind in graph.edges(keys=True)].count("has_day") == 3


@pytest.mark.parametrize(
    "entry",
    [
        "- \N{STUDIO MICROPHONE}",
        "- \N{STUDIO MICROPHONE}\ufe0f",
        "- [x] \N{STUDIO MICROPHONE} ",
        "1. [ ] \N{STUDIO MICROPHONE}",
    ],
)
@pytest.mark.parametrize("sign", ["\N{STUDIO MICROPHONE}", "\N{STUDIO MICROPHONE}\ufe0f"])
def test_an_entry_may_be_a_task_and_its_sign_be_drawn_otherwise(sign: str, entry: str) -> None:
    (found,) = log_of(f"- {sign}: talks\n\n2024-06-21\n{entry}A talk\n").entries
    assert (found.type, found.title) == ("talks", "A talk")


def test_entries_have_titles_and_sub_notes() -> None:
    log = log_of(
        "- 💭: thoughts\n\n2024-06-21\n- [A title](https://example.org/a)\n    - one\n    text\n    - two\n- 💭 a thought\n"
    )
    assert [(entry.title, entry.type, entry.sub_notes) for entry in log.entries] == [
        ("A title", "", (5, 7)),
        ("a thought", "thoughts", ()),
    ]


@pytest.mark.parametrize("step", ["\t", "  ", "    "])
def test_the_days_of_an_outline_are_items_themselves(step: str) -> None:
    log = log_of(
        f"- 📜: papers\n\n- 2024-06-21\n{step}- 📜 [[x]]\n{step}{step}- a remark\n{step}- y\n"
        f"- [[2024-06-20]]\n- **2024-06-19**\n{step}- 📜 [[z]]\n"
        f"- 2024-06-18\n\n{step}- below an empty line\n"
    )
    assert log.days == (("2024-06-21", 3), ("2024-06-20", 7), ("2024-06-19", 8), ("2024-06-18", 10))
    assert [(entry.date, entry.line, entry.type, entry.title, entry.sub_notes) for entry in log.entries] == [
        ("2024-06-21", 4, "paper", "x", (5,)),
        ("2024-06-21", 6, "", "y", ()),
        ("2024-06-19", 9, "paper", "z", ()),
        ("2024-06-18", 12, "", "below an empty line", ()),
    ]


def test_an_entry_that_is_a_date_begins_no_day_in_a_log_that_has_days() -> None:
    text = "## 2024-06-21\n- [[2024-06-20]]\n- [[x]]\n"
    assert days_of(text) == ["2024-06-21"]
    note = Vault.from_texts({"2024-06-21.md": "- [[2024-06-20]]\n- [[x]]\n"}).notes["2024-06-21.md"]
    log = read_log(note, "- [[2024-06-20]]\n- [[x]]\n", "2024-06-21")
    assert [date for date, _ in log.days] == ["2024-06-21"]


def test_what_stands_below_an_impossible_date_belongs_to_no_day() -> None:
    log = log_of(
        "2024-06-21\n- [[a]]\n\n2024-02-30\n- [[b]]\n  - below\n\n13/45/2024\n- [[c]]\n\n2024-02-28\n- [[d]]\n"
    )
    assert [(entry.date, entry.line) for entry in log.entries] == [("2024-06-21", 2), ("2024-02-28", 12)]
    assert log.entries[0].sub_notes == ()
    assert [line for line, _ in log.faults] == [4, 8]
    assert "2024-02-30" in log.faults[0][1]


def test_impossible_dates_do_not_decide_how_others_are_read() -> None:
    assert days_of("99/13/2024\n- x\n\n03/25/2024\n- x\n\n04/01/2024\n") == ["2024-03-25", "2024-04-01"]


def test_of_a_sign_with_two_meanings_the_first_holds() -> None:
    log = log_of("- 📜: papers\n- 📜: posts\n- 📺: talks\n- 📺: talks\n\n2024-06-21\n- 📜 x\n")
    assert [entry.type for entry in log.entries] == ["paper"]
    assert log.faults == ((2, '📜 is explained as "paper" already; that holds'),)


def test_faults_of_logs_are_kept_with_the_graph() -> None:
    text = "# Log\n\n2024-06-21\n\n- x\n\n2024-06-31\n\n- y\n\n2024-06-20\n\n- z\n"
    graph = build_graph(Vault.from_texts({"Reading log.md": text}))
    assert [(path, line) for path, line, _ in graph.graph["faults"]] == [("Reading log.md", 7)]


@pytest.mark.parametrize(
    ("legend", "entry", "type"),
    [
        ("- 📜: papers", "- 📜[x](y)", "paper"),
        ("- 📄 paper", "- 📄 [[x]]", "paper"),
        ("- 🧪 – things I ran", "- 🧪 x", "things I ran"),
        ("- P: papers", "- P: [[x]]", "paper"),
        ("- [B] = blog posts", "- [B] x", "blog posts"),
        ("- P: papers", "- Paper on x", ""),
        ("- 📜: papers", "- x 📜", ""),
        ("- some words: that explain", "- some words", ""),
        ("- → next time", "- x", ""),
    ],
)
def test_legends_of_emoji_and_of_letters(legend: str, entry: str, type: str) -> None:
    assert [one.type for one in log_of(f"{legend}\n\n2024-06-21\n{entry}\n").entries] == [type]
