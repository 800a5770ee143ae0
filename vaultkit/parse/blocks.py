"""The block and inline structure of a note's body, as places in its text.

pulldown-cmark (through pyromark) reads the body as CommonMark with tables, footnotes and
tasks; here its events become plain offsets. Obsidian's own syntax (wikilinks, tags, math,
comments, block ids) is read afterwards, over the ranges found here.

Every offset is a code point of the body. pyromark counts UTF-8 bytes, so it is given a text in which
every character is one byte (`for_commonmark`); where that could change the structure, its offsets are
converted instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyromark
from pyromark import Options

from vaultkit.parse.lazy import add_lazy_lines, as_obsidian_goes_on
from vaultkit.parse.neutral import code_point_of, for_commonmark
from vaultkit.parse.structure import HeadingAt, Leaf, Opaque, RawLink, Root, Structure
from vaultkit.patterns import lazy_pattern
from vaultkit.text import LineIndex, holds

_MARKDOWN = pyromark.Markdown(
    options=Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_TASKLISTS
)
_CELL_BREAK = re.compile(r"(?<!\\)\|")
_ROW_END = "| \t\r\n"  # nearly always all that stands behind the last cell
_ENDS_OF_LINKS = ("Link", "Image")
_HEADING_LEVELS = {f"H{n}": n for n in range(1, 7)}
# A setext heading as Obsidian has it: one line, and under it marks alone. CommonMark also takes several
# lines, and for an underline the `- ` of an empty list item.
_SETEXT = lazy_pattern(r"[^\n]*\n(?:=+|-+)(?:\r?\n)?\Z")
_ITEM_BELOW = lazy_pattern(r"\n[ ]{0,3}(-[ \t]+)(?:\r?\n)?\Z")
_RULE_BELOW = lazy_pattern(r"\n[ ]{0,3}(-{3,}[ \t]*)(?:\r?\n)?\Z")


def scan(text: str, in_ascii: bytes | None = None) -> Structure:
    """Return the structure of a body. Never raises; linear in the length of the text.

    `in_ascii`, where the caller has it, is `text` with `?` for every character that is not ASCII.
    """
    structure = Structure()
    _Reader(text, structure).read(in_ascii)
    otherwise, taken = as_obsidian_goes_on(text, structure)
    changed = otherwise is not text
    if changed:
        text, structure = otherwise, Structure()
        _Reader(text, structure).read()
        structure.opaque = sorted([*structure.opaque, *taken])
    add_lazy_lines(text, structure, taken)
    # No event tells where a line begins below a link definition, or what stood in a line that was written anew.
    if changed or holds(text, "]:", rarest=1):
        structure.breaks = LineIndex(text).starts[1:]
    return structure


class _Reader:
    """One pass over pyromark's events."""

    __slots__ = (
        "cell_end",
        "implicit",
        "last_end",
        "leaf_end",
        "open_links",
        "out",
        "paragraph_end",
        "piped",
        "plain_end",
        "plain_row_end",
        "root_end",
        "row_end",
        "table_end",
        "text",
    )

    def __init__(self, text: str, out: Structure) -> None:
        self.text = text
        self.out = out
        self.root_end = -1
        self.leaf_end = -1
        self.implicit = -1  # start of the open leaf of a tight list item
        self.paragraph_end = -1
        self.table_end = -1
        self.plain_end = -1  # of a table that is none to Obsidian
        self.piped = False
        self.row_end = self.cell_end = self.plain_row_end = -1
        self.open_links: list[tuple[int, int, dict[str, Any], bool]] = []
        self.last_end = 0  # of what stands in the open link so far

    def read(self, in_ascii: bytes | None = None) -> None:
        neutral = for_commonmark(self.text, in_ascii)
        events: Iterable[tuple[Any, Any]] = _MARKDOWN.events_with_range(neutral)
        if not neutral.isascii():
            events = _by_code_points(events, code_point_of(neutral))
        open_links = self.open_links
        # An event is a dict with one item, or a str for one without content: `in` asks either, and quickest.
        for event, place in events:
            if "Text" in event:
                if place["start"] >= self.leaf_end:
                    self._implicit_leaf(place["start"], place["end"])
                if open_links:
                    self.last_end = place["end"]
            elif "End" in event:
                if open_links:
                    if event["End"] in _ENDS_OF_LINKS:
                        self._end_of_inline(place["start"], place["end"])
                    self.last_end = place["end"]
            elif "Start" in event:
                kind, detail = event["Start"], None
                if kind.__class__ is not str:
                    kind, detail = kind.popitem()  # the only one
                if (begin := _HANDLERS.get(kind)) is not None:
                    begin(self, detail, place["start"], place["end"])
            elif event == "Rule":
                self._block("thematic-break", place["start"], place["end"])
            elif event.__class__ is str:  # a line break
                self.last_end = place["end"]
                self.out.breaks.append(place["end"])
            else:
                for key in event:  # exactly one
                    self._inline(key, place["start"], place["end"])
        self._close()

    def _implicit_leaf(self, start: int, end: int) -> None:
        """Inline text outside any leaf block: the text of a tight list item."""
        if self.implicit < 0:
            escape = start > 0 and self.text[start - 1] == "\\"  # is no event
            self.implicit = start - 1 if escape else start
        self.leaf_end = end

    def _close(self) -> None:
        """End what has no event for its end: the leaf of a tight list item, the last row of a table."""
        if self.implicit >= 0:
            self.out.leaves.append(Leaf(self.implicit, self.leaf_end, False))
            self.implicit = -1
        if self.row_end >= 0:
            self._end_row()

    def _block(self, kind: str, start: int, end: int) -> None:
        if self.implicit >= 0 or self.row_end >= 0:
            self._close()
        if start >= self.root_end:
            self.out.roots.append(Root(kind, start, end))
            self.root_end = end

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
        self.last_end = start + 1

    def _paragraph(self, _: Any, start: int, end: int) -> None:
        self._block("paragraph", start, end)
        self.out.leaves.append(Leaf(start, end, False))
        self.leaf_end = self.paragraph_end = end

    def _heading(self, detail: Any, start: int, end: int) -> None:
        level = _HEADING_LEVELS[detail["level"]]
        marks = 0
        if self.text.find("\n", start, end - 1) < 0:
            marks = level  # its marks are no text: a search for tags need not stop at them
        elif start < self.root_end:  # its underline may be meant as an item: `-` in a list
            self.out.breaks.append(self.text.rfind("\n", start, end - 1) + 1)
        elif _SETEXT.fullmatch(self.text, start, end) is None:
            self._no_heading(start, end)
            return
        if start >= self.root_end:
            self.out.headings.append(HeadingAt(level, start, end))
        self._block("heading", start, end)
        self.leaf_end = end
        self.out.leaves.append(Leaf(start + marks, end, False))

    def _no_heading(self, start: int, end: int) -> None:
        """Take a setext heading that is none to Obsidian: a paragraph, and a break or an empty item."""
        raw = self.text[start:end]
        item, rule = _ITEM_BELOW.search(raw), _RULE_BELOW.search(raw)
        below = item or rule
        self._paragraph(None, start, start + below.start(1) if below is not None else end)
        if item is not None:
            self._block("list", start + item.start(1), end)
            self.out.items.append((start + item.start(1), end))
        elif rule is not None:
            self._block("thematic-break", start + rule.start(1), end)
        else:
            self.out.breaks.append(start + raw.rstrip().rfind("\n") + 1)

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
        self._close()
        self.out.items.append((start, end))
        self.leaf_end = start

    def _quote(self, _: Any, start: int, end: int) -> None:
        self._block("blockquote", start, end)
        self.out.quotes.append((start, end))

    def _footnote(self, _: Any, start: int, end: int) -> None:
        self._block("footnote-definition", start, end)

    def _table(self, _: Any, start: int, end: int) -> None:
        if self.paragraph_end >= 0 and not self.text[self.paragraph_end : start].strip(" \t>"):
            self._go_on(start, end)
            return
        self._block("table", start, end)
        self.out.tables.append((start, end))
        self.table_end = end
        self.piped = self.text.startswith("|", start)

    def _go_on(self, start: int, end: int) -> None:
        """Take a table right below a paragraph, which to Obsidian is more of the paragraph."""
        before = self.out.leaves[-1]
        self.out.leaves[-1] = Leaf(before.start, end, False)
        if start >= self.root_end:
            self.out.roots[-1] = Root("paragraph", before.start, end)
            self.root_end = end
        self.leaf_end = self.plain_end = self.paragraph_end = end

    def _row(self, _: Any, start: int, end: int) -> None:
        """Open a table row. A row without a leading bar, in a table that has them, is plain text."""
        if start < self.plain_end:
            self.out.breaks.append(start)
            return
        if self.row_end >= 0:
            self._end_row()
        if self.piped and not self.text.startswith("|", start):
            self.out.leaves.append(Leaf(start, end, False))
            self.out.breaks.append(start)
            self.leaf_end = self.plain_row_end = end
        else:
            self.row_end, self.cell_end = end, start

    def _cell(self, _: Any, start: int, end: int) -> None:
        if start < self.plain_end:
            return
        if start >= self.plain_row_end:
            self.out.leaves.append(Leaf(start, end, True))
            self.cell_end = end
        if end > self.leaf_end:
            self.leaf_end = end

    def _end_row(self) -> None:
        """Cells beyond the table's columns: CommonMark drops them, Obsidian reads their text."""
        beyond = self.text[self.cell_end : self.row_end]
        if "|" in beyond and beyond.strip(_ROW_END):
            at = self.cell_end
            for part in _CELL_BREAK.split(beyond):
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
        if key == "TaskListMarker":
            self.out.tasks.append(end)
            return
        if key == "Code":
            self.out.opaque.append(Opaque(start, end, "code"))
        elif key == "InlineHtml":
            self.out.opaque.append(Opaque(start, end, "html"))
        if "\n" in (raw := self.text[start:end]):  # may be text to Obsidian, and its lines have no event
            self.out.breaks += [start + line for line in LineIndex(raw).starts[1:]]

    def _end_of_inline(self, start: int, end: int) -> None:
        begun, text_start, detail, image = self.open_links.pop()
        self.out.links.append(
            RawLink(
                begun,
                end,
                text_start,
                max(text_start, self.last_end),
                detail["link_type"],
                detail["dest_url"],
                image,
                detail["id"],
                start < self.table_end,
            )
        )


def _by_code_points(
    events: Iterable[tuple[Any, Any]], code_point: Callable[[int], int]
) -> Iterator[tuple[Any, dict[str, int]]]:
    """Yield `events` with places that count code points, of which `code_point` tells those before a byte."""
    for event, place in events:
        yield event, {"start": code_point(place["start"]), "end": code_point(place["end"])}


_HANDLERS: dict[str, Callable[[_Reader, Any, int, int], None]] = {
    "Link": _Reader._link,
    "Image": _Reader._image,
    "Emphasis": _Reader._emphasis,
    "Strong": _Reader._emphasis,
    "Paragraph": _Reader._paragraph,
    "Heading": _Reader._heading,
    "CodeBlock": _Reader._code,
    "HtmlBlock": _Reader._html,
    "List": _Reader._list,
    "Item": _Reader._item,
    "BlockQuote": _Reader._quote,
    "FootnoteDefinition": _Reader._footnote,
    "Table": _Reader._table,
    "TableHead": _Reader._row,
    "TableRow": _Reader._row,
    "TableCell": _Reader._cell,
}
"""What to do where a container, block or inline begins; the others are of no use."""
