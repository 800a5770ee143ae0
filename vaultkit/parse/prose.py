"""The running text of a note: where words are words, neither code nor links nor headings."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.model.note import Note
from vaultkit.parse.note import structure_of
from vaultkit.parse.ranges import Excluded


class Prose:
    """The ranges of a note's text in which a word could be made a link.

    Left out are properties, headings, code, math, HTML, comments, and links, tags and footnote marks.
    """

    def __init__(self, text: str, note: Note) -> None:
        begin = note.frontmatter.end if note.frontmatter is not None else 0
        structure = structure_of(text[begin:])
        leaves = [(begin + leaf.start, begin + leaf.end) for leaf in structure.leaves]
        self._gaps = Excluded(list(_between(leaves, len(text))))
        self._shut = Excluded(
            [
                *((begin + one.start, begin + one.end) for one in structure.opaque),
                *((begin + one.start, begin + one.end) for one in structure.headings),
                *((begin + one.start, begin + one.end) for one in structure.links),
                *((link.span.start, link.span.end) for link in note.links),
                *((tag.span.start, tag.span.end) for tag in note.tags),
                *((comment.span.start, comment.span.end) for comment in note.comments),
                *((mark.span.start, mark.span.end) for mark in note.footnotes if mark.id),
            ]
        )

    def holds(self, start: int, end: int) -> bool:
        """Return whether the whole of `text[start:end]` is running text, of one paragraph, cell or item."""
        for ranges in (self._gaps, self._shut):
            if ranges.end_of(start) >= 0 or ranges.cut(start, end) < end:
                return False
        return True


def _between(ranges: list[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, stop in sorted(ranges):
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < end:
        yield at, end
