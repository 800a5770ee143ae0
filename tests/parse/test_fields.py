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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%% Key:: v %%", [("Key", "v", "Key:: v")]),
        ("%%Key:: v%%", [("Key", "v", "Key:: v")]),
        ("> %% **Key**:: v %% and more", [("Key", "v", "**Key**:: v")]),
        ("- %% Key:: [[a]] %%", [("Key", "[[a]]", "Key:: [[a]]")]),
        ("%% - Key:: v %%", [("Key", "v", "Key:: v")]),
        ("%%\nOne:: v\nTwo:: w %%", [("One", "v", "One:: v"), ("Two", "w", "Two:: w")]),
        ("%%\nKey:: v\n%%", [("Key", "v", "Key:: v")]),
        ("%%\n- Part of: [[a]] %%\n", [("Part of", "[[a]]", "Part of: [[a]]")]),
        ("%%\n- Part of:\n  - [[a]]\n  - [[b]] %%\n", [("Part of", "- [[a]]\n  - [[b]]", None)]),
        ("%%\nKey:: %%\n", [("Key", "", "Key::")]),
        ("%%%% Key:: v", [("Key", "v", "Key:: v")]),
        ("%%\n- Key: %% [[a]]\n", [("Key", "", None)]),
        ("%% [Key:: v] %%", [("Key", "v", "[Key:: v]")]),
        ("Key:: v %% a remark %%", [("Key", "v %% a remark %%", "Key:: v %% a remark %%")]),
        ("Key:: 100%% sure", [("Key", "100%% sure", "Key:: 100%% sure")]),
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_the_mark_that_ends_a_comment_is_no_part_of_a_value(
    text: str, found: list[tuple[str, str, str | None]], eol: str
) -> None:
    text, bare = text.replace("\n", eol), text.count("\n") == 0
    fields = parse_note((text + eol * bare).encode(), "note.md").fields
    assert [(one.key, one.value.replace(eol, "\n")) for one in fields] == [one[:2] for one in found]
    for one, (_, value, whole) in zip(fields, found, strict=True):
        assert text[one.value_span.start : one.value_span.end].replace(eol, "\n") == value
        assert whole is None or text[one.span.start : one.span.end] == whole


@pytest.mark.parametrize(
    ("value", "state"),
    [("%% one of a, b %%", "empty"), ("%% a %% b", "filled"), ("#a #b %% choose %%", "boilerplate")],
)
def test_a_remark_about_what_to_write_fills_no_field(value: str, state: str) -> None:
    (field,) = parse_note(f"Status:: {value}\n".encode(), "note.md").fields
    assert (field.value, field.state) == (value, state)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Key:: see [k:: v] more", [("k", "v", "bracket")]),  # no field of a whole line, says Dataview
        ("- Key:: (k:: v)\nOther:: w", [("k", "v", "paren"), ("Other", "w", "line")]),
        ("Key:: [a] and (b) [c](d)", [("Key", "[a] and (b) [c](d)", "line")]),
        ("Key:: `[k:: v]`", [("Key", "`[k:: v]`", "line")]),
        ("[a:: [b:: c]] [d:: e]", [("a", "[b:: c]", "bracket"), ("d", "e", "bracket")]),
        ("(a:: (b:: c))", [("a", "(b:: c)", "paren")]),
        ("[a:: (b:: c)]", [("a", "(b:: c)", "bracket"), ("b", "c", "paren")]),
    ],
)
def test_a_field_in_brackets_comes_before_that_of_the_line(
    text: str, found: list[tuple[str, str, str]]
) -> None:
    fields = parse_note(text.encode(), "note.md").fields
    assert [(one.key, one.value, one.syntax) for one in fields] == found
