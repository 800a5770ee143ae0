"""Fixes that give a note the headings it lacks, each where its template has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vaultkit.model.diagnostic import Fix
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault.template_source import PLACEHOLDER, heading_key
from vaultkit.vault.template_use import Seen

_TITLE = lazy_pattern(r"\{\{\s*title\s*\}\}", re.IGNORECASE)
_MAY_BE_OPEN = lazy_pattern(r"```|~~~|%%|<!--|\$\$")
_LINE = lazy_pattern(r"[^\n]*\n|[^\n]+")
_COMMENT = lazy_pattern(r"\s*(?:%%.*%%|<!--.*-->)?\s*")

Heading = tuple[str, int]
"""The text of a heading, and its level."""


def insertions(
    note: Note, text: str, wanted: Mapping[str, Heading], present: Mapping[str, Seen]
) -> dict[str, Fix | None]:
    """Return, by the key of each of the `wanted` headings that is not `present`, the fix that inserts it.

    `wanted` is in the order of the template. Headings that belong in the same place share one fix. None
    where a heading cannot be written: its placeholder is not the title, or the note ends in a code block.
    """
    fixes: dict[str, Fix | None] = {}
    before: str | None = None
    gap: list[str] = []
    for key in (*wanted, None):
        if key is not None and key not in present:
            gap.append(key)
            continue
        if gap:
            headings = [wanted[one] for one in gap]
            fixes.update(dict.fromkeys(gap, _fix(note, text, headings, before, key, present)))
        before, gap = key, []
    return fixes


def _fix(
    note: Note,
    text: str,
    headings: Sequence[Heading],
    before: str | None,
    following: str | None,
    present: Mapping[str, Seen],
) -> Fix | None:
    written = [_TITLE.sub(lambda _: note.name, heading) for heading, _ in headings]
    if any(PLACEHOLDER.search(heading) for heading in written):
        return None
    at = len(text)
    if following is not None:
        at = _start(note, present[following])
    elif before is not None:
        at = _end(note, present[before], at)
    at = _above_comments(text, at)
    eol = "\r\n" if "\r\n" in text else "\n"
    lines = (eol * 2).join(
        f"{'#' * level} {heading}" for heading, (_, level) in zip(written, headings, strict=True)
    )
    lead = (
        "" if not text[:at] or text[:at].endswith(eol * 2) else eol if text[:at].endswith("\n") else eol * 2
    )
    tail = eol * 2 if at < len(text) else eol if text.endswith("\n") else ""
    edit = Edit(at, at, lead + lines + tail)
    if at == len(text) and _MAY_BE_OPEN.search(text):
        from vaultkit.parse import parse_note  # few notes lack a section; others need no parser

        after = parse_note((text + edit.text).encode("utf-8", "surrogatepass"), note.path)
        if {heading_key(heading) for heading in written} - {heading_key(one.text) for one in after.headings}:
            return None
    names = ", ".join(f'"{heading}"' for heading in written)
    return Fix(f"insert the heading{'s' if len(written) > 1 else ''} {names}", "unsafe", {note.path: (edit,)})


def _above_comments(text: str, at: int) -> int:
    """Return where the comments begin that stand right above `at`, if any: they speak of what comes next, such as
    a footer that nobody shall edit or a heading that is told apart."""
    above = place = at
    for line in reversed(_LINE.findall(text, 0, at)):
        if _COMMENT.fullmatch(line) is None:
            break
        above -= len(line)
        place = above if line.strip() else place
    return place


def _start(note: Note, seen: Seen) -> int:
    line = seen.section.line
    return next(heading.span.start for heading in note.headings if heading.span.line == line)


def _end(note: Note, seen: Seen, default: int) -> int:
    """Return where a section with its subsections ends."""
    section = seen.section
    return next(
        (
            heading.span.start
            for heading in note.headings
            if heading.span.line > section.line and heading.level <= section.level
        ),
        default,
    )
