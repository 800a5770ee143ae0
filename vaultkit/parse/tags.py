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

from vaultkit.parse.emphasis import Emphasis
from vaultkit.parse.math import is_escaped
from vaultkit.parse.ranges import AnyOf, Excluded, leaf_at
from vaultkit.parse.references import Reference, find_references
from vaultkit.parse.structure import Leaf

_BLANK = " \t\n\r\x0b\x0c\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_TAG = re.compile(r"#([^\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s\ufeff]+)")
_BLANKS = frozenset(_BLANK)
_PREFIX = re.compile(r"[ \t>]*")
_HIGHLIGHT_OPENS = re.compile(r"==(?=\S)")
_HIGHLIGHT_CLOSES = re.compile(r"(?<!\s)==")
# `[^`, `![` and `][`, but before no other bracket; a literal first character makes the search fast.
_LABELLED = re.compile(r"\[(?:\^|(?<=[!\]]\[)(?!\[))")
_DIGITS = re.compile(r"[0-9]+")
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
    done = seen = 0  # up to where a leaf was read already, or looked at for labels
    chained = -1  # where a tag just ended: another may follow without a blank
    for match in _TAG.finditer(text):
        at, end = match.span()
        if at < done or ((met := excluded.meets(at, end)) and excluded.end_of(at) >= 0):
            continue
        leaf = leaf_at(leaves, at)
        if leaf is None:
            continue
        begin = max(leaf.start, seen)
        if (
            not met
            and end <= leaf.end
            and (text[at - 1] in " \n" or at in (leaf.start, chained))
            and "_" not in match[1]  # which may close emphasis
            and (text.find("[", begin, at) < 0 or _LABELLED.search(text, begin, at) is None)
        ):
            seen = at
            if not _DIGITS.fullmatch(match[1]):
                found.append((at, end))
                chained = end
        else:
            found.extend(_LeafTags(text, leaf, excluded, edges).find(at, chained))
            done = leaf.end
    return found


class _LeafTags:
    """The tags of one leaf; the costlier edges are looked for only when a `#` needs them."""

    __slots__ = (
        "_closers",
        "_labelled",
        "_mark_edges",
        "_own",
        "_references",
        "edges",
        "excluded",
        "leaf",
        "text",
    )

    def __init__(self, text: str, leaf: Leaf, excluded: AnyOf, edges: Callable[[], set[int]]) -> None:
        self.text = text
        self.leaf = leaf
        self.excluded = excluded
        self.edges = edges
        self._own: set[int] | None = None
        self._labelled: bool | None = None
        self._references: list[Reference] | None = None
        self._mark_edges: set[int] | None = None
        self._closers: list[int] = []

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
                if end > at + 1 and not _DIGITS.fullmatch(text, at + 1, end) and not self._labels(at):
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
            return at in self._marks()
        return before in "=[]%" and at in self._local_edges()

    def _end(self, at: int, end: int) -> int:
        """Inside `_…_` the closing mark is not part of the tag."""
        if "_" in self.text[at:end]:
            self._marks()
            first = bisect_right(self._closers, at)
            if first < len(self._closers):
                return min(self._closers[first], end)
        return end

    def _brackets(self) -> list[Reference]:
        if self._references is None:
            leaf = self.leaf
            self._references = list(
                find_references(self.text, leaf.start, leaf.end, self.excluded.end_of)
                if self.text.find("[", leaf.start, leaf.end) >= 0
                else ()
            )
        return self._references

    def _labels(self, at: int) -> bool:
        """Whether the `#` at `at` stands in a label, an alternative text or a footnote mark."""
        leaf = self.leaf
        if self._labelled is None:
            self._labelled = _LABELLED.search(self.text, leaf.start, leaf.end) is not None
        if not self._labelled:
            return False
        references = self._brackets()
        index = bisect_right(references, at, key=lambda one: one.start) - 1
        if index < 0 or at >= references[index].end:
            return False
        return references[index].opaque or at >= references[index].text_end

    def _marks(self) -> set[int]:
        """The edges of emphasis, in the leaf and in the texts of its brackets."""
        if self._mark_edges is None:
            leaf, references = self.leaf, self._brackets()
            taken = Excluded.of_disjoint([one.start for one in references], [one.end for one in references])
            shut = self.excluded.also(taken)
            read = [Emphasis(self.text, leaf.start, leaf.end, shut.end_of, self._tag_end)]
            read += [
                Emphasis(self.text, one.text_start, one.text_end, self.excluded.end_of, self._tag_end)
                for one in references
            ]
            self._mark_edges = {edge for one in read for edge in one.edges}
            self._closers = sorted(closer for one in read for closer in one.closers)
        return self._mark_edges

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
        """Edges of marks that CommonMark does not have, or not without more: `==x==`, `[x]`, `%%x%%`."""
        if self._own is None:
            text, start, end = self.text, self.leaf.start, self.leaf.end
            self._own = {start + match.end() for match in re.finditer("%%", text[start:end])}
            opening = _HIGHLIGHT_OPENS.search(text, start, end)
            while opening is not None:
                closing = _HIGHLIGHT_CLOSES.search(text, opening.end() + 1, end)
                if closing is None:
                    break
                self._own.update((opening.end(), closing.end()))
                opening = _HIGHLIGHT_OPENS.search(text, closing.end(), end)
            for one in self._brackets():
                self._own.update((one.text_start, one.end))
        return self._own
