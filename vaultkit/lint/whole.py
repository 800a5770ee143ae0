"""Where to report what is true of a note as a whole."""

from __future__ import annotations

from vaultkit.lint.facts import link_facts
from vaultkit.model.note import Note
from vaultkit.text import Span
from vaultkit.vault import Vault


def beginning(note: Note, vault: Vault) -> Span:
    """Return an empty span where the note's text begins: on the first line, or the one below its properties.

    Where nothing is below the properties it is the end of their last line, since no line follows.
    """
    if note.frontmatter is None:
        return Span(0, 0, 1, 1, 1, 1)
    text, above = link_facts(vault).text(note.path), note.frontmatter
    start = text.find("\n", above.end) + 1
    if not 0 < start < len(text):
        return Span(above.end, above.end, above.end_line, above.end_column, above.end_line, above.end_column)
    return Span(start, start, above.end_line + 1, 1, above.end_line + 1, 1)
