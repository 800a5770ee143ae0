"""Small marks where two syntaxes meet: footnotes beside links, callouts with more than a type, odd line ends."""

from __future__ import annotations

import pytest

from vaultkit.parse import parse_note


def footnotes(text: str) -> list[tuple[str, bool]]:
    return [(one.id, one.definition) for one in parse_note(text.encode(), "note.md").footnotes]


@pytest.mark.parametrize(
    "text",
    [
        "[[^x]] ![[^x]] [[^^x]] [[a|[^x]]] [[a#^x|^[see]]]",
        "[^1](https://example.org)",
        "![^1](scan.png)",
        "[^1][there]\n\n[there]: https://example.org",
        "| a |\n|--|\n| [[b\\|[^x]]] |",
    ],
)
def test_the_text_of_a_link_is_no_footnote(text: str) -> None:
    assert footnotes(text + "\n") == []


def test_a_footnote_may_stand_in_the_text_of_a_link_or_behind_it() -> None:
    text = "[see [^1]](https://example.org) [[a]][^1] [x][^1]\n\n[^1]: A source.\n"
    assert footnotes(text) == [("1", False)] * 3 + [("1", True)]


@pytest.mark.parametrize(
    ("head", "kind", "fold", "title"),
    [
        ("[!NOTE]- Title", "note", "-", "Title"),
        ("[!infobox|right]", "infobox", "", ""),
        ("[!note | a b|c ]+ Title", "note", "+", "Title"),
    ],
)
def test_what_stands_behind_a_bar_is_not_the_type_of_a_callout(
    head: str, kind: str, fold: str, title: str
) -> None:
    (callout,) = parse_note(f"> {head}\n> Text.\n".encode(), "note.md").callouts
    assert (callout.type, callout.fold, callout.title) == (kind, fold, title)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("<!-- one -->\n", " one "),
        ("- <!-- one\n- two --> x\n", " one\n"),  # it ends with its item, and an end far below is not its own
        ("> <!-- one\n\ntwo -->\n", " one\n"),
        ("<!-- one\n", " one\n"),
    ],
)
def test_a_comment_of_html_holds_what_it_hides(text: str, inner: str) -> None:
    (comment,) = parse_note(text.encode(), "note.md").comments
    assert comment.text == inner
    assert text[comment.span.start : comment.span.end].removesuffix("-->") == f"<!--{inner}"


def test_quotes_in_quotes_are_read_once() -> None:
    assert len(parse_note(b"> " * 40_000 + b"[!note] deep", "note.md").callouts) == 1  # or it takes seconds


@pytest.mark.parametrize("block", ["a: b\nc\n", "a: 'b\n", "a: b\n  c\nd\n", "x: [a\ny: b\n"])
def test_a_fault_of_properties_has_its_place_whatever_ends_the_lines(block: str) -> None:
    text = f"---\n{block}---\n"
    places = [
        [(one.span.line, one.span.column) for one in parse_note(written.encode(), "note.md").problems]
        for written in (text, text.replace("\n", "\r\n"))
    ]
    assert places[0] == places[1] != []
