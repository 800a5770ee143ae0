"""Tags in a note's text, as Obsidian's metadata cache reports them.

A tag is `#` and one or more characters up to a blank, ASCII punctuation other than `_ - /`, U+2000-206F
or U+2E00-2E7F; only digits make no tag. What may stand before it: the start of a line, a blank, the edge
of markup (emphasis, code, a link, an escape, a table cell), or another tag. Source: Obsidian's own
read-back of several hundred texts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from vaultkit.parse.emphasis import Emphasis
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
_DIGITS = re.compile(r"[0-9]+")
_START = attrgetter("start")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def find_tags(
    text: str,
    leaves: Sequence[Leaf],
    excluded: AnyOf,
    edges: Callable[[], set[int]],
) -> list[tuple[int, int]]:
    """Return (start, end) of every tag of `leaves` with its `#`, in document order.

    `edges` tells the offsets right behind code and links or right inside them, where a tag may begin: few
    tags ask.
    """
    found: list[tuple[int, int]] = []
    done = 0  # up to where a leaf was read already
    chained = -1  # where a tag just ended: another may follow without a blank
    for match in _TAG.finditer(text):
        at, end = match.span()
        if at < done or ((met := excluded.meets(at, end)) and excluded.end_of(at) >= 0):
            continue
        before = bisect_right(leaves, at, key=_START)
        if before == 0 or (leaf := leaves[before - 1]).end <= at:
            continue
        if (
            not met
            and end <= leaf.end
            and (text[at - 1] in " \n" or at in (leaf.start, chained))
            and "_" not in match[1]  # which may close emphasis
        ):
            if not _DIGITS.fullmatch(match[1]):
                found.append((at, end))
                chained = end
        else:
            found.extend(_LeafTags(text, leaf, excluded, edges).find(at, chained))
            done = leaf.end
    return found


class _LeafTags:
    """The tags of one leaf; the costlier edges are looked for only when a `#` needs them."""

    __slots__ = ("_emphasis", "_own", "edges", "excluded", "leaf", "text")

    def __init__(self, text: str, leaf: Leaf, excluded: AnyOf, edges: Callable[[], set[int]]) -> None:
        self.text = text
        self.leaf = leaf
        self.excluded = excluded
        self.edges = edges
        self._own: set[int] | None = None
        self._emphasis: Emphasis | None = None

    def find(self, at: int, chained: int) -> Iterator[tuple[int, int]]:
        """Yield the tags from the `#` at `at` on; `chained` is where the tag before ends."""
        text, end_of_leaf = self.text, self.leaf.end
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
        if before in "*_~":
            return at in self._marks().edges
        return before in "=[]%" and at in self._local_edges()

    def _end(self, at: int, end: int) -> int:
        """Inside `_…_` the closing mark is not part of the tag."""
        if "_" in self.text[at:end]:
            closers = self._marks().closers
            first = bisect_right(closers, at)
            if first < len(closers):
                return min(closers[first], end)
        return end

    def _marks(self) -> Emphasis:
        if self._emphasis is None:
            leaf = self.leaf
            self._emphasis = Emphasis(self.text, leaf.start, leaf.end, self.excluded.end_of, self._tag_end)
        return self._emphasis

    def _tag_end(self, at: int, end: int, beside_mark: bool) -> int:
        """The end of the tag at `at`, as far as it needs no other marks to begin, or -1."""
        text = self.text
        if not (beside_mark or text[at - 1] in _BLANKS or at in self.edges()):
            return -1
        match = _TAG.match(text, at, end)
        if match is None or _DIGITS.fullmatch(match[1]):
            return -1
        return self.excluded.cut(at, match.end())

    def _local_edges(self) -> set[int]:
        """Edges of Obsidian's own inline marks: `==x==`, `[x]`, `%%x%%`."""
        if self._own is None:
            text, start, end = self.text, self.leaf.start, self.leaf.end
            self._own = {start + match.end() for match in re.finditer("%%", text[start:end])}
            for match in _HIGHLIGHT.finditer(text, start, end):
                self._own.update((match.start() + 2, match.end()))
            for match in _BRACKETS.finditer(text, start, end):
                if not is_escaped(text, match.start(), start):
                    self._own.update((match.start() + 1, match.end()))
        return self._own
