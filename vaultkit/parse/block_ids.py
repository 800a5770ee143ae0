"""Block ids, `^like-this`, and the blocks that they name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from vaultkit.model.note import Block, BlockKind
from vaultkit.parse.callouts import begins_callout
from vaultkit.parse.ranges import Excluded, leaf_at
from vaultkit.parse.structure import Root, Structure
from vaultkit.text import SpanOf

_START = attrgetter("start")
_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*\r?(?=\n|\Z)")
_TEXT = re.compile(r"\S")
_ALONE = re.compile(r"[ \t>]*\^[A-Za-z0-9-]+\s*")


def find_blocks(text: str, structure: Structure, hidden: Excluded, span_of: SpanOf) -> tuple[Block, ...]:
    """Return the block ids. Source: Obsidian's help, "Link to a block in a note".

    An id stands at the end of a paragraph or list item, or alone on the line after a block (a blank
    line between is allowed), which it then names.
    """
    found: list[Block] = []
    roots = structure.roots
    items: _Nested | None = None
    caret = -1
    while (caret := text.find("^", caret + 1)) >= 0:
        match = _BLOCK_ID.match(text, caret)
        if match is None or hidden.end_of(caret) >= 0 or (caret and text[caret - 1] not in " \t\n>"):
            continue
        index = bisect_right(roots, caret, key=_START) - 1
        if index < 0 or caret >= roots[index].end:
            continue
        if items is None:
            items = _Nested(structure.items)
        named = _named_block(text, structure, items, index, caret, match.end())
        if named is not None:
            kind, start, end = named
            whole = span_of(start, end)
            at = span_of(caret, match.end(1))
            found.append(Block(match[1], kind, at, whole.line, whole.end_line))
    return tuple(found)


def _named_block(
    text: str, structure: Structure, items: _Nested, index: int, at: int, end: int
) -> tuple[BlockKind, int, int] | None:
    """The block that the id at `at` names, as (kind, start, end), or None if it names nothing."""
    root = structure.roots[index]
    line = text.rfind("\n", 0, at) + 1
    alone = not text[line:at].strip(" \t>")
    if alone and _ALONE.fullmatch(text, max(line, root.start), root.end) and root.kind == "paragraph":
        if line > root.start:
            return "paragraph", root.start, _stripped(text, root.start, line)
        if index == 0:
            return "paragraph", root.start, _stripped(text, root.start, root.end)
        before = structure.roots[index - 1]
        return _kind(text, before), before.start, _stripped(text, before.start, before.end)
    last = _stripped(text, root.start, root.end) <= end
    if root.kind == "list":
        holder, leaf = items.innermost(at), leaf_at(structure.leaves, at)
        if holder is None or leaf is None or _TEXT.search(text, end, leaf.end):
            return None  # an id in the middle of a paragraph is none
        if alone and last and text.find("\n", holder[0]) >= 0 and line > holder[0]:
            return "list", root.start, _stripped(text, root.start, line)
        return "list-item", holder[0], _stripped(text, *holder)
    if not last and root.kind in ("paragraph", "heading", "table", "blockquote", "footnote-definition"):
        return None
    if alone and line > root.start:
        return _kind(text, root), root.start, _stripped(text, root.start, line)
    return _kind(text, root), root.start, _stripped(text, root.start, root.end)


def _kind(text: str, root: Root) -> BlockKind:
    if root.kind == "blockquote" and begins_callout(text, root.start, root.end):
        return "callout"
    return root.kind  # type: ignore[return-value]  # Root kinds are a subset of block kinds


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n>":
        end -= 1
    return end


class _Nested:
    """Ranges of which each stands inside another or beside it, in the order of their starts."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._ranges = ranges
        self._around: list[int] | None = None  # the index of the range round each, or -1

    def innermost(self, at: int) -> tuple[int, int] | None:
        """Return the shortest range that holds `at`, or None."""
        if self._around is None:
            self._around = self._enclosing()
        index = bisect_right(self._ranges, at, key=lambda one: one[0]) - 1
        while index >= 0 and self._ranges[index][1] <= at:
            index = self._around[index]
        return self._ranges[index] if index >= 0 else None

    def _enclosing(self) -> list[int]:
        around: list[int] = []
        last = -1
        for index, (start, _) in enumerate(self._ranges):
            while last >= 0 and self._ranges[last][1] <= start:
                last = around[last]
            around.append(last)
            last = index
        return around
