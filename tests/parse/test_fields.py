"""Inline fields of a note's text: their names, values and places."""

from __future__ import annotations

import pytest

from vaultkit.parse import parse_note


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Part of", "part-of"),
        ("Read   On", "read-on"),
        ("**Why**", "why"),
        ("_is a_", "is-a"),
        ("Ready.Steady!", "readysteady"),
        ("Q&A / more", "qa-more"),
        ("snake_case", "snake_case"),
        ("📷", "📷"),
        ("été", "été"),
        ("?!", "?!"),
    ],
)
def test_names_are_letters_in_lower_case(key: str, name: str) -> None:
    note = parse_note(f"said [{key}:: value]".encode(), "note.md")
    assert [(field.name, field.value) for field in note.fields] == [(name, "value")]


def test_blanks_behind_links_are_read_once() -> None:
    assert parse_note(b"Up: [[a]]" + b" " * 400_000 + b"x", "note.md").fields == ()  # or it takes minutes
