"""What the XML formats share: attributes with one type each, written as they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from vaultkit.export._writing import printable

# XML turns a CR into an LF, XML 1.1 and what reads 1.0 by its rules these two as well.
_LINE_ENDS = {"\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'

Types = dict[str, str]
"""The type of each attribute: boolean, int, double or string."""


def types_of(facts: Iterable[Mapping[str, Any]]) -> Types:
    """Return the type of every attribute that has a value somewhere; string where values differ in type."""
    found: Types = {}
    for one in facts:
        for name, value in one.items():
            if value is not None:
                kind = _type(value)
                if found.setdefault(name, kind) != kind:
                    found[name] = "string"
    return dict(sorted(found.items()))


def _type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "int" if -(2**31) <= value < 2**31 else "long"
    return "double" if isinstance(value, float) else "string"


def shown(value: str | int | float | bool) -> str:
    """Return a flattened value as XML text writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def text(value: str) -> str:
    """Return text for the content of an element."""
    return escape(printable(value), _LINE_ENDS)


def attribute(value: str) -> str:
    """Return text as the value of an attribute, with its quotes."""
    return quoteattr(printable(value), {**_LINE_ENDS, "\n": "&#10;", "\t": "&#9;"})
