"""Tags in a note's text, as Obsidian's metadata cache reports them.

A tag is `#` and one or more characters up to a blank, ASCII punctuation other than `_ - /`, U+2000-206F
or U+2E00-2E7F; only digits make no tag. What may stand before it: the start of a line, a blank, the edge
of markup (emphasis, code, a link, an escape, a table cell), or another tag. Source: Obsidian's own
read-back of several hundred texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from vaultkit.parse.math import is_escaped
from vaultkit.parse.ranges import AnyOf
from vaultkit.parse.structure import Leaf

_BLANK = " \t\n\r\x0b\x0c\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_TAG = re.compile(r"#([^\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s\ufeff]+)")
_BLANKS = frozenset(_BLANK)
_PREFIX = re.compile(r"[ \t>]*")
_BRACKETS = re.compile(r"\[([^\[\]\n]+)\]")
_HIGHLIGHT = re.compile(r"==(?=\S)(.+?)==", re.DOTALL)
_UNDERSCORE = re.compile(r"_(?![0-9A-Za-z_])")
_DIGITS = re.compile(r"[0-9]+")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def find_tags(
    text: str,
    leaves: Iterable[Leaf],
    excluded: AnyOf,
    edges: Callable[[], set[int]],
    closers: Sequence[int] = (),
) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every tag with its `#` in `leaves`, which hold one, in document order.

    `edges` tells the offsets right behind or right inside markup, where a tag may begin: few tags ask.
    `closers` are where emphasis written with `_` closes, and a tag inside it with it.
    """
    for leaf in leaves:
        at = text.find("#", leaf.start, leaf.end)
        yield from _LeafTags(text, leaf, excluded, edges, closers).find(at)


class _LeafTags:
    """The tags of one leaf; the costlier edges are looked for only when a `#` needs them."""

    __slots__ = ("_closers", "_own", "edges", "excluded", "leaf", "text")

    def __init__(
        self, text: str, leaf: Leaf, excluded: AnyOf, edges: Callable[[], set[int]], closers: Sequence[int]
    ) -> None:
        self.text = text
        self.leaf = leaf
        self.excluded = excluded
        self.edges = edges
        self._own: set[int] | None = None
        self._closers = list(closers)

    def find(self, at: int) -> Iterator[tuple[int, int]]:
        text, end_of_leaf = self.text, self.leaf.end
        chained = -1  # where a tag just ended: another may follow without a blank
        while 0 <= at < end_of_leaf:
            hidden = self.excluded.end_of(at)
            if hidden >= 0:
                at = text.find("#", hidden, end_of_leaf)
                continue
            match = _TAG.match(text, at, end_of_leaf)
            if match is not None and (at == chained or self._may_begin(at)):
                end = self._end(at, self.excluded.cut(at, match.end()))
                if end > at + 1 and not _DIGITS.fullmatch(text, at + 1, end):
                    yield at, end
                    chained = end
                at = text.find("#", max(end, at + 1), end_of_leaf)
            else:
                at = text.find("#", at + 1, end_of_leaf)

    def _may_begin(self, at: int) -> bool:
        text = self.text
        if at == self.leaf.start or text[at - 1] in _BLANKS or at in self.edges():
            return True
        before = text[at - 1]
        if before == "\\" and is_escaped(text, at, self.leaf.start):
            return False
        if before in _PUNCTUATION and is_escaped(text, at - 1, self.leaf.start):
            return True
        if before == ">":
            line = max(text.rfind("\n", 0, at) + 1, self.leaf.start)
            if _PREFIX.fullmatch(text, line, at):
                return True
        return before in "_=[]%" and at in self._local_edges()

    def _end(self, at: int, end: int) -> int:
        """Inside `_…_` the closing mark is not part of the tag."""
        if "_" in self.text[at:end]:
            self._local_edges()
            first = bisect_right(self._closers, at)
            if first < len(self._closers):
                return min(self._closers[first], end)
        return end

    def _local_edges(self) -> set[int]:
        """Edges of Obsidian's own inline marks: `_x_`, `==x==`, `[x]`, `%%x%%`."""
        if self._own is None:
            self._own = set()
            self._underscores()
            self._closers.sort()
            text, start, end = self.text, self.leaf.start, self.leaf.end
            for match in _HIGHLIGHT.finditer(text, start, end):
                self._own.update((match.start() + 2, match.end()))
            for match in _BRACKETS.finditer(text, start, end):
                if not is_escaped(text, match.start(), start):
                    self._own.update((match.start() + 1, match.end()))
            self._own.update(start + m.end() for m in re.finditer("%%", text[start:end]))
        return self._own

    def _underscores(self) -> None:
        """Pair `_` as Obsidian's editor does: any `_` opens if a later one is not followed by a word
        character (ASCII); inside a tag that began before, `_` is just a letter."""
        assert self._own is not None
        text, end = self.text, self.leaf.end
        at = self.leaf.start
        while at < end:
            at = text.find("_", at, end)
            if at < 0:
                return
            hidden = self.excluded.end_of(at)
            if hidden >= 0:
                at = hidden
                continue
            inside = self._tag_over(at)
            if inside > at:
                at = inside
                continue
            closer = self._closer(at)
            if closer < 0:
                return
            self._own.update((at + 1, closer + 1))
            self._closers.append(closer)
            at = closer + 1

    def _tag_over(self, at: int) -> int:
        """The end of a plain tag (after a blank or at the start) that holds the `_` at `at`, or -1."""
        start = at
        text = self.text
        while start > self.leaf.start and text[start - 1] not in _BLANKS and text[start] != "#":
            start -= 1
        if text[start] != "#" or not (start == self.leaf.start or text[start - 1] in _BLANKS):
            return -1
        match = _TAG.match(text, start, self.leaf.end)
        return match.end() if match is not None and match.end() > at else -1

    def _closer(self, opener: int) -> int:
        for match in _UNDERSCORE.finditer(self.text, opener + 1, self.leaf.end):
            if self.excluded.end_of(match.start()) < 0 and match.start() > opener + 1:
                return match.start()
        return -1
