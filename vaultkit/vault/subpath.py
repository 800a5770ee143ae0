"""What a subpath (`#Heading#Below`, `#^block`, `#[^footnote]`) leads to inside a note."""

from __future__ import annotations

import re
from bisect import bisect_right
from unicodedata import normalize

from vaultkit.model.note import Block, Footnote, Heading, Note

_STRIPPED = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n', " "))
_STRIPPED_FOR_LINK = re.compile(r"%%|\[\[|\]\]|[:#|^\\\r\n]")


def strip_heading(text: str) -> str:
    """Return `text` as Obsidian compares headings: most punctuation as blanks, blanks folded, trimmed."""
    return " ".join(text.translate(_STRIPPED).split())


def strip_heading_for_link(text: str) -> str:
    """Return heading `text` as Obsidian writes it into a link: only what would end the link is removed."""
    return " ".join(_STRIPPED_FOR_LINK.sub(" ", text).split())


def _heading_key(text: str) -> str:
    if not text.isascii():
        text = normalize("NFC", text)
    return strip_heading(text).lower()


class SubpathIndex:
    """The linkable places of one note, indexed once so that each lookup is a dictionary hit."""

    __slots__ = ("_blocks", "_footnotes", "_headings", "_places")

    def __init__(self, note: Note) -> None:
        self._headings = note.headings
        self._places: dict[str, list[int]] = {}
        for at, heading in enumerate(note.headings):
            self._places.setdefault(_heading_key(heading.text), []).append(at)
        self._blocks: dict[str, Block] = {}
        for block in note.blocks:
            self._blocks.setdefault(block.id.lower(), block)
        self._footnotes: dict[str, Footnote] = {}
        for footnote in note.footnotes:
            if footnote.definition:
                self._footnotes.setdefault(footnote.id.lower(), footnote)

    def find(self, subpath: str) -> Heading | Block | Footnote | None:
        """Return what `subpath` leads to by the order of `resolveSubpath`, or None.

        One segment may name a block or a footnote. Otherwise every segment must equal a heading after
        the previous match and at a deeper level; the first match counts, so among equal headings the first.
        """
        segments = subpath_segments(subpath)
        if not segments:
            return None
        if len(segments) == 1:
            only = segments[0]
            if only.startswith("^"):
                return self._blocks.get(only[1:].strip().lower())
            if only.startswith("[^") and only.endswith("]"):
                return self._footnotes.get(only[2:-1].strip().lower())
        at, level = -1, 0
        for segment in segments:
            places = self._places.get(_heading_key(segment), ())
            for place in places[bisect_right(places, at) :]:
                if self._headings[place].level > level:
                    at, level = place, self._headings[place].level
                    break
            else:
                return None
        return self._headings[at]


def subpath_segments(subpath: str) -> list[str]:
    """Return the non-empty segments of `subpath`, trimmed; `##x` has one."""
    return [segment for part in subpath.split("#") if (segment := part.strip())]


def resolve_subpath(note: Note, subpath: str) -> Heading | Block | Footnote | None:
    """Return the heading, block or footnote definition of `note` that `subpath` names, or None."""
    return SubpathIndex(note).find(subpath)
