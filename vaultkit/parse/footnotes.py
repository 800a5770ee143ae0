"""Footnotes: their marks, what they say, and notes inside the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultkit.model.note import Footnote
from vaultkit.parse.math import is_escaped
from vaultkit.parse.ranges import AnyOf
from vaultkit.parse.structure import RawLink
from vaultkit.text import SpanOf

_FOOTNOTE = re.compile(r"\[\^([^\]\s\[]+)\](:?)")
_BRACKETS = r"\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+\]"  # such as links
# `^[[a]]` is none, but a link behind a caret.
INLINE_FOOTNOTE = re.compile(rf"\^\[(?!\[[^\[\]\n]*+\]\])(?:[^\[\]\n]|{_BRACKETS})++\]")


def may_hold_footnote(text: str) -> bool:
    """Return whether any `^` of a text stands beside a bracket: most texts need no closer look."""
    caret = text.find("^")
    while caret >= 0:
        if "[" in text[max(caret - 1, 0) : caret + 2]:
            return True
        caret = text.find("^", caret + 1)
    return False


def find_footnotes(
    text: str, excluded: AnyOf, links: Sequence[RawLink], span_of: SpanOf
) -> tuple[Footnote, ...]:
    """Return footnote references, definitions and inline notes in document order.

    `excluded` hides code, HTML, math and wikilinks; of `links`, those of CommonMark, the text is no reference:
    `[^1](https://…)`.
    """
    found: list[Footnote] = []
    texts = {link.start + link.image for link in links}
    for match in _FOOTNOTE.finditer(text):
        start = match.start()
        if start in texts or excluded.end_of(start) >= 0 or is_escaped(text, start):
            continue
        line = text.rfind("\n", 0, start) + 1
        defines = bool(match[2]) and not text[line:start].strip(" \t>")
        end = match.end() if defines else match.end(1) + 1
        found.append(Footnote(match[1], defines, span_of(start, end)))
    found.extend(
        Footnote("", False, span_of(*match.span()))
        for match in INLINE_FOOTNOTE.finditer(text)
        if excluded.end_of(match.start()) < 0 and not is_escaped(text, match.start())
    )
    found.sort(key=lambda note: note.span.start)
    return tuple(found)
