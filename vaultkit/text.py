"""Places in a text, and edits of it. Pure: no I/O, no knowledge of Markdown.

Offsets are code points into the decoded text of a file after its byte order mark; lines and columns
are 1-based, columns count code points, ends are exclusive. Lines end at LF (a CR before it belongs to
the line end).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import accumulate

import msgspec

from vaultkit.patterns import lazy_pattern


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A half-open range of a text: offsets in code points, 1-based line and column of both ends."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


SpanOf = Callable[[int, int], Span]
"""Turns two offsets, in a text or in a part of it, into their span in the text."""


class Cursor:
    """Turns ascending offsets into `Span`s in one pass over the text.

    Asking for an offset before the previous one is allowed, only slower: the cursor restarts.
    """

    __slots__ = ("_line", "_line_start", "_pos", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._pos = 0
        self._line = 1
        self._line_start = 0

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the 1-based (line, column) of `offset`."""
        if offset < self._pos:
            if offset >= self._line_start:
                return self._line, offset - self._line_start + 1
            self._pos, self._line, self._line_start = 0, 1, 0
        passed = self._text.count("\n", self._pos, offset)
        if passed:
            self._line += passed
            self._line_start = self._text.rfind("\n", self._pos, offset) + 1
        self._pos = offset
        return self._line, offset - self._line_start + 1

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`."""
        line, column = self.locate(start)
        passed = self._text.count("\n", start, end)
        if passed:
            return Span(start, end, line, column, line + passed, end - self._text.rfind("\n", start, end))
        return Span(start, end, line, column, line, column + end - start)


class LineIndex:
    """Random access from offsets to lines and back, for texts that are asked about in any order.

    `starts` holds the offset of each line, in order; a final line end opens a further, empty one.
    """

    __slots__ = ("_text", "starts")

    def __init__(self, text: str, in_ascii: bytes | None = None) -> None:
        """Index `text`; `in_ascii`, where the caller has it, is the same text with one byte for each character."""
        self._text = text
        if in_ascii is None:
            in_ascii = text.encode("ascii", "replace")
        # Nothing finds line ends as fast as a file of bytes does; `str.splitlines` also knows other ones.
        self.starts = list(accumulate(map(len, BytesIO(in_ascii)), initial=0))
        if in_ascii and not in_ascii.endswith(b"\n"):
            self.starts.pop()  # the last line ends without opening another

    def __len__(self) -> int:
        """Return the number of lines; a final line end opens no further line."""
        return len(self.starts) - (self.starts[-1] == len(self._text) and len(self.starts) > 1)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the 1-based (line, column) of `offset`."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int = 1) -> int:
        """Return the offset of a 1-based line and column, clamped to the text."""
        if line > len(self.starts):
            return len(self._text)
        return min(self.starts[line - 1] + column - 1, len(self._text))

    def line_text(self, line: int) -> str:
        """Return the text of a 1-based line without its line end; empty past the last line."""
        if not 1 <= line <= len(self.starts):
            return ""
        start = self.starts[line - 1]
        end = self.starts[line] - 1 if line < len(self.starts) else len(self._text)
        return self._text[start:end].removesuffix("\r")

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`."""
        starts = self.starts
        line = bisect_right(starts, start)
        begin = starts[line - 1] - 1
        if line == len(starts) or end < starts[line]:
            return Span(start, end, line, start - begin, line, end - begin)
        end_line, end_column = self.locate(end)
        return Span(start, end, line, start - begin, end_line, end_column)


def line_around(text: str, offset: int) -> str:
    """Return the line of `text` in which `offset` lies, without its line end; empty past the end of the text."""
    if offset > len(text):
        return ""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)].removesuffix("\r")


class Edit(msgspec.Struct, frozen=True, order=True):
    """Replace the code points `start:end` of one file's text by `text`."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` applied; they may come in any order but must not overlap.

    Raises:
        ValueError: two edits overlap, or one lies outside the text.
    """
    parts: list[str] = []
    last = 0
    for edit in sorted(edits):
        if edit.start < last or edit.end < edit.start or edit.end > len(text):
            raise ValueError(f"edit {edit.start}:{edit.end} overlaps another or leaves the text")
        parts.append(text[last : edit.start])
        parts.append(edit.text)
        last = edit.end
    parts.append(text[last:])
    return "".join(parts)


def holds(text: str, mark: str, rarest: int = 0) -> bool:
    """Return whether `mark` stands in `text`: quickly where its character `rarest` hardly ever does.

    One character is found forty times as fast as two, and most texts hold few of Markdown's marks.
    """
    character = mark[rarest]
    if character not in text:
        return False
    at, tries = text.find(character), 0
    while at >= 0:
        if at >= rarest and text.startswith(mark, at - rarest):
            return True
        tries += 1
        if tries >= _FEW and at < tries * _FAR:  # no rare character here
            return text.find(mark, max(at + 1 - rarest, 0)) >= 0
        at = text.find(character, at + 1)
    return False


_FEW = 8
_FAR = 200  # characters that are searched for two in about the time of a search for one


_UNPRINTABLE = lazy_pattern("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(name: str) -> str:
    """Return `name` fit for one line of output: controls and lone surrogates spelt as escapes."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), name)


_BAR = lazy_pattern(r"(?<!\\)(\\*)(\||\Z)")  # looks at each run of backslashes once


def joined(values: Iterable[str]) -> str:
    r"""Return the values with `|` between them, for formats without lists.

    A `|` within a value is written `\|`, and backslashes before it or at the value's end are doubled, so that
    different lists stay different.
    """
    return "|".join(
        _BAR.sub(lambda found: found[1] * 2 + ("\\|" if found[2] else ""), value)
        if "|" in value or value.endswith("\\")
        else value
        for value in values
    )
