"""What a subpath (`#Heading#Below`, `#^block`, `#[^footnote]`) leads to inside a note."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from unicodedata import normalize

from vaultkit.model.note import Block, Footnote, Heading, Note
from vaultkit.patterns import lazy_pattern

_STRIPPED = lazy_pattern(r"""[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]""")
_FEW = 32  # so many headings are compared faster than indexed
_STRIPPED_FOR_LINK = lazy_pattern(r"%%|\[\[|\]\]|[:#|^\\\r\n]")


def strip_heading(text: str) -> str:
    """Return `text` as Obsidian compares headings: most punctuation as blanks, blanks folded, trimmed."""
    return " ".join(_STRIPPED.sub(" ", text).split())


def strip_heading_for_link(text: str) -> str:
    """Return heading `text` as Obsidian writes it into a link: only what would end the link is removed."""
    return " ".join(_STRIPPED_FOR_LINK.sub(" ", text).split())


def _heading_key(text: str) -> str:
    if not text.isascii():
        text = normalize("NFC", text)
    return strip_heading(text).lower()


class SubpathIndex:
    """The linkable places of one note, indexed when first asked for so that each lookup is a dictionary hit."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._known: dict[str, bool] = {}

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for at, heading in enumerate(self._note.headings):
            places.setdefault(_heading_key(heading.text), []).append(at)
        return places

    @cached_property
    def _blocks(self) -> dict[str, Block]:
        return {block.id.lower(): block for block in reversed(self._note.blocks)}

    @cached_property
    def _footnotes(self) -> dict[str, Footnote]:
        return {note.id.lower(): note for note in reversed(self._note.footnotes) if note.definition}

    def has(self, subpath: str) -> bool | None:
        """Return whether `subpath` leads anywhere; None where it names nothing, as a bare `#`.

        Answers are kept. The usual case, a heading as written, needs no index.
        """
        known = self._known.get(subpath)
        if known is not None:
            return known
        segments = subpath_segments(subpath)
        if not segments:
            return None
        there = self._is_written_so(segments) or self.find(segments) is not None
        self._known[subpath] = there
        return there

    def _is_written_so(self, segments: list[str]) -> bool:
        """Whether a single segment is the text of a heading, letter by letter."""
        headings, written = self._note.headings, segments[0]
        if len(segments) > 1 or len(headings) > _FEW or written.startswith(("^", "[^")):
            return False
        return any(heading.text == written for heading in headings)

    def find(self, segments: list[str]) -> Heading | Block | Footnote | None:
        """Return what the non-empty `segments` lead to by the order of `resolveSubpath`, or None.

        One segment may name a block or a footnote. Otherwise every segment must equal a heading after
        the previous match and at a deeper level; the first match counts, so among equal headings the first.
        """
        if len(segments) == 1:
            only = segments[0]
            if only.startswith("^"):
                return self._blocks.get(only[1:].strip().lower())
            if only.startswith("[^") and only.endswith("]"):
                return self._footnotes.get(only[2:-1].strip().lower())
        headings = self._note.headings
        at, level = -1, 0
        for segment in segments:
            places = self._places.get(_heading_key(segment), [])
            for place in places[bisect_right(places, at) :]:
                if headings[place].level > level:
                    at, level = place, headings[place].level
                    break
            else:
                return None
        return headings[at]


def subpath_segments(subpath: str) -> list[str]:
    """Return the non-empty segments of `subpath`, trimmed; `##x` has one."""
    return [segment for part in subpath.split("#") if (segment := part.strip())]


def resolve_subpath(note: Note, subpath: str) -> Heading | Block | Footnote | None:
    """Return the heading, block or footnote definition of `note` that `subpath` names, or None."""
    segments = subpath_segments(subpath)
    return SubpathIndex(note).find(segments) if segments else None
