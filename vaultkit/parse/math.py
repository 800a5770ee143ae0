"""Where a note holds TeX: `$…$`, `$$…$$` and display blocks, by Obsidian's rules.

Obsidian reads math itself, differently from CommonMark extensions (its own read-back of tags pins it): an
opening `$` is not followed by a space or tab (a no-break space is neither), a closing one is not preceded by
one and not followed by a digit; a blank line ends the search; a line that begins with `$$` opens a display
block up to a line that is only `$$`, or to the end of its container.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Opaque

# A line that can open or close a display block, behind the marks of quotes and list items.
_FENCE_LINE = re.compile(
    r"(?:[ ]{0,3}(?:>[ ]?|(?:[-*+]|\d{1,9}[.)])[ ]{1,4}))*(?P<indent>[ ]*)\$\$(?P<rest>[^\n]*)"
)


def as_html_blocks(text: str, marks: Sequence[int]) -> str:
    """Return `text` with its display blocks written as `<? … ?>`, place for place.

    CommonMark's processing instructions (HTML block 3) begin and end just as Obsidian's display blocks
    do: they interrupt a paragraph, run over blank lines, and end with their container.
    """
    parts: list[str] = []
    last = 0
    for i, mark in enumerate(marks):
        between = text[last:mark]
        if i % 2:
            between = between.replace("?>", "xx")
        parts += (between, "?>" if i % 2 else "<?")
        last = mark + 2
    rest = text[last:]
    parts.append(rest.replace("?>", "xx") if len(marks) % 2 else rest)
    return "".join(parts)


def display_marks(text: str, opaque: Sequence[Opaque]) -> list[int]:
    """Return the offsets of the `$$` that open and close display blocks, in order.

    `opaque` holds the code and HTML found by a first reading: a `$$` in them means nothing.
    """
    marks: list[int] = []
    hidden = Excluded([(o.start, o.end) for o in opaque])
    at = text.find("$$")
    line_end, match = -1, None
    closable = True  # inline, by a `$$` that stands anywhere behind
    while at >= 0:
        block_end = hidden.end_of(at)
        if block_end >= 0:
            at = text.find("$$", max(block_end, at + 2))
            continue
        if at >= line_end:
            match = _FENCE_LINE.match(text, text.rfind("\n", 0, at) + 1)
            line_end = text.find("\n", at)
            line_end = len(text) if line_end < 0 else line_end
        opens = match is not None and match.start("rest") == at + 2 and len(match["indent"]) < 4
        opens = opens and line_end < len(text)  # on a last line without an end, nothing can follow
        if opens and match is not None and "$$" not in match["rest"]:
            marks.append(at)
            closing = _closing_line(text, match.end())
            if closing < 0:
                break
            marks.append(closing)
            at = text.find("$$", closing + 2)
        else:
            end = -1
            if closable and _opens(text, at):
                end = _close(text, at, len(text))
                closable = end > 0
                if _BLANK_LINE.search(text, at, max(end, at)):
                    end = -1
            at = text.find("$$", end if end > 0 else at + 2)
    return marks


def _closing_line(text: str, at: int) -> int:
    """The `$$` of the next line that holds nothing else, or -1."""
    while True:
        at = text.find("$$", at)
        if at < 0:
            return -1
        match = _FENCE_LINE.match(text, text.rfind("\n", 0, at) + 1)
        if match is not None and match.start("rest") == at + 2 and not match["rest"].strip():
            return at
        at += 2


_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def inline_math(text: str, start: int, end: int, hidden: Excluded) -> list[Opaque]:
    """Return the math of the inline text `text[start:end]`, leftmost first.

    `hidden` holds the code and HTML of the text; math that begins first hides them, and they hide
    a `$` inside them.
    """
    spans: list[Opaque] = []
    hopeless: set[bool] = set()  # nothing closes `$` (False) or `$$` (True) from here to the end
    at = text.find("$", start, end)
    while at >= 0:
        cover = hidden.end_of(at)
        if cover >= 0:
            at = text.find("$", cover, end)
            continue
        double = text.startswith("$$", at)
        close = -1
        if double not in hopeless and _opens(text, at) and not is_escaped(text, at, start):
            close = _close(text, at, end)
            if close < 0:
                hopeless.add(double)
        if close > 0:
            spans.append(Opaque(at, close, "math"))
        at = text.find("$", close if close > 0 else at + 1, end)
    return spans


def _opens(text: str, at: int) -> bool:
    """Whether the `$` or `$$` at `at` can begin math."""
    at += 2 if text.startswith("$$", at) else 1
    return text[at : at + 1] not in ("", " ", "\t")


def _close(text: str, at: int, end: int) -> int:
    """The offset after the math that opens at `at`, or -1."""
    mark = "$$" if text.startswith("$$", at) else "$"
    close = text.find(mark, at + len(mark), end)
    while close >= 0:
        after = text[close + 1 : close + 2]
        blank, digit = text[close - 1] in " \t", after.isdecimal() and after.isascii()
        if not blank and not digit and not is_escaped(text, close, at):
            return close + len(mark)
        close = text.find(mark, close + 1, end)
    return -1


def is_escaped(text: str, at: int, floor: int = 0) -> bool:
    """Whether an odd number of backslashes stands before `at`, not counting any before `floor`."""
    count = 0
    while at - count > floor and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1
