"""Where a note holds TeX: `$…$`, `$$…$$` and display blocks, by Obsidian's rules.

Obsidian reads math itself, differently from CommonMark extensions (the tag rows of Obsidian's own
read-back pin it): an opening `$` may be followed by a blank or line end but not by a tab; a closing one is not
preceded by a blank and not followed by a digit; a blank line ends the search; a line that begins with
`$$` opens a display block up to a line that is only `$$`, or to the end of its container.
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
            end = _inline_close(text, at + 2)
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


def _inline_close(text: str, at: int) -> int:
    """The offset after the `$$` that closes inline display math before a blank line, or -1."""
    close = text.find("$$", at)
    if close < 0 or _BLANK_LINE.search(text, at, close):
        return -1
    return close + 2


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
        if not is_escaped(text, at, start) and double not in hopeless:
            close = _close(text, at, end)
            if close < 0 and (double or text[at + 1 : at + 2] not in ("", "\t")):
                hopeless.add(double)
        if close > 0:
            spans.append(Opaque(at, close, "math"))
        at = text.find("$", close if close > 0 else at + 1, end)
    return spans


def _close(text: str, at: int, end: int) -> int:
    """The offset after the math that opens at `at`, or -1."""
    if text.startswith("$$", at):
        close = text.find("$$", at + 2, end)
        return close + 2 if close > at + 2 else -1
    if text[at + 1 : at + 2] in ("", "\t"):
        return -1
    close = text.find("$", at + 1, end)
    while close >= 0:
        blank = text[close - 1] in " \t"
        digit = text[close + 1 : close + 2].isdecimal() and text[close + 1] < "\x80"
        if not blank and not digit and not is_escaped(text, close, at):
            return close + 1
        close = text.find("$", close + 1, end)
    return -1


def is_escaped(text: str, at: int, floor: int = 0) -> bool:
    """Whether an odd number of backslashes stands before `at`, not counting any before `floor`."""
    count = 0
    while at - count > floor and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1
