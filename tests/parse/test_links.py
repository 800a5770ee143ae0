"""Links as CommonMark has them."""

from __future__ import annotations

import pytest

from vaultkit.parse import parse_note


@pytest.mark.parametrize(
    "destination", ["a\u00a0b.md", "\u00a0a.md", "über.md", "x[[y]]z.md", "[[y|z]].md", "a\\*b\u00a0c.md"]
)
def test_a_destination_is_read_as_it_is_written(destination: str) -> None:
    text = f"[x]({destination})\n"
    link = next(link for link in parse_note(text.encode(), "n.md").links if link.kind == "markdown")
    assert link.target == destination.replace("\\", "")
    assert text[link.target_span.start : link.target_span.end] == destination


@pytest.mark.parametrize("destination", ["über.md", "[[u]]", "a[[b]]c.md", "a b.md"])
@pytest.mark.parametrize("before", ["", "- ", "> ", "1. - "])
def test_the_destination_of_a_reference_is_read_as_it_is_written(before: str, destination: str) -> None:
    text = f"{before}[x]: <{destination}>\n\n[é][x]\n"
    link = next(link for link in parse_note(text.encode(), "n.md").links if link.reference)
    assert link.target == destination
    assert text[link.target_span.start : link.target_span.end] == destination


@pytest.mark.parametrize(
    "definitions", ["[ü]: a.md\n[ö]: b.md", "- [ü]: a.md\n- [ö]: b.md", "[?]: a.md\n\n[ö]: b.md"]
)
def test_labels_of_other_letters_are_other_labels(definitions: str) -> None:
    links = parse_note(f"{definitions}\n\n[ö]\n".encode(), "n.md").links
    assert [link.target for link in links] == ["b.md"]


def test_an_autolink_leads_where_it_says() -> None:
    link = parse_note(b"<https://a.b/[[c]]>\n", "n.md").links[0]
    assert link.target == "https://a.b/[[c]]"


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ('<iframe src="https://example.org/a?b=1&amp;c=2"></iframe>', ["https://example.org/a?b=1&c=2"]),
        (
            "- a <iframe width=1 src='https://example.org/a' allowfullscreen></iframe> b",
            ["https://example.org/a"],
        ),
        ('<div>\n<iframe\n  src="https://example.org/a"></iframe>\n</div>', ["https://example.org/a"]),
        ('<IFRAME SRC="https://example.org/a"></IFRAME>', ["https://example.org/a"]),
        (
            '<iframe src="https://example.org/a" src="https://example.org/b"></iframe>',
            ["https://example.org/a"],
        ),
        ('<iframe src="local.html"></iframe>', []),
        ('`<iframe src="https://example.org/a"></iframe>`', []),
        ('<!-- <iframe src="https://example.org/a"></iframe> -->', []),
        ('```\n<iframe src="https://example.org/a"></iframe>\n```', []),
        ('<iframe data-src="https://example.org/a"></iframe>', []),
    ],
)
def test_a_page_of_the_web_in_a_frame_is_an_embed(text: str, targets: list[str]) -> None:
    links = parse_note(text.encode(), "a.md").links
    assert [link.target for link in links] == targets
    for link in links:
        assert link.external
        assert link.is_embed
        assert text[link.span.start : link.span.end] == link.raw


def test_a_frame_in_a_comment_is_in_it() -> None:
    note = parse_note(b'%% <iframe src="https://example.org/a"></iframe> %%', "a.md")
    assert [link.in_comment for link in note.links] == [True]


