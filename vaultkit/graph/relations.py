"""Typed relations: what a field or property such as `Part of` says about the notes it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from vaultkit.model.graph import EdgeKind
from vaultkit.model.link import Link
from vaultkit.model.note import Field, Note


class Relation(NamedTuple):
    """The kind of edge, and whether it runs from the named note to the naming one (`Includes`)."""

    kind: EdgeKind
    inverse: bool = False


_TABLE: dict[Relation, str] = {
    Relation("broader"): "part-of is-part-of up parent parents belongs-to broader is-a subtopic-of child-of",
    Relation("broader", inverse=True): "includes include down child children contains subtopics subtopic "
    "narrower parent-of",
    Relation("related"): "related related-to see-also same similar supports opposes additional",
    Relation("next"): "next",
    Relation("next", inverse=True): "prev previous",
}

#: Relations by the letters of the field's name. Broader is SKOS's: from the narrower to the broader note.
RELATIONS: dict[str, Relation] = {
    name.replace("-", ""): relation for relation, names in _TABLE.items() for name in names.split()
}

_FOLD = re.compile(r"[\s_-]+")


def canonical_key(key: str) -> str:
    """Return the key in lower case with blanks, `_` and `-` all as `-`."""
    return _FOLD.sub("-", key.strip().casefold())


def relation_of(key: str) -> Relation | None:
    """Return the relation that a field or property named `key` states, if it is a known one."""
    return RELATIONS.get(_FOLD.sub("", key.casefold()))


class FieldFinder:
    """Finds the innermost inline field around a link of one note."""

    __slots__ = ("_fields", "_starts")

    def __init__(self, note: Note) -> None:
        self._fields = sorted(note.fields, key=lambda field: (field.value_span.start, -field.value_span.end))
        self._starts = [field.value_span.start for field in self._fields]

    def around(self, link: Link) -> Field | None:
        """Return the smallest field whose value holds the link, or None.

        Fields nest only a bracket inside a line, so looking back a few of them is enough.
        """
        at = bisect_right(self._starts, link.span.start)
        for field in reversed(self._fields[max(0, at - 8) : at]):
            if field.value_span.end >= link.span.end:
                return field
        return None


_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


def nested_items(text: str) -> frozenset[int]:
    """Return the numbers of the lines that are list items below another item.

    A field there (`- Includes: [[b]]`) tells what the item above includes, not what the note does.
    """
    nested: set[int] = set()
    open_items: list[int] = []  # how far the items around the line are indented
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        indent = _indent(line)
        while open_items and open_items[-1] >= indent:
            open_items.pop()
        if _ITEM.match(line):
            if open_items:
                nested.add(number)
            open_items.append(indent)
    return frozenset(nested)


def _indent(line: str) -> int:
    start = line[: len(line) - len(line.lstrip())]
    return len(start.expandtabs(4))
