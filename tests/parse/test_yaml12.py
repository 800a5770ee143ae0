"""YAML 1.2 core, its places, and the quick reading of plain lines beside the library's."""

from __future__ import annotations

import gc
import re
import tracemalloc

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.parse import frontmatter, parse_note
from vaultkit.parse.frontmatter import Frontmatter, read_frontmatter
from vaultkit.parse.yaml12 import compose
from vaultkit.parse.yaml_handler import PropertyHandler
from vaultkit.parse.yaml_plain import read_plain
from vaultkit.text import LineIndex

LINES = st.sampled_from(
    [
        "a: 1", "b: x y", "c:", "c: ", "  - i", "- i", "- 2", "  - j k", "    - deep", "d: 'q'", 'e: "q # r"', "f: a#b", "g: a #b",
        "h: http://x.y/z", "i: a:b", "j: a: b", "k: [x]", "l: - 1", "m: .5", "n: 1.10", "o: true", "p: ~", "q: null", "r: é",
        "s: 'it''s'", "t: [[x]]", 'u: "[[x]]"', "a: again", "v w: 1", "x-y: 2024-01-02", "", "# c", "  cont", "z: x ", "- 'q'", "-", "- a: 1",
        "aa: a, b", "ba: []", "bb: [a, b c]", 'bc: ["x, y", z]', "bd: ['q', 1.0]", "be: [a,b]", "bf: [ a]", "bg: [true, 数理]", "bh: 数理", "- 数",
        "bi: [a, ]", "bj: [a: b]", "bk: [a b , c]", "bl: é: x", "bm: _x", "bn: [x/y, 2024-01-02]", "bo: [[a]]", "bp: [a] x", "ab: {{x}}", "ac: |", "ad: >", "ae: 0x1F", "af: 12:30", "ag: yes", "ah: 007", "ai: 1e3", "aj: (x)", "ak: /p", "al: x\u2028y",
        "am: {{date:HH:mm}}", "an: {{ title }} ", "ao: {{null}}", "ap: {{true}}", "aq: {{a}} b", "ar: {{a::b}}", "as: {{a b}}", "- {{x}}", "at: [what?, it's]", "au: [a!, b (c), d & e]", "av: [?, b]", "aw: [a ?b, c - d]",
    ]
)  # fmt: skip


def read(text: str) -> Frontmatter:
    return read_frontmatter(text, LineIndex(text))


