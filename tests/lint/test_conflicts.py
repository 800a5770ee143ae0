"""Merge conflicts: what is one, and how long it takes to say that thousands of beginnings are none."""

from __future__ import annotations

import time

import pytest

from vaultkit.lint.conflicts import Conflict, find_conflicts

WHOLE = "<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (WHOLE, [(0, 12, False)]),
        (WHOLE.replace("\n", "\r\n"), [(0, 12, False)]),
        (WHOLE * 2, [(0, 12, False), (len(WHOLE), len(WHOLE) + 12, False)]),
        (f"```\n{WHOLE}```\n{WHOLE}", [(4, 16, True), (len(WHOLE) + 8, len(WHOLE) + 20, False)]),
        ("<<<<<<< one\n<<<<<<< two\n=======\n=======\n>>>>>>> x\n", [(0, 11, False)]),
        ("=======\n<<<<<<< ours\n>>>>>>> theirs\n=======\n", []),
        ("<<<<<<< ours\n======= no\n>>>>>>> theirs\n", []),
    ],
)
def test_a_conflict_has_three_marks_in_order(text: str, found: list[tuple[int, int, bool]]) -> None:
    assert list(find_conflicts(text)) == [Conflict(*one) for one in found]


@pytest.mark.parametrize("begun", ["<<<<<<< a\n\n", "<<<<<<< a\n=======\n"])
def test_beginnings_without_end_are_read_once(begun: str) -> None:
    started = time.process_time()
    assert list(find_conflicts(begun * 20_000)) == []
    assert time.process_time() - started < 2  # each looking for its own end would take ten times as long
