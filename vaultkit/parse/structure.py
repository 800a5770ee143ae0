"""What the block scanner finds: ranges of a body, as code-point offsets."""

from __future__ import annotations

import msgspec


class Leaf(msgspec.Struct, frozen=True, order=True, gc=False):
    """A range of inline text: a paragraph, heading, table cell or the text of a tight list item."""

    start: int
    end: int
    in_table: bool


class RawLink(msgspec.Struct, frozen=True, order=True, gc=False):
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


class Opaque(msgspec.Struct, frozen=True, order=True, gc=False):
    """A range in which nothing of Obsidian's syntax is read: code, HTML, math."""

    start: int
    end: int
    kind: str  # code, html, math, fence, indented, html-block, math-block, lazy


class Root(msgspec.Struct, frozen=True, order=True, gc=False):
    """A block at the top level of the note."""

    kind: str
    start: int
    end: int


class HeadingAt(msgspec.Struct, frozen=True, order=True, gc=False):
    """A heading at the top level: the only ones Obsidian can link to."""

    level: int
    start: int
    end: int


class Structure:
    """What `scan` found, each list in document order."""

    __slots__ = (
        "breaks",
        "headings",
        "items",
        "leaves",
        "links",
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
        self.tasks: list[int] = []  # end of each task marker
        # Where a line begins that carries on the text of the one before, and of some texts where any line begins.
        self.breaks: list[int] = []
