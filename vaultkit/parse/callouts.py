"""Callouts: quotes with a type, a title and a mark for folding."""

from __future__ import annotations

import re

from vaultkit.model.note import Callout
from vaultkit.parse.structure import Structure
from vaultkit.text import SpanOf

_CALLOUT = re.compile(r"[ \t>]*\[!([^\]|\n]+)(?:\|[^\]\n]*)?\]([+-]?)[ \t]*([^\n]*)")


def find_callouts(text: str, structure: Structure, span_of: SpanOf) -> tuple[Callout, ...]:
    """Return the callouts: quotes whose first line is `[!type]`. Source: Obsidian's help, "Callouts".

    What stands behind a bar, as in `[!type|wide]`, is for styles: `data-callout-metadata` of the page.
    """
    found: list[Callout] = []
    for i, (start, end) in enumerate(structure.quotes):
        inner = structure.quotes[i + 1][0] if i + 1 < len(structure.quotes) else end
        if not text[start:inner].strip(" \t>"):
            continue  # `>>`: the inner quote holds the line's text
        match = _CALLOUT.match(text, start, end)
        if match is not None and ">" in text[start : match.start(1)]:
            title = match[3].strip()
            found.append(Callout(match[1].strip().lower(), match[2], title, span_of(start, match.end())))
    return tuple(found)


def begins_callout(text: str, start: int, end: int) -> bool:
    """Return whether the quote `text[start:end]` begins as a callout does."""
    return _CALLOUT.match(text, start, end) is not None
