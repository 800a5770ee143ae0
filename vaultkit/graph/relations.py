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
    Relation("broader"): "part-of is-part-of up parent parents belongs-to broader broader-than-this is-a "
    "subtopic-of child-of",
    Relation("broader", inverse=True): "includes include down child children contains subtopics subtopic "
    "narrower parent-of",
    Relation("related"): "related related-to see-also same similar supports opposes additional",
    Relation("next"): "next",
    Relation("next", inverse=True): "prev previous",
}

#: Relations by canonical name of the field. Broader is SKOS's: from the narrower to the broader note.
RELATIONS: dict[str, Relation] = {
    name: relation for relation, names in _TABLE.items() for name in names.split()
}

_FOLD = re.compile(r"[\s_-]+")


def canonical_key(key: str) -> str:
    """Return the key in lower case with blanks, `_` and `-` all as `-`."""
    return _FOLD.sub("-", key.strip().casefold())


def relation_of(key: str) -> Relation | None:
    """Return the relation that a field or property named `key` states, if it is a known one."""
    return RELATIONS.get(canonical_key(key))


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


def field_of(link: Link, finder: FieldFinder) -> str | None:
    """Return the key of the property or inline field in which a link stands, as written."""
    if link.kind == "property":
        return link.key.partition(".")[0]
    if link.kind == "canvas":
        return None
    field = finder.around(link)
    return field.key.strip() if field is not None else None
