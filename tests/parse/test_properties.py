"""What holds for every input: the parser never raises, every place lies inside the text, facts are where
they say they are."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.model.note import Note
from vaultkit.parse import blocks, decode_text, neutral, parse_note
from vaultkit.parse.decode import ascii_of
from vaultkit.text import Cursor, LineIndex, Span, line_around

PIECES = [
    "[[",
    "]]",
    "![[",
    "|",
    "||",
    "#",
    "^",
    "a",
    "B c",
    "é",
    "😀",
    "日本",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "## H",
    "```",
    "~~~",
    "`",
    "``",
    "$",
    "$$",
    "%%",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<a b>",
    "[x](y)",
    "](",
    ")",
    "(",
    "[",
    "]",
    "![",
    "\\",
    "*",
    "**",
    "_",
    "~~",
    "==",
    "---",
    "---\n",
    "key: v\n",
    "tags: [a]\n",
    "::",
    "Part of: ",
    "#tag",
    "^id",
    "| a | b |\n|---|---|\n",
    "[^1]",
    "[^1]: ",
    "https://a.b/c",
    "{{title}}",
    "<% x %>",
    "\0",
    "\ufeff",
    "\u00a0",
    "\u2028",
    "[r]: n.md\n",
    "[é]: m.md\n",
    "[é]",
    "é>",
    "<?",
    "[t][r]",
    "<https://x.y>",
    "===\n",
    "&amp;",
    "#a#b",
    "\u202e",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)


def spans_of(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in spans_of(item)]
    if isinstance(value, msgspec.Struct):
        return [span for name in value.__struct_fields__ for span in spans_of(getattr(value, name))]
    return []


def check(note: Note, text: str) -> None:
    lines = LineIndex(text)
    for span in spans_of(note):
        assert 0 <= span.start <= span.end <= len(text)
        assert lines.span(span.start, span.end) == span
    for link in note.links:
        if link.kind != "property":
            assert text[link.span.start : link.span.end] == link.raw
        assert link.span.start <= link.target_span.start or link.reference
    for tag in note.tags:
        if tag.source == "body":
            assert text[tag.span.start : tag.span.end] == f"#{tag.name}"
    for block in note.blocks:
        assert text[block.span.start : block.span.end] == f"^{block.id}"
    for section in note.sections:
        assert section.body_start <= section.body_end <= len(text)
        assert section.line <= section.end_line


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_place_is_true(text: str) -> None:
    note = parse_note(text.encode(), "n.md")
    check(note, decode_text(text.encode()).text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["n.md", "n.canvas"]))
def test_any_bytes(data: bytes, path: str) -> None:
    note = parse_note(data, path)
    for span in spans_of(note):
        assert 0 <= span.start <= span.end <= len(decode_text(data).text)


@given(
    st.lists(st.sampled_from(["a", "é", "日", "😀", "\n", "\ufeff", "\0", "\f", "\x7f", "\xff"]), max_size=12)
)
def test_a_text_in_ascii_has_the_same_places(pieces: list[str]) -> None:
    data = b"".join(b"\xff" if piece == "\xff" else piece.encode() for piece in pieces)
    decoded = decode_text(data)
    in_ascii, controls = ascii_of(decoded, data)
    assert in_ascii == decoded.text.encode("ascii", "replace")
    assert controls == (not {"\f", "\x7f"}.isdisjoint(pieces))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_note_survives_the_wire(text: str) -> None:
    note = parse_note(text.encode(), "n.md")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(note), type=Note) == note


@settings(max_examples=200, deadline=None)
@given(TEXTS.filter(lambda text: not text.startswith(("\ufeff", "---"))))
def test_a_property_block_before_it_changes_nothing_in_the_body(text: str) -> None:
    plain = parse_note(text.encode(), "n.md")
    headed = parse_note(f"---\na: 1\n---\n{text}".encode(), "n.md")
    assert [link.raw for link in headed.links] == [link.raw for link in plain.links]
    assert [tag.name for tag in headed.tags] == [tag.name for tag in plain.tags]
    assert [h.text for h in headed.headings] == [h.text for h in plain.headings]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_line_ends_change_no_links(text: str) -> None:
    text = text.replace("\r", "")
    unix = parse_note(text.encode(), "n.md")
    windows = parse_note(text.replace("\n", "\r\n").encode(), "n.md")
    wiki = [(x.kind, x.target, x.subpath) for x in unix.links if x.kind in ("wikilink", "embed")]
    assert [(x.kind, x.target, x.subpath) for x in windows.links if x.kind in ("wikilink", "embed")] == wiki
    assert [t.name for t in windows.tags] == [t.name for t in unix.tags]
    assert [(h.level, h.text) for h in windows.headings if "\n" not in h.text] == [
        (h.level, h.text) for h in unix.headings if "\n" not in h.text
    ]


@given(st.text(alphabet="a\n\r😀", max_size=30), st.data())
def test_cursor_and_index_agree(text: str, data: st.DataObject) -> None:
    cursor, index = Cursor(text), LineIndex(text)
    for _ in range(4):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        assert cursor.span(start, end) == index.span(start, end)
        assert line_around(text, start) == index.line_text(index.locate(start)[0])


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_pyromark_is_given_changes_no_fact(text: str) -> None:
    """Other characters for the brackets of wikilinks, and for what is not ASCII, must change nothing.

    What may differ is emphasis next to characters of other scripts, and with it nothing but the edge at
    which a tag begins; texts with such marks are left out.
    """
    text = text.replace("*", "").replace("_", "").replace("~", "")
    masked = parse_note(text.encode(), "n.md")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "for_commonmark", lambda text, _in_ascii: _mended(text))
        plain = parse_note(text.encode(), "n.md")
    assert masked == plain


@given(st.text(alphabet="aé日😀", max_size=9), st.integers(0, 200))
def test_offsets_of_bytes_are_those_of_code_points(piece: str, times: int) -> None:
    text = piece * times
    code_point = neutral.code_point_of(text)
    assert [code_point(len(text[:at].encode())) for at in range(len(text) + 1)] == list(range(len(text) + 1))


def _mended(text: str) -> str:
    return neutral._without_last_tabs(neutral._without_iframes(text))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_leaves_are_in_order_and_apart(text: str) -> None:
    leaves = blocks.scan(text).leaves
    assert all(one.end <= following.start for one, following in itertools.pairwise(leaves))


def test_cells_beyond_the_columns_come_before_what_follows_the_table() -> None:
    note = parse_note(b"| a |\n|---|\n| b | [[X]] |\n\n## After ^id\n\n[[Y]]\n", "n.md")
    assert [link.target for link in note.links] == ["X", "Y"]


def test_an_underlined_heading_may_begin_with_a_tag() -> None:
    note = parse_note(b"#topic and more\n===\n\n# Plain\n", "n.md")
    assert [heading.text for heading in note.headings] == ["#topic and more", "Plain"]
    assert [tag.name for tag in note.tags] == ["topic"]
