"""The fixes of properties: what people mean is read afterwards, and nothing else of the note has changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.lint.fixer import fix
from vaultkit.lint.selection import select
from vaultkit.parse.yaml12 import compose
from vaultkit.vault import Vault


def fixed(block: str, *rules: str, unsafe: bool = False) -> str | None:
    """Return the property block after the safe fixes of `rules`; None where nothing is changed."""
    vault = Vault.from_texts({"Note.md": f"---\n{block}\n---\nText.\n"})
    after = fix(vault, select(rules), unsafe=unsafe).texts.get("Note.md")
    return None if after is None else after.removeprefix("---\n").removesuffix("\n---\nText.\n")


def values(block: str) -> Any:
    read, errors = compose(block)
    assert errors == []
    return read.value if read is not None else None


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("x: Foo: bar", "Foo: bar"),
        ("x: @me", "@me"),
        ("x: `code`", "`code`"),
        ("x: **bold** text", "**bold** text"),
        ("x: ![[a.png]]", "![[a.png]]"),
        ("x: [a](https://example.org)", "[a](https://example.org)"),
        ("x: {{date}} {{time}}", "{{date}} {{time}}"),
        ('x: he said: "yes"', 'he said: "yes"'),
        ('x: it\'s: "that"', 'it\'s: "that"'),
        ("x: 'It's me'", "It's me"),
        ('x: "C:\\path"', "C:\\path"),
        ("x: [[A]], [[B]]", ["[[A]]", "[[B]]"]),
        ("x: [[A]] [[B|b: c]]", ["[[A]]", "[[B|b: c]]"]),
        ('x: "[[A]]", "[[B]]"', ["[[A]]", "[[B]]"]),
        ("x: [[A]] and [[B]]", "[[A]] and [[B]]"),
        ("x:\n  - @a\n  - b", ["@a", "b"]),
        ("x:\n\t- a\n\t- b", ["a", "b"]),
        ("x:\n\ty:\n\t\t- a", {"y": ["a"]}),
        ("x:\n\t", None),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_yaml_cannot_read_is_written_as_it_was_meant(block: str, value: object, end: str) -> None:
    text = f"---\na: 1\n{block}\nz: [1]\n---\nText.\n".replace("\n", end)
    after = fix(Vault.from_texts({"Note.md": text}), select(["FRM001"])).texts["Note.md"]
    assert after.count(end) == text.count("\n")
    assert values(after[len("---" + end) : after.rindex("---")]) == {"a": 1, "x": value, "z": [1]}


@pytest.mark.parametrize(
    "block",
    [
        "x: Foo: bar # a remark, or the end of the title?",
        'x: "A "quoted" word"',
        "x: 'It's",
        'x: "open\ny: z',
        "x: [a, b\ny: z",
        "x: [@a]",
        "x: [a, b],",
        "x: [a, b]; c",
        "x: [a, b]]",
        "x: Foo: bar\t# a remark",
        """x: <% tp.date.now("YYYY: MM") %>""",
        "x: {{a}}: {{b | replace('c', \"d\")}}",
        "tags: [#a, #2024]",
        "tags: [#null]",
        "tags: [#a, #-]",
        "x:\n  - a: b: c",
        "x:\n  - [[A]], [[B]]",
        "x:\n  y: 1\n\tz: 2",
        "x: y\n\t- z",
        "x: a\n- b",
        "some text\nx: y",
        "x: Foo: bar\nsome text",
        "x: line one: a\n  line two",
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(block: str) -> None:
    assert fixed(block, "FRM001", unsafe=True) is None


def test_all_lines_that_yaml_cannot_read_are_mended_at_once() -> None:
    block = "\n".join(f"k{number}: a: b" for number in range(20))
    assert values(fixed(block, "FRM001") or "") == {f"k{number}": "a: b" for number in range(20)}


def test_a_blank_behind_a_colon_is_no_safe_fix() -> None:
    assert fixed("a: 1\nb:2", "FRM001") is None
    assert fixed("a: 1\nb:2", "FRM001", unsafe=True) == "a: 1\nb: 2"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("> folded", "> folded"),
        ("| kept", "| kept"),
        ("- item", "- item"),
        ("&a b: c", "&a b: c"),
        ("!a b: c", "!a b: c"),
        ("[PDF] Title", "[PDF] Title"),
        ("[[A]], b", "[[A]], b"),
        ("[[A]],", "[[A]],"),
        (r'"C:\\a\d"', r"C:\\a\d"),
        (r'"one\ntwo\d"', r"one\ntwo\d"),
    ],
)
def test_quotes_are_no_safe_fix_where_something_else_may_be_meant(value: str, text: str) -> None:
    assert fixed(f"x: {value}", "FRM001") is None
    assert values(fixed(f"x: {value}", "FRM001", unsafe=True) or "") == {"x": text}


def test_a_value_of_nothing_but_backslashes_takes_no_time() -> None:
    assert fixed('x: "' + r"\q" * 100_000, "FRM001") is None


@pytest.mark.parametrize(
    ("block", "after"),
    [
        ("tags: [#a, #b/c]", "tags: [a, b/c]"),
        ("tags: #a, #b", "tags: [a, b]"),
        ("tags: #a #b", "tags: [a, b]"),
        ("tags: a, b/c # both", "tags: [a, b/c] # both"),
        ('tags: "#a, #b"', "tags: [a, b]"),
        ("tag: a, b", "tags: [a, b]"),
        ("tag: &x a, b\ny: *x", None),
        ("tags: a,", None),
        ("tags: a, null", None),
        ("tags: a, 1e5", None),
        ("tags: a, -", None),
        ("tags: machine learning, b", None),
        ("tags: |\n  a, b", None),
        ("x: &x a, b\ntags: *x", None),
        ("tags: &x a, b\ny: *x", None),
    ],
)
def test_tags_become_a_list(block: str, after: str | None) -> None:
    assert fixed(block, "FRM001", "FRM006", "FRM010", "TAG001") == after


@pytest.mark.parametrize(
    ("block", "after"),
    [
        ("aliases: 1984", 'aliases: "1984"'),
        ("aliases: [1.50, Foo: bar]", 'aliases: ["1.50", "Foo: bar"]'),
        (
            "aliases:\n  - Foo: bar # as cited\n  - true",
            'aliases:\n  - "Foo: bar" # as cited\n  - "true"',
        ),
        ("aliases:\n  - a: b\n    c: d", None),
        ("aliases: {a: b}", None),
        ("aliases:\n  a: b", None),
        ('aliases:\n  - a: "b"', None),
        ("aliases:\n  - a: [b]", None),
        ("aliases:\n  - a:", None),
        ("aliases:\n  - a: &x b\ny: *x", None),
        ("aliases: &x 5\ny: *x", None),
        ("x: &x 5\naliases: *x", None),
        ("aliases:\n  - 2024-01-02\n  - yes\n  -", None),
    ],
)
def test_aliases_become_text(block: str, after: str | None) -> None:
    assert fixed(block, "FRM012") == after


@pytest.mark.parametrize(
    ("block", "after"),
    [
        ("id: 1234567890123456789", 'id: "1234567890123456789"'),  # beyond what JavaScript counts exactly
        ("id: 12.0", 'id: "12.0"'),
        ("id: 2020e10", 'id: "2020e10"'),
        ("id: 1234567890123456", None),
    ],
)
def test_identifiers_become_text_where_a_number_is_another(block: str, after: str | None) -> None:
    assert fixed(block, "FRM005") == after


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from("ab:#@`%*&!|>?-'\"[]{}(),\\ "), min_size=1, max_size=12))
def test_a_mended_text_is_the_text(value: str) -> None:
    block = f"a: 1\nx: {value}\nz: 2"
    if not compose(block)[1]:
        return
    after = fixed(block, "FRM001")
    if after is not None:
        read = values(after)
        assert list(read) == ["a", "x", "z"]
        bare = value.strip()
        assert read["x"] in (bare, bare[1:-1]) or isinstance(read["x"], list)
