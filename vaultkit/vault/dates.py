"""When a note was made and last changed, as it says itself: in its properties or its name.

Times of files are never asked: a checkout or a backup changes them, and equal vaults must give equal graphs.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from vaultkit.model.identifier_keys import canonical_key
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern

CREATED = ("created", "date", "created-at", "date-created", "creation-date", "published", "publish-date")
UPDATED = ("updated", "modified", "updated-at", "modified-at", "date-modified", "last-modified", "lastmod")

# 2024-06-20, 2024/6/20, 20240620; what follows may be a time, as in 2024-06-20T10:15 or 202406201015
_ISO = lazy_pattern(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = lazy_pattern(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4}|\d{6})?(?!\d)")


class NoteDates(NamedTuple):
    """ISO dates (`2024-06-20`), None where the note does not say."""

    created: str | None
    updated: str | None


def note_dates(note: Note) -> NoteDates:
    """Return the dates of a note: those of its properties, else for `created` the first one in its name."""
    if not note.properties and not any(c.isdigit() for c in note.name):
        return NoteDates(None, None)
    known = {canonical_key(prop.key): prop.value for prop in note.properties}
    created, updated = (
        next((found for key in keys if key in known and (found := _of_value(known[key])) is not None), None)
        for keys in (CREATED, UPDATED)
    )
    return NoteDates(created or first_date(note.name), updated)


def first_date(text: str) -> str | None:
    """Return the first date that `text` writes year first, as an ISO date; None if there is none."""
    for pattern, places in ((_ISO, (1, 3, 4)), (_COMPACT, (1, 2, 3))):
        for match in pattern.finditer(text):
            year, month, day = (int(match[place]) for place in places)
            try:
                return date(year, month, day).isoformat()
            except ValueError:  # such as 2024-13-45: not a date, perhaps a later one is
                continue
    return None


def _of_value(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return first_date(value[:40]) if isinstance(value, str) else None
