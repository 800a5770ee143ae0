"""Text made fit for a terminal and for UTF-8."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.report.encode import encode
from vaultkit.report.text import columns, plural, safe, shown, utf8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain Ž 日本", "plain Ž 日本"),
        ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202eevil", "\\u202eevil"),
        ("\udce9", "\\udce9"),
        ("\x9b", "\\x9b"),
    ],
)
def test_safe(text: str, expected: str) -> None:
    assert safe(text) == expected


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("\t", 4), ("日本", 4), ("e\u0301", 1), ("\x1b", 1), ("🙂", 2), ("Ž", 1)]
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


@given(st.text(alphabet=st.characters(codec=None)))
def test_everything_can_be_written(text: str) -> None:
    for result in (safe(text), shown(text).replace("\ufffd", ""), utf8(text)):
        assert result.encode("utf-8", "strict" if result is not shown(text) else "replace") is not None
    assert "\x1b" not in safe(text) + shown(text)
    assert "\n" not in safe(text) + shown(text)
    assert json.loads(encode({text: [text, {"x": text}]}).encode("utf-8")) is not None


def test_plural() -> None:
    assert [plural(count, "note") for count in (0, 1, 2)] == ["0 notes", "1 note", "2 notes"]
