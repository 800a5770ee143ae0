"""The block and inline structure of a note's body, as places in its text.

pulldown-cmark (through pyromark) reads the body as CommonMark with tables, footnotes and
strikethrough; here its events become plain offsets. Obsidian's own syntax (wikilinks, tags, math,
comments, block ids) is read afterwards, over the ranges found here.

Every offset is a code point of the body. pyromark counts UTF-8 bytes; `_Bytes` converts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any, NamedTuple

import pyromark
from pyromark import Options

_MARKDOWN = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_FENCE_CLOSED = re.compile(r"\n[ \t>]*(?:`{3,}|~{3,})[ \t]*\r?\n?\Z")
_NEW_BLOCK = re.compile(r"[ ]{0,3}(?:`{3}|~{3}|#{1,6}[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t]|(?:[-*_][ \t]*){3,}$)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_IFRAME = re.compile(r"(</?)iframe\b", re.IGNORECASE)
_HEADING_LEVELS = {f"H{n}": n for n in range(1, 7)}


class Leaf(NamedTuple):
    """A range of inline text: a paragraph, heading, table cell or the text of a tight list item."""

    start: int
    end: int
    in_table: bool


class RawLink(NamedTuple):
    """A CommonMark link or image: `text_end` is where its text ends and its destination begins."""

    start: int
    end: int
    text_start: int
    text_end: int
    type: str  # Inline, Reference, Collapsed, Shortcut, Autolink, Email, ...
    dest: str
    image: bool
    label: str
    in_table: bool


class Opaque(NamedTuple):
    """A range in which nothing of Obsidian's syntax is read: code, HTML, math."""

    start: int
    end: int
    kind: str  # code, html, math, fence, indented, html-block, math-block, lazy


class Root(NamedTuple):
    """A block at the top level of the note."""

    kind: str
    start: int
    end: int


class HeadingAt(NamedTuple):
    """A heading at the top level: the only ones Obsidian can link to."""

    level: int
    start: int
    end: int


class Structure:
    """What `scan` found, each list in document order."""

    __slots__ = (
        "footnotes",
        "headings",
        "items",
        "leaves",
        "links",
        "markup",
        "opaque",
        "quotes",
        "roots",
        "tables",
        "tasks",
    )

    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.links: list[RawLink] = []
        self.opaque: list[Opaque] = []
        self.roots: list[Root] = []
        self.headings: list[HeadingAt] = []
        self.items: list[tuple[int, int]] = []
        self.quotes: list[tuple[int, int]] = []
        self.tables: list[tuple[int, int]] = []
        self.footnotes: list[tuple[int, int, str]] = []
        self.markup: list[tuple[int, int, int]] = []  # start, end, delimiter length
        self.tasks: list[int] = []  # end of each task marker


def byte_positions(text: str) -> list[int] | None:
    """Return None for pure ASCII, else the byte offset of the end of each non-ASCII character less the
    number of bytes it takes beyond one, prepared for `to_code_point`."""
    if text.isascii():
        return None
    ends: list[int] = []
    extra = 0
    for match in _NON_ASCII.finditer(text):
        size = 2 if (ch := match[0]) < "\u0800" else 3 if ch < "\U00010000" else 4
        for _ in range(size - 1):
            extra += 1
            ends.append(match.start() + extra)
    return ends


def scan(text: str) -> Structure:
    """Return the structure of a body. Never raises; linear in the length of the text."""
    structure = Structure()
    _Reader(text, structure).read()
    return structure


_ROOT_KINDS = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "BlockQuote": "blockquote",
    "CodeBlock": "code",
    "HtmlBlock": "html",
    "List": "list",
    "FootnoteDefinition": "footnote-definition",
    "Table": "table",
}
_INLINE_STARTS = {"Emphasis": 1, "Strong": 2, "Strikethrough": 2}


