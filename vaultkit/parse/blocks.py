"""The block and inline structure of a note's body, as places in its text.

pulldown-cmark (through pyromark) reads the body as CommonMark with tables, footnotes and
strikethrough; here its events become plain offsets. Obsidian's own syntax (wikilinks, tags, math,
comments, block ids) is read afterwards, over the ranges found here.

Every offset is a code point of the body. pyromark counts UTF-8 bytes, so it is given a text in which
every character is one byte (`for_commonmark`); where that could change the structure, its offsets are
converted instead.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import pyromark
from pyromark import Options

from vaultkit.parse.lazy import add_lazy_lines
from vaultkit.parse.neutral import extra_bytes, for_commonmark
from vaultkit.parse.structure import HeadingAt, Leaf, Opaque, RawLink, Root, Structure

_MARKDOWN = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_HEADING_LEVELS = {f"H{n}": n for n in range(1, 7)}


def scan(text: str) -> Structure:
    """Return the structure of a body. Never raises; linear in the length of the text."""
    structure = Structure()
    _Reader(text, structure).read()
    add_lazy_lines(text, structure)
    return structure


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
        self._handlers: dict[str, Callable[[Any, int, int], None]] = {
            "Link": self._link,
            "Image": self._image,
            "Emphasis": self._emphasis,
            "Strong": self._strong,
            "Strikethrough": self._strong,
            "Paragraph": self._paragraph,
            "Heading": self._heading,
            "CodeBlock": self._code,
            "HtmlBlock": self._html,
            "List": self._list,
            "Item": self._item,
            "BlockQuote": self._quote,
            "FootnoteDefinition": self._footnote,
            "Table": self._table,
            "TableHead": self._row,
            "TableRow": self._row,
            "TableCell": self._cell,
        }

    def read(self) -> None:
        neutral = for_commonmark(self.text)
        widths = None if neutral.isascii() else extra_bytes(neutral)
        event: Any  # a str or a dict with one item; the published types are a long union
        for event, place in _MARKDOWN.events_with_range(neutral):
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
            for key, value in event.items():  # exactly one
                if key == "Text":
                    if start >= self.leaf_end:
                        self._implicit_leaf(start, end)
                    self.last_end = end
                elif key == "End":
                    if value == "Link" or value == "Image":
                        self._end_of_inline(start, end)
                    self.last_end = end
                elif key == "Start":
                    self._start(value, start, end)
                else:
                    self._inline(key, start, end)
        self._close_implicit()
        self._end_row()

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
            handler = self._handlers.get(value)
            if handler is not None:
                handler(None, start, end)
            return
        for name, detail in value.items():  # exactly one
            handler = self._handlers.get(name)
            if handler is not None:
                handler(detail, start, end)

    def _link(self, detail: Any, start: int, end: int) -> None:
        if start >= self.leaf_end:
            self._implicit_leaf(start, end)
        self.open_links.append((start, start + 1, detail, False))
        self.last_end = start + 1

    def _image(self, detail: Any, start: int, end: int) -> None:
        if start >= self.leaf_end:
            self._implicit_leaf(start, end)
        self.open_links.append((start, start + 2, detail, True))
        self.last_end = start + 2

    def _emphasis(self, _: Any, start: int, end: int) -> None:
        if start >= self.leaf_end:
            self._implicit_leaf(start, end)
        self.out.markup.append((start, end, 1))
        self.last_end = start + 1

    def _strong(self, _: Any, start: int, end: int) -> None:
        if start >= self.leaf_end:
            self._implicit_leaf(start, end)
        self.out.markup.append((start, end, 2))
        self.last_end = start + 2

    def _paragraph(self, _: Any, start: int, end: int) -> None:
        self._block("paragraph", start, end)
        self.out.leaves.append(Leaf(start, end, False))
        self.leaf_end = end

    def _heading(self, detail: Any, start: int, end: int) -> None:
        if start >= self.root_end:
            self.out.headings.append(HeadingAt(_HEADING_LEVELS[detail["level"]], start, end))
        self._block("heading", start, end)
        self.leaf_end = end
        while self.text.startswith("#", start):
            start += 1  # its marks are no text: a search for tags need not stop at them
        self.out.leaves.append(Leaf(start, end, False))

    def _code(self, detail: Any, start: int, end: int) -> None:
        self._block("code", start, end)
        self.out.opaque.append(Opaque(start, end, "indented" if detail == "Indented" else "fence"))
        self.leaf_end = end

    def _html(self, _: Any, start: int, end: int) -> None:
        self._block("html", start, end)
        self.out.opaque.append(Opaque(start, end, "html-block"))
        self.leaf_end = end

    def _list(self, _: Any, start: int, end: int) -> None:
        self._block("list", start, end)

    def _item(self, _: Any, start: int, end: int) -> None:
        self._close_implicit()
        self.out.items.append((start, end))
        self.leaf_end = start

    def _quote(self, _: Any, start: int, end: int) -> None:
        self._block("blockquote", start, end)
        self.out.quotes.append((start, end))

    def _footnote(self, _: Any, start: int, end: int) -> None:
        self._block("footnote-definition", start, end)

    def _table(self, _: Any, start: int, end: int) -> None:
        self._end_row()
        self._block("table", start, end)
        self.out.tables.append((start, end))
        self.table_end = end
        self.piped = self.text.startswith("|", start)

    def _row(self, _: Any, start: int, end: int) -> None:
        """Open a table row. A row without a leading bar, in a table that has them, is plain text."""
        self._end_row()
        if self.piped and not self.text.startswith("|", start):
            self.out.leaves.append(Leaf(start, end, False))
            self.leaf_end = self.plain_row_end = end
        else:
            self.row_end, self.cell_end = end, start

    def _cell(self, _: Any, start: int, end: int) -> None:
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

    def _inline(self, key: str, start: int, end: int) -> None:
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
