"""What kind of value a property holds, and whether it is of the type that somebody declared for it."""

from __future__ import annotations

from datetime import date, time
from functools import lru_cache
from typing import Any, Literal, get_args

from vaultkit.patterns import lazy_pattern

Kind = Literal["nothing", "text", "date", "datetime", "no-date", "number", "checkbox", "list", "mapping"]
"""`no-date` is a text in the form of an ISO date or time that is none, such as 2024-13-45."""

_DATE = lazy_pattern(r"((\d)\d{3}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?")
_LINK = lazy_pattern(r"\[\[[^\[\]]+\]\]")

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_SCALARS = frozenset[Kind](("text", "date", "datetime", "no-date", "number"))
# By Obsidian's names. It shows a single text where a list is expected, and any scalar as text.
_FITTING: dict[str, frozenset[Kind]] = {
    "text": _SCALARS | {"checkbox"},
    "multitext": _SCALARS | {"list"},
    "aliases": _SCALARS | {"list"},
    "tags": _SCALARS | {"list"},
    "list": frozenset(("list",)),
    "number": frozenset(("number",)),
    "checkbox": frozenset(("checkbox",)),
    "date": frozenset(("date", "datetime")),
    "datetime": frozenset(("date", "datetime")),
}


def kind_of(value: Any) -> Kind:
    """Return the kind of a property's value. A text that is an existing ISO date counts as one."""
    if isinstance(value, str):  # most values
        return _kind_of_date(value) if "0" <= value < ":" else "text"  # dates begin with a digit
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "list"
    if isinstance(value, bool):
        return "checkbox"
    return "number" if isinstance(value, int | float) else "mapping"


@lru_cache(maxsize=4096)  # the notes of a vault have many dates in common
def _kind_of_date(text: str) -> Kind:
    found = _DATE.fullmatch(text)
    if found is None:
        return "text"
    try:
        date.fromisoformat(found[1])
        if found[3] is None:
            return "date"
        time.fromisoformat(found[3].replace("24:00", "00:00"))  # midnight, the end of the day
    except ValueError:
        return "no-date" if found[2] in "12" else "text"  # 0815-47-11 is a number of something
    return "datetime"


def fits(kind: Kind, declared: str) -> bool:
    """Return whether a value of this kind can be of the type `declared`, one of Obsidian's or `list`.

    Nothing fits every type, and everything a type that is not known, such as a plug-in's.
    """
    known = _FITTING.get(declared)
    return known is None or kind == "nothing" or kind in known


def is_link(value: Any) -> bool:
    """Return whether a value is one wikilink, or a list of them."""
    values = value if isinstance(value, list) else (value,)
    return all(isinstance(one, str) and _LINK.fullmatch(one.strip()) is not None for one in values)


@lru_cache(maxsize=4096)  # the notes of a vault have few sets of keys
def shape_of(keys: tuple[str, ...], kinds: tuple[Kind, ...]) -> str:
    """Return the `keys` of properties with the `kinds` of their values, as one text for many notes alike."""
    shown = [(key.casefold(), kind) for key, kind in zip(keys, kinds, strict=True) if "\n" not in key]
    return "\n".join([f"{key}\t{kind}" for key, kind in shown])


def read_shape(shape: str) -> dict[str, Kind]:
    """Return the kinds by key, in lower case, that `shape_of` wrote."""
    found: dict[str, Kind] = {}
    for line in shape.split("\n"):
        key, tab, kind = line.rpartition("\t")
        if tab and kind in _KINDS:
            found[key] = _KINDS[kind]
    return found
