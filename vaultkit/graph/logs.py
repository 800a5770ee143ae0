"""Dated logs: days, and under each day what was read or done.

A day begins with a line or heading that is a date and nothing else. Its entries are the list items at the
left margin below it; an item may start with a sign that a legend above the first day explains
(`- 📜: papers`). The first link of an entry is what the entry is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_WEEKDAY = re.compile(r"\(?\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\)?,?", re.IGNORECASE)
_DECORATION = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+)?[*_\[]*|[*_\]:\s]*$")
_LEGEND = re.compile(r"[-*+][ \t]+([^\w\s\[\](){}]{1,8})[ \t]*[:=–—-][ \t]*(\S.*)")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(\S.*)")


class Entry(NamedTuple):
    """One entry: its day, its line, what its sign says it is (or ""), and its first link."""

    date: str
    line: int
    type: str
    link: Link | None


class Log(NamedTuple):
    """The days of a note as (ISO date, line) and their entries, in the order of the note."""

    days: tuple[tuple[str, int], ...]
    entries: tuple[Entry, ...]


def read_log(note: Note, text: str) -> Log:
    """Return the days and entries of a note. Lines that look like a date but are none begin no day."""
    lines = text.split("\n")
    first = note.frontmatter.end_line if note.frontmatter is not None else 0
    dated = _dates([(number, line.rstrip("\r")) for number, line in enumerate(lines, 1) if number > first])
    legend = _legend(lines[first : min(dated) - 1 if dated else 0])
    links: dict[int, Link] = {}
    for link in note.links:
        if link.span.line not in links or link.span.start < links[link.span.line].span.start:
            links[link.span.line] = link
    entries: list[Entry] = []
    day = ""
    for number, line in enumerate(lines, 1):
        if number in dated:
            day = dated[number]
        elif day and (item := _ITEM.match(line)) is not None:
            kind = next((legend[sign] for sign in legend if item[1].startswith(sign)), "")
            entries.append(Entry(day, number, kind, links.get(number)))
    return Log(tuple((iso, number) for number, iso in dated.items()), tuple(entries))


def _legend(lines: Iterable[str]) -> dict[str, str]:
    """Return the meaning of each sign; papers are called `paper`, everything else what the legend says."""
    legend: dict[str, str] = {}
    for line in lines:
        found = _LEGEND.match(line)
        if found is not None:
            meaning = found[2].strip()
            is_paper = re.match(
                r"(?:research |scientific |academic )?(?:papers?|preprints?)\b", meaning, re.IGNORECASE
            )
            legend.setdefault(found[1], "paper" if is_paper else meaning)
    return dict(sorted(legend.items(), key=lambda item: -len(item[0])))


def _dates(lines: list[tuple[int, str]]) -> dict[int, str]:
    """Return the ISO date of every line that is a date, by line number.

    Whether 03/04 is in March or in April is decided once for the note: by a date that fits one reading
    only, else by the reading that keeps the days in order, else by the separator (slashes: month first).
    """
    certain: dict[int, date] = {}
    open_: dict[int, tuple[int, int, int, str]] = {}
    for number, line in lines:
        if len(line) > 60 or not any(map(str.isdigit, line)):
            continue
        text = _WEEKDAY.sub("", _DECORATION.sub("", line)).strip(" ,*_[]:")
        numbers = _NUMBERS.fullmatch(text)
        if numbers is not None:
            year = int(numbers[4]) + (2000 if len(numbers[4]) == 2 else 0)
            open_[number] = (int(numbers[1]), int(numbers[3]), year, numbers[2])
        elif (found := _written(text)) is not None:
            certain[number] = found
    if open_:
        month_first = _month_first(list(open_.values()))
        for number, (one, two, year, _) in open_.items():
            readings = ((one, two), (two, one)) if month_first else ((two, one), (one, two))
            for month, day in readings:  # a date that fits only the other reading is still a date
                if (read := _date(year, month, day)) is not None:
                    certain[number] = read
                    break
    return {number: certain[number].isoformat() for number in sorted(certain)}


def _written(text: str) -> date | None:
    """Read a date that can be read in one way only."""
    if (found := _ISO.fullmatch(text)) is not None:
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if (found := _MONTH_FIRST.fullmatch(text)) is not None:
        return _date(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
    if (found := _DAY_FIRST.fullmatch(text)) is not None:
        return _date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_first(numbers: list[tuple[int, int, int, str]]) -> bool:
    """Return whether the first number of dates like 03/04/2024 is the month."""
    votes = sum((two > 12) - (one > 12) for one, two, _, _ in numbers)
    if votes:
        return votes > 0
    turns = []
    for month_first in (True, False):
        days = [(year, *((one, two) if month_first else (two, one))) for one, two, year, _ in numbers]
        rises = [after > before for before, after in pairwise(days) if after != before]
        turns.append(min(rises.count(True), rises.count(False)))
    if turns[0] != turns[1]:
        return turns[0] < turns[1]
    return numbers[0][3] == "/"
