"""Daily notes: which note is the note of which day, by the plugin's own settings.

The format is moment.js's, as Obsidian's daily notes plugin has it (momentjs.com/docs/#/displaying/format);
slashes in it are folders. Names of months and weekdays are English: of other languages only the numbers
are understood.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from vaultkit.model.settings import ObsidianSettings

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = _MONTH_NAMES.split()
_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SHORT_MONTHS = "|".join(name[:3] for name in _MONTHS)
_SHORT_WEEKDAYS = "|".join(name[:3] for name in _WEEKDAYS.split("|"))
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short_year>\d\d)",
    "MMMM": f"(?P<month_name>{'|'.join(_MONTHS)})",
    "MMM": f"(?P<month_name>{_SHORT_MONTHS})",
    "MM": r"(?P<month>\d\d)",
    "M": r"(?P<month>\d\d?)",
    "Do": r"(?P<day>\d\d?)(?:st|nd|rd|th)",
    "DD": r"(?P<day>\d\d)",
    "D": r"(?P<day>\d\d?)",
    "dddd": f"(?:{_WEEKDAYS})",
    "ddd": f"(?:{_SHORT_WEEKDAYS})",
    "dd": "(?:mo|tu|we|th|fr|sa|su)",
    "d": r"\d",
    "E": r"\d",
    "gggg": r"\d{4}",
    "GGGG": r"\d{4}",
    "ww": r"\d\d",
    "WW": r"\d\d",
    "w": r"\d\d?",
    "W": r"\d\d?",
    "Q": r"\d",
}
_PIECE = re.compile(
    r"\[([^\]]*)\]|(" + "|".join(sorted(_TOKENS, key=lambda token: -len(token))) + ")|(.)", re.DOTALL
)
_ISO_NAME = re.compile(r"\d{4}-\d\d-\d\d")


def daily_date(path: str, settings: ObsidianSettings) -> str | None:
    """Return the ISO date of the day whose note stands at `path`, None where it is no daily note.

    It is one when folder and name are as the settings say, or when its name is an ISO date wherever it
    lies. A name that looks like a date and is none (2024-02-30) names no day.
    """
    bare = path.removesuffix(".md")
    if bare == path:
        return None
    folder = settings.daily_folder or ""
    if not folder or bare.startswith(folder + "/"):
        match = _pattern(settings.daily_format).fullmatch(bare[len(folder) + 1 if folder else 0 :])
        if match is not None and (found := _date(match)) is not None:
            return found
    name = bare.rpartition("/")[2]
    if _ISO_NAME.fullmatch(name):
        try:
            return date.fromisoformat(name).isoformat()
        except ValueError:
            return None
    return None


@lru_cache(maxsize=8)
def _pattern(format: str) -> re.Pattern[str]:
    """Return the pattern of a moment.js format. What is said twice has to be right only the first time."""
    seen: set[str] = set()
    parts = []
    for literal, token, other in _PIECE.findall(format.strip("/")):
        part = _TOKENS.get(token) or re.escape(literal or other)
        group = re.search(r"\?P<(\w+)>", part)
        if group is not None and group[1] in seen:
            part = part.replace(group[0], "?:")
        elif group is not None:
            seen.add(group[1])
        parts.append(part)
    return re.compile("".join(parts), re.IGNORECASE | re.ASCII)


def _date(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    year = int(found["year"]) if found.get("year") else 2000 + int(found.get("short_year") or 0)
    if name := found.get("month_name"):
        month = [month[:3] for month in _MONTHS].index(name[:3].lower()) + 1
    else:
        month = int(found.get("month") or 0)
    has_year = found.get("year") or found.get("short_year")
    try:
        return date(year, month, int(found.get("day") or 0)).isoformat() if has_year else None
    except ValueError:
        return None