def by_the_library(text: str) -> Frontmatter:
    """The property block as it is read without the quick reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontmatter, "read_plain", lambda *_: None)
        return read(text)


@settings(max_examples=600, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=7), st.sampled_from(["\n", "\r\n"]))
def test_the_quick_reading_is_the_library_s(lines: list[str], end: str) -> None:
    text = end.join(["---", *lines, "---", ""])
    begin = len("---" + end)
    if read_plain(text, begin, text.index("\n---", begin - 1)) is not None:
        assert read(text) == by_the_library(text)


def test_the_quick_reading_is_used() -> None:
    text = 'title: Some note\ntags:\n  - a\n  - b/c\ncreated: 2024-01-02\naliases:\nup: "[[x]]"'
    assert read_plain(text, 0, len(text)) is not None


def test_notes_share_no_lists() -> None:
    first, second = (read("---\ntags: [a, b]\n---\n").properties[0] for _ in range(2))
    assert first == second
    assert first.value is not second.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes\nb: 12:30\nc: 2024-01-02", {"a": "yes", "b": "12:30", "c": "2024-01-02"}),
        ("a: 0o17\nb: 0x1f\nc: 012\nd: 1_000", {"a": 15, "b": 31, "c": 12, "d": "1_000"}),
        ("a: [1, 'two', ~]\nb: {c: [true]}", {"a": [1, "two", None], "b": {"c": [True]}}),
        ("a: &x 1\nb: *x", {"a": 1, "b": 1}),
        ("created: {{date}}", {"created": {"{ date }": None}}),
        ("a:\tx", {"a": "x"}),
        ("", None),
        ("# only a comment", None),
        ("a: 9223372036854775807\nb: 9223372036854775808", {"a": 2**63 - 1, "b": float(2**63)}),
        (f"a: {'9' * 400}", {"a": "9" * 400}),
        ("null: 1\nTrue: 2\n1.10: 3", {"": 1, "true": 2, "1.1": 3}),
        ("id: !!str 0012", {"id": "0012"}),
        ("a:\n-\tx\n\t\nb: y", {"a": ["x"], "b": "y"}),
        ("a:\n-\t\n-\t x\nb:\n\t\n  - y\nc:\n\t", {"a": [None, "x"], "b": ["y"], "c": None}),
        ("a: x\ry\nb\rc: 1", {"a": "x\ry", "b\rc": 1}),
        ("{}: 1\n[]: 2\na: {{}}", {"{}": 1, "[]": 2, "a": {"{}": None}}),
        ("a: p\u2028q\nb: 'r\x0cs'\nc: t\x85u", {"a": "p\u2028q", "b": "r\x0cs", "c": "t\x85u"}),
        (r'a: "\ud83d\ude00 \\ud83d \ud83d"', {"a": "😀 \\ud83d \ufffd"}),
        ('a: "x\n  y"\nb: [p,\n q\n]\nc: [p, # r\n# s\n t]', {"a": "x y", "b": ["p", "q"], "c": ["p", "t"]}),
        ("{a: b,\nc: d}", {"a": "b", "c": "d"}),
        (f"a: 0x{'f' * 6000}", {"a": f"0x{'f' * 6000}"}),
    ],
)
def test_values(text: str, value: object) -> None:
    found, errors = compose(text)
    assert errors == []
    assert (found.value if found is not None else None) == value


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("a: b: c", 3, "colon and a space"),
        ("a: @x", 3, "begins with @ must be in quotes"),
        ("a: *x* y", 3, r"begins with \* must be in quotes"),
        ("a: > x", 3, "begins with > must be in quotes"),
        ("a: ![[x]]", 3, "begins with ! must be in quotes"),
        ("a: ? x", 3, r"begins with \? must be in quotes"),
        ("a: {{x}} y", 3, "begins with { must be in quotes"),
        ("a: [x](y)", 3, r"begins with \[ must be in quotes"),
        ("a: 'x", 3, "nothing closes this '"),
        ('a: "x\nb: "y"', 3, 'nothing closes this "'),
        ("a: 'it's'", 7, "ends before this"),
        ('a: "C:\\path"', 6, "backslash is written twice"),
        ("a: [[x]], [[y]]", 3, "several values are a list"),
        ("a:\n  - 'x', 'y'", 7, "an item of its own"),
        ("a: [x\nb: y", 3, r"nothing closes this \["),
        ('a: ["x" "y"]', 8, "comma is missing"),
        ("a: [x, , y]", 7, "item is missing"),
        ("a: 1\na: 2", 5, "twice"),
        ("tags: [#a]", 7, "from # on all is a comment"),
        ("a: 1\nb:2\nc: 3", 5, "stand a colon and a space"),
        ("b:2\nc: 3", 0, "stand a colon and a space"),
        ("a: 1\nsome text\nc: 3", 5, "has no key"),
        ("# x\nsome text\nmore of it\nc: 3", 4, "has no key"),
        ("a: x\n  b: y", 7, "is indented, and goes on"),
        ("a: x\n- y", 5, "item stands below a value"),
        ("a:\n    b: y\n  c: z", 14, "indented unlike"),
        ("  a: x\nb: y", 7, "indented less"),
        ("a: x\n...\nb: y", 9, "three dots"),
        ("a: - y", 3, "items of a list begin below"),
        ("a:\n\t- y", 3, "a tab cannot indent"),
        ("a:\n\t\nb: y", 3, "a tab cannot indent"),
        ("a:\n  - y\n\t- z", 9, "a tab cannot indent"),
        ('a: "x\ny"\nb: 1', 6, "must be indented"),
        ("a: [x,\ny]", 7, "must be indented"),
        ("a:\n  b: {x,\n  y}", 12, "must be indented"),
        ("- 'x\ny'", 5, "must be indented"),
        ("a: 'x'#c", 6, "a comment needs a space"),
    ],
)
def test_errors_say_where_and_what(text: str, offset: int, message: str) -> None:
    _, errors = compose(text)
    assert [error.offset for error in errors] == [offset]
    assert re.search(message, errors[0].message)


def test_an_alias_bomb_is_an_error() -> None:
    lines = ["a: &a [x, x]"]
    for name, before in zip("bcdefgh", "abcdefg", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    found, errors = compose("\n".join(lines))
    assert "aliases" in errors[0].message
    assert len(msgspec.msgpack.encode(found.value if found is not None else None)) < 100_000


@pytest.mark.parametrize("opening", ["[", "{b: ", "- ", "? "])
def test_hostile_nesting_is_an_error(opening: str) -> None:
    _, errors = compose("a:\n  " + opening * 100_000)
    assert [error.message for error in errors] == ["is nested more than 60 levels deep"]


def test_the_handler_serves_python_frontmatter() -> None:
    assert PropertyHandler().load("a: yes\n") == {"a": "yes"}
    with pytest.raises(ValueError, match="twice"):
        PropertyHandler().load("a: 1\na: 2\n")
    with pytest.raises(ValueError, match="mapping"):
        PropertyHandler().load("- a\n")


def test_a_long_line_is_not_remembered() -> None:
    tracemalloc.start()
    try:
        for number in range(40):
            parse_note(f"---\ncover: {number}{'x' * 50_000}\n---\n".encode(), "note.md")
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_number_of_base_16_that_no_float_holds_is_text() -> None:
    digits = "0x" + "F" * 280
    read, errors = compose(f"id: {digits}")
    assert (read.value if read is not None else None, errors) == ({"id": digits}, [])
