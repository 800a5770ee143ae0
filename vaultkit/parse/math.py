"""Where a note holds TeX: `$…$`, `$$…$$` and display blocks, by Obsidian's rules.

Obsidian reads math itself, differently from CommonMark extensions (its own read-back of tags pins it): an
opening `$` is not followed by a space or tab (a no-break space is neither), a closing one is not preceded by
one and not followed by a digit; a blank line ends the search; a line that begins with `$$` and holds no other
`$` opens a display block up to a line that ends with `$$`, or to the end of its container.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Opaque

# A line that can open a display block, behind the marks of quotes and list items.
_OPENING = re.compile(
    r"(?P<marks>(?:[ ]{0,3}+(?:>[ ]?+|(?:[-*+]|\d{1,9}[.)])[ ]{1,4}+))*+)"
    r"(?P<indent>[ \t]*)(?P<run>\${2,})[^$\n]*\n"
)
_CLOSING = re.compile(r"[^$\n]*(?P<run>\${2,})[ ]*\r?(?:\n|\Z)")
_INDENT = re.compile(r"[ \t]*")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]")

DisplayBlock = tuple[int, int]
"""Where the `$$` that opens a display block stands, and the one that closes it (-1: nothing does)."""


def as_html_blocks(text: str, blocks: Sequence[DisplayBlock]) -> str:
    """Return `text` with its display blocks written as `<? … ?>`, place for place.

    CommonMark's processing instructions (HTML block 3) begin and end just as Obsidian's display blocks
    do: they interrupt a paragraph, run over blank lines, and end with their container.
    """
    parts: list[str] = []
    last, within = 0, False
    for opening, closing in blocks:
        before = text[last:opening]
        parts += (before.replace("?>", "xx") if within else before, "<?")
        last, within = opening + 2, closing < 0
        if closing >= 0:
            parts += (text[last:closing].replace("?>", "xx"), "?>")
            last = closing + 2
    rest = text[last:]
    parts.append(rest.replace("?>", "xx") if within else rest)
    return "".join(parts)


def display_blocks(
    text: str, hidden: Excluded | None = None, deep: Callable[[int], bool] | None = None
) -> list[DisplayBlock]:
    """Return the display blocks of a body, in order.

    `hidden` excludes the code and HTML blocks found by a first reading: a `$$` in them means nothing. `deep` tells
    whether an opening `$$` that is indented by four columns or more may open a block, as in a list item
    (by default: any).
    """
    found: list[DisplayBlock] = []
    at = text.find("$$")
    line_end, opening = -1, None
    paragraph_end, closable = -1, True
    while at >= 0:
        covered = hidden.end_of(at) if hidden is not None else -1
        if covered >= 0:
            at = text.find("$$", max(covered, at + 2))
            continue
        if at >= line_end:
            line_end = text.find("\n", at)
            if line_end < 0:
                break  # on a last line without an end, nothing can follow
            opening = _OPENING.match(text, text.rfind("\n", 0, at) + 1)
        if opening is not None and opening.start("run") == at and _may_open(opening, deep):
            closing, end = _closing(text, opening)
            found.append((at, closing))
            at = text.find("$$", end)
            continue
        if at >= paragraph_end:
            blank = _BLANK_LINE.search(text, at)
            paragraph_end, closable = blank.start() if blank is not None else len(text), True
        end = -1
        if closable and _opens(text, at):
            end = _close(text, at, paragraph_end)  # within lines, by a `$$` that may begin one of them
            closable = end > 0
        at = text.find("$$", end if end > 0 else at + 2)
    return found


def _may_open(match: re.Match[str], deep: Callable[[int], bool] | None) -> bool:
    indent = match["indent"]
    shallow = len(indent) < 4 and "\t" not in indent
    return shallow or deep is None or deep(match.start("run"))


def _closing(text: str, opening: re.Match[str]) -> tuple[int, int]:
    """The `$$` that closes a display block, or -1, and where to read on.

    It ends a line on which no other `$` stands. A quote ends at a line without its mark that is blank or
    opens a display block itself; a list item at the next one, and at a line that is not indented behind a blank one.
    """
    size, margin = len(opening["run"]), _indent_of(text, opening.start())
    quoted, listed = ">" in opening["marks"], bool(opening["marks"].strip(" >"))
    at, blank = opening.end(), False
    while at < len(text):
        indent = _indent_of(text, at)
        content = at + indent
        line_end = text.find("\n", content) + 1 or len(text)
        if not text.startswith(">", content):
            empty = not text[content:line_end].strip()
            if quoted and (empty or _OPENING.match(text, at) is not None):
                return -1, at
            if listed and indent <= margin and not empty and (blank or _ITEM.match(text, content)):
                return -1, at
            blank = empty
        match = _CLOSING.match(text, at)
        if match is not None and len(match["run"]) >= size:
            return match.end("run") - 2, line_end
        at = line_end
    return -1, at


def _indent_of(text: str, line: int) -> int:
    match = _INDENT.match(text, line)
    return match.end() - line if match is not None else 0


_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")


def inline_math(text: str, start: int, end: int, hidden: Excluded) -> list[Opaque]:
    """Return the math of the inline text `text[start:end]`, leftmost first.

    `hidden` holds the code and HTML of the text; math that begins first hides them, and they hide
    a `$` inside them.
    """
    spans: list[Opaque] = []
    hopeless: set[bool] = set()  # nothing closes `$` (False) or `$$` (True) from here to the end
    at = text.find("$", start, end)
    begun = floor = start  # the last `[[`, and up to where it was looked for
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
        if close > 0 and text.find("]]", at, close) >= 0:
            begun, floor = max(begun, text.rfind("[[", floor, at)), at
            linked = -1 if hidden.end_of(begun) >= 0 else link_round(text, begun, at, start)
            if linked >= 0:  # the link began first, and its name holds a dollar
                at = text.find("$", linked, end)
                continue
        if close > 0:
            spans.append(Opaque(at, close, "math"))
        at = text.find("$", close if close > 0 else at + 1, end)
    return spans


def link_round(text: str, begun: int, at: int, start: int) -> int:
    """Where the wikilink ends that begins at `begun`, the last `[[` before `at`, and holds `at`; else -1.

    `start` is where the inline text begins.
    """
    close = text.find("]]", begun + 2)
    if close < at or not text.startswith("[[", begun) or is_escaped(text, begun, start):
        return -1
    broken = text.find("\n", begun, close) >= 0 or text.find("[[", begun + 2, close) >= 0
    return -1 if broken else close + 2


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
