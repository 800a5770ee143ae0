"""Where to report what is true of a note as a whole."""

from __future__ import annotations

from vaultkit.model.note import Note
from vaultkit.text import Span


def beginning(note: Note) -> Span:
    """Return an empty span where the note's text begins: on the first line, or the one below its properties."""
    if note.frontmatter is None:
        return Span(0, 0, 1, 1, 1, 1)
    line = note.frontmatter.end_line + 1
    return Span(note.frontmatter.end, note.frontmatter.end, line, 1, line, 1)
