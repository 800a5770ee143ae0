"""What a template leaves behind: list items that nobody filled in, placeholders that nothing replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Structure
from vaultkit.text import Span, SpanOf

# The blanks before a marker that is indented by a tab count to its item, up to the line end before them.
_EMPTY_ITEM = re.compile(
    r"(?:\r?\n)?[ \t>]*+(?P<item>(?:[-*+]|\d{1,9}[.)])(?:[ \t]++\[[ xX]\])?[ \t]*+)(?=\r?\n|\r?\Z)"
)
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
# Core templates ({{title}}, {{date:FORMAT}}, {{time}}) and Templater (<% … %>).
_CORE_PLACEHOLDER = re.compile(r"\{\{[ \t]*(?:title|date|time)[ \t]*(?::[^{}\n]*)?\}\}", re.IGNORECASE)


def find_empty_items(text: str, structure: Structure, hidden: Excluded, span_of: SpanOf) -> tuple[Span, ...]:
    """Return list items without content: a bare marker, or a task without text.

    Also where CommonMark sees none (a bare marker that continues a paragraph): people meant an item.
    """
    begun = [start for start, _ in structure.items]
    if structure.breaks:
        begun = sorted([*begun, *structure.breaks])
    headings: Excluded | None = None
    found: list[Span] = []
    start = -1
    for at in begun:
        match = _EMPTY_ITEM.match(text, at)
        if match is None or match.start("item") == start:
            continue
        start, end = match.span("item")
        indent = text[text.rfind("\n", 0, start) + 1 : start]
        if indent.strip(" \t>") or hidden.end_of(start) >= 0:
            continue
        if headings is None:
            headings = Excluded([(heading.start, heading.end) for heading in structure.headings])
        if headings.end_of(start) >= 0:
            continue
        following = text[end : end + 400].lstrip("\r").removeprefix("\n").partition("\n")[0]
        deeper = len(following) - len(following.lstrip(" \t")) > len(indent)
        if deeper and following.strip() and not _ITEM.match(following):
            continue  # the item's content begins on the next line
        found.append(span_of(start, end))
    return tuple(found)


def find_placeholders(text: str, hidden: Excluded, span_of: SpanOf) -> Iterator[Span]:
    """Yield the template variables left in a text, outside code and math."""
    found: list[tuple[int, int]] = []
    if "{{" in text:
        found.extend(match.span() for match in _CORE_PLACEHOLDER.finditer(text))
    at = text.find("<%")
    while at >= 0 and (close := text.find("%>", at + 2)) >= 0:
        if text[at + 2 : close].strip():  # `<% %>` alone is talk about templates
            found.append((at, close + 2))
        at = text.find("<%", close + 2)
    for start, end in sorted(found):
        if hidden.end_of(start) < 0:
            yield span_of(start, end)