def test_a_tag_of_many_addresses_that_never_ends_is_read_once() -> None:
    tag = b"<iframe" + b' src="https://example.org/"' * 40_000
    assert parse_note(b"<div>\n" + tag, "a.md").links == ()  # or it takes a minute


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[[A$AP]] and [[Ke$ha]]", ["A$AP", "Ke$ha"]),
        ("![[A$$.png]] [[B$$]]", ["A$$.png", "B$$"]),
        ("[[a`b]] and [[c`d]]", ["a`b", "c`d"]),
        ("[[a<!--b]] and [[c-->d]]", ["a<!--b", "c-->d"]),
        ("[[A $x$ b]] [[B `c` d]]", ["A $x$ b", "B `c` d"]),
        ("$x [[A$]] y", []),  # here the formula begins first
        ("\\[[A$]] [[B$]]", []),
        ("`[[`$]] $ [[A]]", ["A"]),
    ],
)
def test_of_a_link_and_what_hides_it_the_first_counts(text: str, targets: list[str]) -> None:
    assert [link.target for link in parse_note(text.encode(), "n.md").links] == targets


def test_code_behind_links_that_never_end_is_read_once() -> None:
    assert parse_note(b"[[`a` " * 60_000 + b"`]]`", "a.md").links == ()  # or it takes ten seconds


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("It is known.^[[[a]]]", ["a"]),
        ("It is known.^[[[a|b]], p. 3, and [[c]]]", ["a", "c"]),
        ("It is known.\\^[[[a]]]", ["[a]"]),
        ("It is known.^[[a]]", ["a"]),
        ("It is known.^[[b](c.md), [[a]]]", ["c.md", "a"]),
        ("It is known.^[[[a]], [b [c]](d.md)]", ["a", "d.md"]),
        ("It is known.^[[[a]]", ["[a"]),  # nothing closes it
        ("[[[a]]]", ["[a]"]),
    ],
)
def test_a_footnote_begins_before_the_link_in_it(text: str, targets: list[str]) -> None:
    assert [link.target for link in parse_note(text.encode(), "n.md").links] == targets


def test_the_subpath_of_a_link_to_a_footnote_is_no_footnote() -> None:
    note = parse_note(b"[[b#[^1]]] ![[b#[^1]|x]] C#[^1] [[a]][^2]", "n.md")
    assert [(one.id, one.span.start) for one in note.footnotes] == [("1", 27), ("2", 37)]


@pytest.mark.parametrize(
    "footnote",
    ["^[plain]", "^[[[a]], p. 3]", "^[see [b](c.md)]", "^[[[a]] and [b [c]](d.md)]", "^[[b](c.md)]"],
)
def test_an_inline_footnote_may_hold_links(footnote: str) -> None:
    (found,) = parse_note(f"It is known.{footnote} And ^[[a]] and ^[[.".encode(), "n.md").footnotes
    assert (found.id, found.span.start, found.span.end) == ("", 12, 12 + len(footnote))


@pytest.mark.parametrize(
    ("text", "in_table"),
    [
        ("> [!note] Of [[b]] #t\n> | a | b |\n> |---|---|\n> | [[a]] | c |\n", [False, True]),
        ("- > > [!x]-\r\n  > > a | b\r\n  > > --|--\r\n  > > [[a]] | c\r\n", [True]),
        ("> [!note]\n> a | b\n> --- and so on\n> [[a]] | c\n", [False]),
        ("> [!note]\n> Text.\n> | a | b |\n> |---|---|\n> | [[a]] | c |\n", [False]),
        ("> A quote.\n> | a | b |\n> |---|---|\n> | [[a]] | c |\n", [False]),
        ("> [!note] Of\n[[a]] | b\n--\n", [False]),  # no lines of the callout: it was a heading below it
        ("> > [!note] Of\n> | a | [[b]] |\n> |---|---|\n", [False]),
        ("| a | b |\n| --- | --- |\t\n| [[a]] | c |\n", [True]),
    ],
)
def test_a_table_may_stand_right_below_the_title_of_a_callout(text: str, in_table: list[bool]) -> None:
    note = parse_note(text.encode(), "n.md")
    assert [link.in_table for link in note.links] == in_table
    assert all(text[link.span.start : link.span.end] == link.raw for link in note.links)
    assert note.headings == ()
    assert [tag.name for tag in note.tags] == (["t"] if "#t" in text else [])
