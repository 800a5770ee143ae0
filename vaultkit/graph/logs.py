"""Dated logs: days, and under each day what was read or done.

A day begins with a line that is a date and nothing else, or with a heading that begins with a date. Its
entries are the list items at the left margin below it; an item may start with a sign that a legend above the
first day explains (`- 📜: papers`, `- P: papers`). The first link of an entry is what the entry is about; the
items indented below it are its sub-notes. In an outline, a log without other days, the day is a list item itself,
and all below it stands one step further in.

A line that has the form of a date and is none (02/30/2024) ends the day before it: what stands below belongs
to no day, and the log says so among its faults. Of a sign explained twice, the first meaning holds.

A daily note is the log of its one day: every link in it is an entry, at the margin or not, and so is every
item with a sign. Lines in it that are other dates begin those days, as in a log.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from vaultkit.model.link import Link
from vaultkit.model.note import Note

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)")
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(\d{{4}})", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\(?\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?\)?,?", re.IGNORECASE
)
_DECORATION = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+)?[*_\[]*|[*_\]:\s]*$")
# What a heading may begin with: "2024-06-21 10:30", "June 21, 2024 – at home". Two digits are no year here, so
# that a version is no date.
_AT_START = re.compile(
    rf"(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+\d{{4}})(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
_TASK = re.compile(r"^\[.\][ \t]+")
_DRAWN_AS_EMOJI = "\ufe0f"  # which of its two pictures a sign gets: not what it means
# "- 📜: papers" or "- 📜 papers", and "- P: papers" or "- [P] = papers" for who has no emoji at hand
_LEGEND = re.compile(
    r"[-*+][ \t]+(?:([^\w\s\[\](){}]{1,8}|\w{1,3}|[\[(]\w{1,3}[\])])[ \t]*[:=–—-]|([^\s!-~\w]{1,8})[ \t])[ \t]*(\S.*)"
)
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(\S.*)")
_SUB_NOTE = re.compile(r"[ \t]+(?:[-*+]|\d{1,9}[.)])[ \t]+\S")


class Entry(NamedTuple):
    """One entry: its day, its line, what its sign says it is (or ""), the link to what it is about, its title
    (the text of the link, or its own without one), and the lines of its sub-notes."""

    date: str
    line: int
    type: str
    link: Link | None
    title: str
    sub_notes: tuple[int, ...] = ()


class Log(NamedTuple):
    """The days of a note as (ISO date, line) and their entries, in the order of the note; what is wrong with
    it as (line, message)."""

    days: tuple[tuple[str, int], ...]
    entries: tuple[Entry, ...]
    faults: tuple[tuple[int, str], ...]


def read_log(note: Note, text: str, day: str | None = None) -> Log:
    """Return the days and entries of a log, or of the daily note of the ISO date `day`."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    first = note.frontmatter.end_line if note.frontmatter is not None else 0
    headings = {heading.span.line for heading in note.headings}
    body = [(number, line) for number, line in enumerate(lines, 1) if number > first]
    dated = _dates(body, headings)
    if not dated and day is None:
        dated = _dates([(number, item[1]) for number, line in body if (item := _ITEM.match(line))], ())
    above = min(dated, default=0 if day is None else len(lines) + 1)
    legend, faults = _legend([(number, lines[number - 1]) for number in range(first + 1, above)])
    days = [] if day is None else [(day, first + 1)]
    entries = _Entries(note, legend, daily=day is not None)
    here, step = day or "", ""
    for number, line in enumerate(lines[first:], first + 1):
        if number in dated:
            here, step = dated[number], _step_below(number, lines)
            if not here:
                faults.append((number, f'"{line.strip()}" is no date; what stands below belongs to no day'))
            elif here != day:
                days.append((here, number))
        elif here:
            entries.read(here, number, line.removeprefix(step))
    return Log(tuple(days), tuple(entries.found), tuple(sorted(faults)))


def _step_below(number: int, lines: list[str]) -> str:
    """Return the blanks before what stands below a day that is a list item; none where it is no item."""
    if _ITEM.match(lines[number - 1]) is None:
        return ""
    below = next((lines[at] for at in range(number, len(lines)) if lines[at].strip()), "")
    return below[: len(below) - len(below.lstrip())]


class _Entries:
    """The entries of one note, read line by line."""

    def __init__(self, note: Note, legend: dict[str, str], *, daily: bool) -> None:
        self.found: list[Entry] = []
        self._legend = legend
        self._daily = daily
        self._links: dict[int, list[Link]] = {}
        for link in sorted(note.links, key=lambda link: link.span.start):
            self._links.setdefault(link.span.line, []).append(link)

    def read(self, day: str, number: int, line: str) -> None:
        """Take in a line that belongs to `day`."""
        item = _ITEM.match(line)
        text = item[1].replace(_DRAWN_AS_EMOJI, "") if item is not None else ""
        sign = self._sign(text)
        if not sign:
            text = _TASK.sub("", text, count=1)
            sign = self._sign(text)
        kind = self._legend.get(sign, "")
        links = self._links.get(number, [])
        if self._daily and not sign:
            self.found += [Entry(day, number, "", link, _title(link)) for link in links]
        elif item is not None:
            link = links[0] if links else None
            title = text.removeprefix(sign).strip(": \t") if link is None else _title(link)
            self.found.append(Entry(day, number, kind, link, title))
        elif self.found and not self._daily and self.found[-1].date == day and _SUB_NOTE.match(line):
            last = self.found[-1]
            self.found[-1] = last._replace(sub_notes=(*last.sub_notes, number))

    def _sign(self, text: str) -> str:
        return next((sign for sign in self._legend if _begins(text, sign)), "")


