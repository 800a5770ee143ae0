"""Text as a page can show it: one line, no marks of links, not endless."""

from __future__ import annotations

import re

LONGEST = 400

_LINK = re.compile(r"!?\[([^\[\]]+)\]\([^()]*\)")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_ESCAPED = re.compile(r"\\([\[\]*_`#$|])")
_JOINERS = "\u200d\u200c"  # hold emoji and scripts together


def one_line(text: str, longest: int = LONGEST) -> str:
    """Return `text` without link marks and control characters, shortened to `longest` code points."""
    text = text[: 8 * longest]
    if "[" in text:
        text = _WIKILINK.sub(r"\1", _LINK.sub(r"\1", text))
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in _JOINERS else " " for c in text)
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