class _Reader:
    """One pass over pyromark's events."""

    def __init__(self, text: str, out: Structure) -> None:
        self.text = text
        self.out = out
        self.root_end = -1
        self.leaf_end = -1
        self.implicit = -1  # start of the open leaf of a tight list item
        self.table_end = -1
        self.piped = False
        self.row_end = self.cell_end = self.plain_row_end = -1
        self.last_end = 0
        self.open_links: list[tuple[int, int, dict[str, Any], bool]] = []

    def read(self) -> None:
        text = self.text
        widths = byte_positions(text)
        events = _MARKDOWN.events_with_range(_for_commonmark(text))
        end_of_inline = self._end_of_inline
        for event, place in events:
            start, end = place["start"], place["end"]
            if widths is not None:
                start -= bisect_left(widths, start)
                end -= bisect_left(widths, end)
            if event.__class__ is str:
                if event == "Rule":
                    self._block("thematic-break", start, end)
                else:
                    self.last_end = end
                continue
            ((key, value),) = event.items()  # type: ignore[union-attr]
            if key == "Text":
                if start >= self.leaf_end:
                    self._implicit_leaf(start, end)
                self.last_end = end
            elif key == "End":
                if value == "Link" or value == "Image":
                    end_of_inline(start, end)
                self.last_end = end
            elif key == "Start":
                self._start(value, start, end)
            else:
                self._inline(key, value, start, end)
        self._close_implicit()
        self._end_row()
        self._lazy_lines()

    def _implicit_leaf(self, start: int, end: int) -> None:
        """Inline text outside any leaf block: the text of a tight list item."""
        if self.implicit < 0:
            self.implicit = start
        self.leaf_end = end

    def _close_implicit(self) -> None:
        if self.implicit >= 0:
            self.out.leaves.append(Leaf(self.implicit, self.leaf_end, False))
            self.implicit = -1

    def _block(self, kind: str, start: int, end: int) -> None:
        self._close_implicit()
        if start >= self.root_end:
            self.out.roots.append(Root(kind, start, end))
            self.root_end = end

    def _start(self, value: Any, start: int, end: int) -> None:
        if value.__class__ is str:
            name, detail = value, None
        else:
            ((name, detail),) = value.items()
        delimiter = _INLINE_STARTS.get(name)
        if delimiter is not None:
            if start >= self.leaf_end:
                self._implicit_leaf(start, end)
            self.out.markup.append((start, end, delimiter))
            self.last_end = start + delimiter
            return
        if name == "Link" or name == "Image":
            if start >= self.leaf_end:
                self._implicit_leaf(start, end)
            text_start = start + (2 if name == "Image" else 1)
            self.open_links.append((start, text_start, detail, name == "Image"))
            self.last_end = text_start
            return
        self._block_start(name, detail, start, end)

    def _block_start(self, name: str, detail: Any, start: int, end: int) -> None:
        out = self.out
        at_root = start >= self.root_end
        kind = _ROOT_KINDS.get(name)
        if kind is not None:
            self._block(kind, start, end)
        else:
            self._close_implicit()
        if name == "Paragraph":
            out.leaves.append(Leaf(start, end, start < self.table_end))
            self.leaf_end = end
        elif name == "TableCell":
            self._cell(start, end)
        elif name == "Heading":
            out.leaves.append(Leaf(start, end, False))
            self.leaf_end = end
            if at_root:
                out.headings.append(HeadingAt(_HEADING_LEVELS[detail["level"]], start, end))
        elif name == "CodeBlock":
            out.opaque.append(Opaque(start, end, "indented" if detail == "Indented" else "fence"))
            self.leaf_end = end
        elif name == "HtmlBlock":
            out.opaque.append(Opaque(start, end, "html-block"))
            self.leaf_end = end
        elif name == "Item":
            out.items.append((start, end))
            self.leaf_end = start
        elif name == "BlockQuote":
            out.quotes.append((start, end))
        elif name == "TableRow" or name == "TableHead":
            self._row(start, end)
        elif name == "Table":
            self._end_row()
            out.tables.append((start, end))
            self.table_end = end
            self.piped = self.text.startswith("|", start)
        elif name == "FootnoteDefinition":
            out.footnotes.append((start, end, detail))

    def _row(self, start: int, end: int) -> None:
        """Open a table row. A row without a leading bar, in a table that has them, is plain text."""
        self._end_row()
        if self.piped and not self.text.startswith("|", start):
            self.out.leaves.append(Leaf(start, end, False))
            self.leaf_end = self.plain_row_end = end
        else:
            self.row_end, self.cell_end = end, start

    def _cell(self, start: int, end: int) -> None:
        if start >= self.plain_row_end:
            self.out.leaves.append(Leaf(start, end, True))
            self.cell_end = end
        self.leaf_end = max(self.leaf_end, end)

    def _end_row(self) -> None:
        """Cells beyond the table's columns: CommonMark drops them, Obsidian reads their text."""
        if self.row_end > self.cell_end and self.text.find("|", self.cell_end, self.row_end) >= 0:
            at = self.cell_end
            for part in _CELL_BREAK.split(self.text[at : self.row_end]):
                if part.strip():
                    self.out.leaves.append(Leaf(at, at + len(part), True))
                at += len(part) + 1
        self.row_end = -1

    def _inline(self, key: str, value: Any, start: int, end: int) -> None:
        if key == "Html":
            return
        if start >= self.leaf_end:
            self._implicit_leaf(start, end)
        self.last_end = end
        if key == "Code":
            self.out.opaque.append(Opaque(start, end, "code"))
        elif key == "InlineHtml":
            self.out.opaque.append(Opaque(start, end, "html"))
        elif key == "TaskListMarker":
            self.out.tasks.append(end)

    def _end_of_inline(self, start: int, end: int) -> None:
        begun, text_start, detail, image = self.open_links.pop()
        text_end = self.last_end
        self.out.links.append(
            RawLink(
                begun,
                end,
                text_start,
                max(text_end, text_start),
                str(detail["link_type"]),
                detail["dest_url"],
                image,
                detail["id"],
                start < self.table_end,
            )
        )

    def _lazy_lines(self) -> None:
        """Lines that Obsidian still counts to an unclosed fence or HTML block of a quote or list item.

        CommonMark ends such a block with its container; Obsidian carries on, up to a blank line or
        a new block (pinned by the tag rows on fences in quotes and lists).
        """
        text, extra = self.text, []
        roots = {root.start for root in self.out.roots}
        for block in self.out.opaque:
            if block.kind not in ("fence", "html-block") or block.start in roots:
                continue
            raw = text[block.start : block.end]
            comment = block.kind == "html-block" and raw.startswith("<!--")
            if (block.kind == "fence" and _FENCE_CLOSED.search(raw)) or (
                comment and "-->" in raw
            ):
                continue
            end = _lazy_end(text, block.end, comment)
            if end > block.end:
                extra.append(Opaque(block.end, end, "lazy"))
        extra.extend(self._quote_indents())
        if extra:
            self.out.opaque = sorted([*self.out.opaque, *extra])

    def _quote_indents(self) -> list[Opaque]:
        """Lines of a quote or table that Obsidian reads as indented code and CommonMark as text.

        After a line of a quote or a table, a line indented by four (no lazy continuation), and a
        quoted line whose `>` is followed by a tab.
        """
        found: list[Opaque] = []
        for start, end in self.out.tables:
            if "\n    " in (raw := self.text[start:end]):
                found.extend(
                    Opaque(start + m.start(), start + m.end(), "lazy") for m in _TABLE_INDENT.finditer(raw)
                )
        outer_end = -1
        for start, end in self.out.quotes:
            if start < outer_end:
                continue
            outer_end = end
            if "\n    " in (raw := self.text[start:end]) or ">\t" in raw:
                found.extend(
                    Opaque(start + m.start(), start + m.end(), "lazy") for m in _QUOTE_INDENT.finditer(raw)
                )
        return found


_TABLE_INDENT = re.compile(r"(?<=\n) {4,}.*")
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_QUOTE_INDENT = re.compile(r"(?<=\n) {4,}[^>\s].*|^[ ]{0,3}>\t.*", re.MULTILINE)


def _lazy_end(text: str, at: int, comment: bool) -> int:
    if not at or text[at - 1] != "\n" or not text[text.rfind("\n", 0, at - 1) + 1 : at].strip(" \t\r\n>"):
        return at
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end + 1
        line = text[at:line_end]
        if not line.strip():
            return at
        if comment and "-->" in line:
            return line_end
        if _NEW_BLOCK.match(line):
            return at
        at = line_end
    return at


def _for_commonmark(text: str) -> str:
    """Return a text of the same places in which CommonMark finds what Obsidian finds.

    Lone surrogates cannot be encoded; U+FFFD takes as many bytes. `<iframe …></iframe>` opens no HTML
    block in Obsidian (lines below it keep their headings and embeds), as it does in CommonMark's list of
    block tags: an unknown tag of the same length behaves as observed.
    """
    if "<" in text:
        text = _IFRAME.sub(r"\1x-html", text)
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
