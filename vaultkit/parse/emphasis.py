"""Where emphasis begins and ends for Obsidian: only a tag that stands beside its marks asks.

Obsidian pairs the marks from left to right in the raw text, as its reader did before CommonMark's rules of
flanking: an opening mark takes the first closing one behind it, whatever stands between. A `_` does not close
before a word character (ASCII), a single mark not beside another, and none closes round blanks alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vaultkit.patterns import lazy_pattern

_SPECIAL = lazy_pattern(r"[*_~#]|\\.", re.DOTALL)
_RUNS = {mark: lazy_pattern(rf"\\.|\{mark}+", re.DOTALL) for mark in "*_"}
_STRUCK = lazy_pattern(r"(?<!\s)~~")
_WORD = lazy_pattern(r"[0-9A-Za-z_]")
_DEEPEST = 12  # levels: a text has four kinds of marks, and a kind hardly stands inside itself

Marked = tuple[int, int, int]
"""Where the text between two marks begins and ends, and where the closing mark ends."""


class Emphasis:
    """The emphasis of one range of inline text.

    `edges` are the offsets right inside the opening and right behind the closing marks; `closers`, in order,
    are where text marked with `_` ends.
    """

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        hidden_end: Callable[[int], int],
        tag_end: Callable[[int, int, bool], int],
    ) -> None:
        """Read `text[start:end]`.

        `hidden_end` returns the end of the code, link or HTML round an offset, or -1. `tag_end` returns the end
        of the tag at a `#`, not beyond the second offset, or -1; the third argument tells whether the `#` stands
        beside a mark. A mark inside a tag is a letter.
        """
        self.edges: set[int] = set()
        self.closers: list[int] = []
        self._text = text
        self._hidden_end = hidden_end
        self._tag_end = tag_end
        inner = [(start, end)]
        for _ in range(_DEEPEST):
            inner = [marked for begin, stop in inner for marked in self._read(begin, stop)]
        self.closers.sort()

    def _read(self, at: int, end: int) -> Iterator[tuple[int, int]]:
        """Pair the marks of `text[at:end]`; yield where each marked text in it begins and ends."""
        text, unclosed = self._text, dict[str, int]()
        self.edges.add(at)
        while (match := _SPECIAL.search(text, at, end)) is not None:
            at = match.start()
            hidden = self._hidden_end(at)
            if hidden >= 0:
                at = hidden
            elif text[at] == "\\":
                at = match.end()
            elif text[at] == "#":
                tag_end = self._tag_end(at, end, at in self.edges)
                at = max(tag_end, at + 1)
                if tag_end > 0:
                    self.edges.add(at)
            elif (marked := self._marked(at, end, unclosed)) is not None:
                begin, close, at = marked
                self.edges.add(at)
                if text[close] == "_":
                    self.closers.append(close)
                yield begin, close
            else:
                at += 1

    def _marked(self, at: int, end: int, unclosed: dict[str, int]) -> Marked | None:
        """The text that the mark at `at` opens. `unclosed` tells up to where nothing closes which mark."""
        mark = self._text[at]
        if mark == "~":
            return self._struck(at, end, unclosed)
        if self._text.startswith(mark, at + 1, end) and unclosed.get(mark * 2, -1) <= at:
            strong = self._strong(mark, at, end, unclosed)
            if strong is not None:
                return strong
        return self._single(mark, at, end, unclosed) if unclosed.get(mark, -1) <= at else None

    def _strong(self, mark: str, at: int, end: int, unclosed: dict[str, int]) -> Marked | None:
        for run in _RUNS[mark].finditer(self._text, at + 2, end):
            if run[0][0] == mark and len(run[0]) > 1:
                close = run.end() - 2
                return (at + 2, close, close + 2) if self._text[at + 2 : close].strip() else None
        unclosed[mark * 2] = end
        return None

    def _single(self, mark: str, at: int, end: int, unclosed: dict[str, int]) -> Marked | None:
        text = self._text
        for run in _RUNS[mark].finditer(text, at + 1, end):
            size = len(run[0])
            if run[0][0] != mark or size % 2 == 0:
                continue  # two marks are text between single ones
            close = run.end() - 1
            if size > 1:
                unclosed[mark] = close
                return None
            if not text[at + 1 : close].strip():
                return None
            if mark == "*" or close + 1 == end or not _WORD.match(text, close + 1):
                return at + 1, close, close + 1
        unclosed[mark] = end
        return None

    def _struck(self, at: int, end: int, unclosed: dict[str, int]) -> Marked | None:
        text = self._text
        if (
            not text.startswith("~~", at, end)
            or unclosed.get("~", -1) > at
            or text[at + 2 : at + 3].isspace()
        ):
            return None
        close = _STRUCK.search(text, at + 2, end)
        if close is None:
            unclosed["~"] = end
            return None
        return at + 2, close.start(), close.end()
