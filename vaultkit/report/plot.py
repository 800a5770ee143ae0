"""Bars in the terminal: stacked by type, told apart by their marks with colours or without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vaultkit.report.style import PLAIN, Style
from vaultkit.report.text import columns, safe

Bar = tuple[str, Sequence[tuple[str, int]]]
"""A label, and (type, count) of what the bar is made of."""

_MARKS = "█▓▒░◆○"
_ROLES = ("info", "help", "warning", "error", "path", "dim")
_OTHERS = "others"
_LEAST_ROOM = 8  # with less room for the bars, the numbers stand alone


def bars(rows: Sequence[Bar | None], *, width: int, style: Style = PLAIN) -> Iterator[str]:
    """Yield a line for each bar, then what the marks mean and how much each stands for.

    None is a gap. No line is wider than `width` columns: where the longest bar does not fit, a mark stands for
    several entries; where hardly anything fits, labels and numbers stand without bars. Every count that is not
    zero has at least one mark in all.
    """
    drawn = [row for row in rows if row is not None]
    if not drawn:
        return
    totals = [sum(count for _, count in parts) for _, parts in drawn]
    label = min(max(columns(safe(name)) for name, _ in drawn), max(4, width // 2))
    number = len(str(max(totals)))
    room = width - label - number - 4
    per_mark = max(1.0, max(totals) / room) if room >= _LEAST_ROOM else 0.0
    types = _types(drawn)
    for row in rows:
        if row is None:
            yield "⋮".rjust(label) + "\n"
            continue
        name, parts = row
        total = sum(count for _, count in parts)
        line = f"{_cut(safe(name), label)}  {total:>{number}}  "
        yield (line + _bar(parts, types, per_mark, style)).rstrip() + "\n"
    if per_mark:
        yield from _legend(types, per_mark, width, style)


def _types(rows: Sequence[Bar]) -> list[str]:
    """Return the types that have a mark of their own, most frequent first."""
    counts: Counter[str] = Counter()
    for _, parts in rows:
        for type, count in parts:
            counts[type] += count
    ranked = sorted((type for type in counts if counts[type]), key=lambda type: (-counts[type], type))
    return ranked if len(ranked) <= len(_MARKS) else [*ranked[: len(_MARKS) - 1], _OTHERS]


def _bar(parts: Sequence[tuple[str, int]], types: Sequence[str], per_mark: float, style: Style) -> str:
    if not per_mark:
        return ""
    counts: Counter[str] = Counter()
    for type, count in parts:
        counts[type if type in types else _OTHERS] += count
    total = sum(counts.values())
    marks = max(1, round(total / per_mark)) if total else 0
    drawn, done, before = [], 0, 0
    for at, type in enumerate(types):  # cut the bar where the sums are, so that rounding never adds up
        done += counts[type]
        upto = round(done / total * marks) if total else 0
        if upto > before:
            drawn.append(style.paint(_ROLES[at], _MARKS[at] * (upto - before)))
        before = upto
    return "".join(drawn)


def _legend(types: Sequence[str], per_mark: float, width: int, style: Style) -> Iterator[str]:
    yield "\n"
    line = ""
    for at, type in enumerate(types):
        shown = _cut(safe(type), max(4, width - 2)).rstrip()
        if line and columns(line) + columns(shown) + 4 > width:
            yield line.rstrip() + "\n"
            line = ""
        line += f"{_MARKS[at]} {shown}  "
    painted = line.rstrip()
    for at, _ in enumerate(types):
        painted = painted.replace(_MARKS[at], style.paint(_ROLES[at], _MARKS[at]), 1)
    yield painted + "\n"
    if per_mark > 1:
        yield _cut(f"a mark is {per_mark:.1f} entries", width).rstrip() + "\n"


def _cut(text: str, most: int) -> str:
    from vaultkit.report.table import cut

    text = cut(text, most)
    return text + " " * (most - columns(text))
