"""Lines that CommonMark and Obsidian give to different blocks of a quote, list or table."""

from __future__ import annotations

import re

from vaultkit.parse.structure import Opaque, Structure

_FENCE_CLOSED = re.compile(r"\n[ \t>]*(?:`{3,}|~{3,})[ \t]*\r?\n?\Z")
_NEW_BLOCK = re.compile(
    r"[ ]{0,3}(?:`{3}|~{3}|#{1,6}[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t]|(?:[-*_][ \t]*){3,}$)"
)
_TABLE_INDENT = re.compile(r"(?<=\n) {4,}.*")
_QUOTE_INDENT = re.compile(r"(?<=\n) {4,}[^>\s].*|^[ ]{0,3}>\t.*", re.MULTILINE)


def add_lazy_lines(text: str, structure: Structure) -> None:
    """Add to `structure.opaque` the lines that only Obsidian counts to a code or HTML block.

    CommonMark ends an unclosed fence or HTML block with the quote or list item that holds it; Obsidian
    carries on, up to a blank line or a new block (pinned by its tags in such texts).
    """
    extra: list[Opaque] = []
    roots = {root.start for root in structure.roots}
    for block in structure.opaque:
        if block.kind not in ("fence", "html-block") or block.start in roots:
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


def _indented(text: str, structure: Structure) -> list[Opaque]:
    """Lines of a quote or table that Obsidian reads as indented code and CommonMark as text.

    After a line of a quote or a table, a line indented by four (no lazy continuation), and a quoted
    line whose `>` is followed by a tab.
    """
    found: list[Opaque] = []
    for start, end in structure.tables:
        if "\n    " in (raw := text[start:end]):
            found.extend(
                Opaque(start + m.start(), start + m.end(), "lazy") for m in _TABLE_INDENT.finditer(raw)
            )
    outer_end = -1
    for start, end in structure.quotes:
        if start < outer_end:
            continue
        outer_end = end
        if "\n    " in (raw := text[start:end]) or ">\t" in raw:
            found.extend(
                Opaque(start + m.start(), start + m.end(), "lazy") for m in _QUOTE_INDENT.finditer(raw)
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
