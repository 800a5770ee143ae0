"""Lines that CommonMark and Obsidian give to different blocks of a quote, list or table."""

from __future__ import annotations

import itertools
import re

from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Opaque, Structure
from vaultkit.patterns import lazy_pattern

_FENCE_CLOSED = re.compile(r"\n[ \t>]*(?:`{3,}|~{3,})[ \t]*\r?\n?\Z")
_NEW_BLOCK = re.compile(
    r"[ ]{0,3}(?:`{3}|~{3}|#{1,6}[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t]|(?:[-*_][ \t]*){3,}$)"
)
_TABLE_INDENT = lazy_pattern(r"(?<=\n)(?: {4,}|\t).*")
_QUOTE_INDENT = lazy_pattern(r"(?<=\n)(?P<indent> {4,}|\t[ \t]*)[^>\s].*|^[ ]{0,3}>[ ]?\t.*", re.MULTILINE)
# HTML that ends at a blank line (kinds 6 and 7 of CommonMark), not at a mark of its own.
_ENDS_AT_BLANK_LINE = lazy_pattern(r"[ ]{0,3}<(?![!?]|(?:script|pre|style|textarea)\b)", re.IGNORECASE)
_BLANKS_ONLY = lazy_pattern(r"[ \t]+\r?$", re.MULTILINE)
_TAG_AT_LINE_START = lazy_pattern(r"^([ ]{0,3})<(?=[/?A-Za-z])", re.MULTILINE)
_ENDS_ITEM = lazy_pattern(
    r"^[ ]{0,3}(?:#{1,6}[ \t]|`{3}|~{3}|(?:[-*_][ \t]*){3,}$)|^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE
)
_DEEP_BLANKS = lazy_pattern(r"(?:(?:\t|[ ]{4})[ \t]*\r?\n)+")
_LAST_BLANK = lazy_pattern(r"[ \t](?=\r?\n)")
_EMPTY_LINE = lazy_pattern(r"\n\r?(?=\n)")


def as_obsidian_goes_on(text: str, structure: Structure) -> tuple[str, list[Opaque]]:
    """Return `text`, in the same places, with lines that go on in Obsidian written so that CommonMark agrees.

    HTML right below a list item, or display math that is not closed, belongs to the item there: it ends with the
    item, and is returned as ranges.
    What is indented below a paragraph belongs to it if the lines between begin with an indent, too.
    """
    if not any(one.kind in ("html-block", "indented") for one in structure.opaque):
        return text, []
    parts: list[str] = []
    html: list[Opaque] = []
    done = 0
    for before, root in itertools.pairwise(structure.roots):
        start = text.rfind("\n", 0, root.start) + 1
        if root.kind == "html" and before.kind == "list" and text[start - 2 : start - 1] not in ("\n", ""):
            if not text[text.rfind("\n", 0, start - 1) + 1 : start].strip():
                continue
            if text.startswith("<?", root.start) and "?>" in text[root.start : root.end]:
                continue  # display math that is closed
            end = _ENDS_ITEM.search(text, start, root.end)
            stop = end.start() if end is not None else root.end
            html.append(Opaque(start, stop, "lazy"))
            parts += (text[done:start], _TAG_AT_LINE_START.sub(r"\1x", text[start:stop]))
            done = stop
        elif root.kind == "code" and before.kind == "paragraph":
            begin = text.rfind("\n", 0, before.end) + 1
            blanks = _DEEP_BLANKS.fullmatch(text, begin, start)
            if blanks is not None and len(text[start : root.start].expandtabs(4)) >= 4:
                parts += (text[done:begin], _LAST_BLANK.sub("x", text[begin:start]))
                done = start
    return "".join((*parts, text[done:])) if parts else text, html


def add_lazy_lines(text: str, structure: Structure) -> None:
    """Add to `structure.opaque` the lines that only Obsidian counts to a code or HTML block.

    CommonMark ends an unclosed fence or HTML block with the quote or list item that holds it; Obsidian
    carries on, up to a blank line or a new block (pinned by its tags in such texts).
    """
    extra: list[Opaque] = []
    roots = {root.start for root in structure.roots}
    beyond = -1  # where HTML that goes on over a line of blanks ends
    for block in structure.opaque:
        if block.kind not in ("fence", "html-block") or block.start < beyond:
            continue
        if block.start in roots:
            if block.kind == "html-block" and _BLANKS_ONLY.match(text, block.end):
                extra.extend(_html_beyond(text, block))
                beyond = extra[-1].end if extra else -1
            continue
        raw = text[block.start : block.end]
        comment = block.kind == "html-block" and raw.startswith("<!--")
        if (block.kind == "fence" and _FENCE_CLOSED.search(raw)) or (comment and "-->" in raw):
            continue
        end = _lazy_end(text, block.end, comment)
        if end > block.end:
            extra.append(Opaque(block.end, end, "lazy"))
    extra.extend(_indented(text, structure))
    if extra:
        structure.opaque = sorted([*structure.opaque, *extra])
        covered = Excluded([(one.start, one.end) for one in extra])
        structure.headings = [one for one in structure.headings if covered.end_of(one.start) < 0]


def _html_beyond(text: str, block: Opaque) -> list[Opaque]:
    """The rest of an HTML block after a line of blanks: to Obsidian only an empty line ends it."""
    if not _ENDS_AT_BLANK_LINE.match(text, block.start):
        return []
    empty = _EMPTY_LINE.search(text, block.end - 1)
    return [Opaque(block.end, empty.end() if empty is not None else len(text), "lazy")]


def _indented(text: str, structure: Structure) -> list[Opaque]:
    """Lines of a quote or table that Obsidian reads as indented code and CommonMark as text.

    After a line of a quote or a table, a line indented by four or a tab (no lazy continuation), and a
    quoted line whose `>` is followed by a tab. In a quote of a list item, the indent is the item's own.
    """
    found: list[Opaque] = []
    for start, end in structure.tables:
        if "\n    " in (raw := text[start:end]) or "\n\t" in raw:
            found.extend(
                Opaque(start + m.start(), start + m.end(), "lazy") for m in _TABLE_INDENT.finditer(raw)
            )
    outer_end = -1
    for start, end in structure.quotes:
        if start < outer_end:
            continue
        outer_end = end
        if "\n    " in (raw := text[start:end]) or "\n\t" in raw or ">\t" in raw or "> \t" in raw:
            before = text[text.rfind("\n", 0, start) + 1 : start]
            column = len(before.expandtabs(4)) if before.strip() else 0
            found.extend(
                Opaque(start + m.start(), start + m.end(), "lazy")
                for m in _QUOTE_INDENT.finditer(raw)
                if not m["indent"] or len(m["indent"].expandtabs(4)) >= column + 4
            )
    return found


def _lazy_end(text: str, at: int, comment: bool) -> int:
    if not at or text[at - 1] != "\n" or not text[text.rfind("\n", 0, at - 1) + 1 : at].strip(" \t\r\n>"):
        return at
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end + 1
        line = text[at:line_end]
        if not line.strip():
            return at
        if comment and "-->" in line:
            return line_end
        if _NEW_BLOCK.match(line):
            return at
        at = line_end
    return at
