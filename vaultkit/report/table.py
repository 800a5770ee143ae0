"""Rows as a table for people: columns as wide as a terminal shows them, numbers to the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from unicodedata import bidirectional

import msgspec

from vaultkit.model.row import Row
from vaultkit.report.style import PLAIN, Style
from vaultkit.report.text import columns, safe, width

GAP = "  "
ELLIPSIS = "…"
_NARROWEST = 8  # no column is cut below this
_ISOLATE, _POP = "\u2068", "\u2069"  # first strong isolate: what is inside does not reorder its neighbours


def table(
    row_type: type[Row], rows: Sequence[Row], *, style: Style = PLAIN, width: int | None = None
) -> Iterator[str]:
    """Yield a heading and a line for each row; nothing without rows.

    With a `width`, columns without any value are left out, the widest columns of text are cut until a line fits,
    paths at their beginning since they differ at the end, and right-to-left text is set apart from its neighbours;
    all that is for terminals alone, so that a pipe gets the text as it is.
    """
    if not rows:
        return
    shown: Sequence[str] = row_type.TABLE or row_type.__struct_fields__
    if width is not None:
        shown = [name for name in shown if any(cell(getattr(row, name)) for row in rows)]
    titles = _titles(row_type)
    right = [any(_is_number(getattr(row, name)) for row in rows) for name in shown]
    cells = [[cell(getattr(row, name)) for name in shown] for row in rows]
    cuts = [cut_start if name == "path" else cut for name in shown]
    widths = [
        max(columns(titles[name]), *(columns(line[at]) for line in cells)) for at, name in enumerate(shown)
    ]
    if width is not None:
        widths = _fitted(widths, right, width)
    yield style.paint("path", _line([titles[name] for name in shown], widths, right, cuts, width)) + "\n"
    for line in cells:
        yield _line(line, widths, right, cuts, width) + "\n"


def cell(value: Any) -> str:
    """Return a value as a cell shows it: on one line, without control characters."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float):
        return "0" if not value else f"{value:.4f}" if abs(value) < 1 else f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(cell, value))
    return safe(str(value))


def _titles(row_type: type[Row]) -> dict[str, str]:
    """Return the heading of each field: the title of its `Meta`, else its name."""
    titles = {}
    for name, hint in get_type_hints(row_type, include_extras=True).items():
        metas = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        given = [meta.title for meta in metas if isinstance(meta, msgspec.Meta) and meta.title]
        titles[name] = given[0] if given else name.replace("_", " ")
    return titles


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _fitted(widths: list[int], right: list[bool], width: int) -> list[int]:
    """Return the widths with the widest columns of text narrowed until all fit into `width`."""
    text = [at for at in range(len(widths)) if not right[at]]
    fitted = [min(one, width) for one in widths]
    while text and sum(fitted) + len(GAP) * (len(fitted) - 1) > width:
        widest = max(text, key=lambda at: fitted[at])
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _line(
    cells: Sequence[str],
    widths: Sequence[int],
    right: Sequence[bool],
    cuts: Sequence[Callable[[str, int], str]],
    width: int | None,
) -> str:
    parts = []
    for at, text in enumerate(cells):
        if columns(text) > widths[at]:
            text = cuts[at](text, widths[at])
        blanks = " " * (widths[at] - columns(text))
        if width is not None and _is_right_to_left(text):
            text = f"{_ISOLATE}{text}{_POP}"
        parts.append(blanks + text if right[at] else text + blanks)
    return GAP.join(parts).rstrip()


def cut(text: str, most: int) -> str:
    """Return the beginning of `text` that takes at most `most` columns, with an ellipsis where it is cut."""
    if columns(text) <= most:
        return text
    taken, room = 0, most - columns(ELLIPSIS)
    for character in text:
        room -= width(character)
        if room < 0:
            break
        taken += 1
    return text[:taken].rstrip() + ELLIPSIS


def cut_start(text: str, most: int) -> str:
    """Return the end of `text` that takes at most `most` columns, with an ellipsis where it is cut."""
    return cut(text[::-1], most)[::-1]


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(bidirectional(character) in ("R", "AL", "AN") for character in text)