def _begins(text: str, sign: str) -> bool:
    """Whether an entry begins with a sign; one of letters must not go on as a word."""
    return text.startswith(sign) and not (sign[-1].isalnum() and text[len(sign) : len(sign) + 1].isalnum())


def _title(link: Link) -> str:
    return " ".join((link.display or link.target).split())


def _legend(lines: Iterable[tuple[int, str]]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Return the meaning of each sign, longer signs first, and (line, message) where one has two meanings.

    Papers are called `paper`, everything else what the legend says.
    """
    legend: dict[str, str] = {}
    faults: list[tuple[int, str]] = []
    for number, line in lines:
        found = _LEGEND.match(line)
        if found is None:
            continue
        sign, meaning = (found[1] or found[2]).replace(_DRAWN_AS_EMOJI, ""), found[3].strip()
        if re.match(r"(?:research |scientific |academic )?(?:papers?|preprints?)\b", meaning, re.IGNORECASE):
            meaning = "paper"
        known = legend.setdefault(sign, meaning)
        if known != meaning:
            faults.append((number, f'{sign} is explained as "{known}" already; that holds'))
    return dict(sorted(legend.items(), key=lambda item: -len(item[0]))), faults


def _dates(lines: list[tuple[int, str]], headings: Container[int]) -> dict[int, str]:
    """Return the ISO date of every line that is a date, by line number; "" for a date that does not exist.

    Of `headings`, by line number, only the beginning must be one. Whether 03/04 is in March or in April is
    decided once for the note: by a date that fits one reading only, else by the reading that keeps the days in
    order, else by the one that keeps them nearer together, else by the separator (slashes: month first).
    """
    certain: dict[int, date | None] = {}
    open_: dict[int, tuple[int, int, int, str]] = {}
    for number, line in lines:
        is_heading = number in headings
        if (len(line) > 60 and not is_heading) or not any(map(str.isdigit, line)):
            continue
        text = _WEEKDAY.sub("", _DECORATION.sub("", line)).strip(" ,*_[]:")
        if is_heading and (start := _AT_START.match(text)) is not None:
            text = start[0]
        numbers = _NUMBERS.fullmatch(text)
        if numbers is not None:
            year = int(numbers[4]) + (2000 if len(numbers[4]) == 2 else 0)
            open_[number] = (int(numbers[1]), int(numbers[3]), year, numbers[2])
        elif (written := _written(text)) is not None:
            certain[number] = _date(*written)
    if open_:
        month_first = _month_first([one for one in open_.values() if min(one[:2]) <= 12])
        for number, (one, two, year, _) in open_.items():
            readings = ((one, two), (two, one)) if month_first else ((two, one), (one, two))
            # A date that fits only the other reading is still a date.
            read = (found for month, day in readings if (found := _date(year, month, day)) is not None)
            certain[number] = next(read, None)
    return {number: found.isoformat() if found else "" for number, found in sorted(certain.items())}


def _written(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a date that can be read in one way only, whether they exist or not."""
    if (found := _ISO.fullmatch(text)) is not None:
        return int(found[1]), int(found[3]), int(found[4])
    if (found := _MONTH_FIRST.fullmatch(text)) is not None:
        return int(found[3]), _MONTHS[found[1].lower()], int(found[2])
    if (found := _DAY_FIRST.fullmatch(text)) is not None:
        return int(found[3]), _MONTHS[found[2].lower()], int(found[1])
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_first(numbers: list[tuple[int, int, int, str]]) -> bool:
    """Return whether the first number of dates like 03/04/2024 is the month."""
    if not numbers:
        return True
    votes = sum((two > 12) - (one > 12) for one, two, _, _ in numbers)
    if votes:
        return votes > 0
    slashes = numbers[0][3] == "/"
    turns, spans = [], []
    for month_first in (True, False):
        days = [_date(year, *((one, two) if month_first else (two, one))) for one, two, year, _ in numbers]
        steps = [(after - before).days for before, after in pairwise(filter(None, days)) if after != before]
        turns.append(min(sum(step > 0 for step in steps), sum(step < 0 for step in steps)))
        spans.append(sum(map(abs, steps)))
    if turns[0] != turns[1]:
        return turns[0] < turns[1]
    if spans[0] != spans[1] and numbers[0][3] != ".":  # with dots the day is always first
        return spans[0] < spans[1]
    return slashes
