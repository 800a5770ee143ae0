"""Comments: Obsidian's `%%…%%` and those of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultkit.model.note import Comment
from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Opaque
from vaultkit.text import SpanOf, holds

_COMMENT = re.compile(r"%%(.*?)%%", re.DOTALL)
_LEAD = re.compile(r"[ ]{0,3}")


def find_comments(text: str, opaque: Sequence[Opaque], span_of: SpanOf) -> tuple[Comment, ...]:
    """Return `%%…%%` and `<!--…-->` comments in document order; code hides them."""
    found: list[Comment] = []
    at = text.find("%%") if "%" in text else -1
    if at >= 0:
        code = Excluded([(o.start, o.end) for o in opaque if not o.kind.startswith("html")])
        while at >= 0:
            hidden = code.end_of(at)
            if hidden >= 0:
                at = text.find("%%", hidden)
                continue
            match = _COMMENT.match(text, at)
            if match is None:
                break
            found.append(Comment(match[1], span_of(*match.span())))
            at = text.find("%%", match.end())
    if holds(text, "<!--"):
        for block in opaque:
            if block.kind not in ("html", "html-block"):
                continue
            start = text.find("<!--", block.start, block.end)
            while start >= 0:
                close = text.find("-->", start + 4, block.end)
                end = close + 3 if close >= 0 else block.end
                inner = text[start + 4 : close if close >= 0 else end]
                found.append(Comment(inner, span_of(start, end), html=True))
                start = text.find("<!--", end, block.end)
        found.sort(key=lambda comment: comment.span.start)
    return tuple(found)


def block_comments(text: str, base: int, comments: Sequence[Comment]) -> Excluded:
    """Return the places in a body, which begins at `base`, of the `%%…%%` that begin a line and hold several.

    Each is a block of its own to Obsidian's metadata cache, like code: no heading stands in it.
    """
    found: list[tuple[int, int]] = []
    for comment in comments:
        start, end = comment.span.start - base, comment.span.end - base
        if (
            not comment.html
            and "\n" in comment.text
            and _LEAD.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
        ):
            found.append((start, end))
    return Excluded(found)
