"""Typed relations between notes: what is said by a field or property such as `Part of`."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

import msgspec

from vaultkit.patterns import lazy_pattern

_FOLD = lazy_pattern(r"[\s_-]+")

RelationKind = Literal["broader", "related", "next"]

IssueKind = Literal[
    "cycle",
    "contradiction",
    "self-relation",
    "unknown-field",
    "related-and-broader",
    "unresolved",
    "redundant",
    "orphan-topic",
    "missing-inverse",
    "one-sided",
    "empty-field",
    "root",
    "several-parents",
]
ISSUE_KINDS: tuple[IssueKind, ...] = get_args(IssueKind)
USUAL_ISSUES: tuple[IssueKind, ...] = ISSUE_KINDS[: ISSUE_KINDS.index("missing-inverse")]
"""What is wrong or doubtful; the kinds behind it are how many vaults are kept on purpose."""


class Relation(msgspec.Struct, frozen=True):
    """One relation that notes state by the name of a field or property.

    `fields` state it from the note to the notes they name, `inverse` the other way round. `kind` is the kind
    of edge in the graph; broader is SKOS's, from the narrower to the broader note. An `acyclic` relation
    never leads back to where it began, a `symmetric` one holds in both directions at once, a `single` one
    leads from a note to one other at most. `target_type` holds the note types it may lead to; empty means any.
    Names of fields are compared by their letters: `Part of`, `part-of` and `partOf` are one.
    """

    name: str
    kind: RelationKind
    fields: tuple[str, ...]
    inverse: tuple[str, ...] = ()
    acyclic: bool = False
    symmetric: bool = False
    single: bool = False
    target_type: tuple[str, ...] = ()


DEFAULT_RELATIONS: tuple[Relation, ...] = (
    Relation(
        "part-of",
        "broader",
        (
            "part of",
            "is part of",
            "up",
            "parent",
            "parents",
            "belongs to",
            "broader",
            "is a",
            "subtopic of",
            "child of",
        ),
        (
            "includes",
            "include",
            "down",
            "child",
            "children",
            "contains",
            "subtopics",
            "subtopic",
            "narrower",
            "parent of",
        ),
        acyclic=True,
    ),
    Relation("related", "related", ("related", "related to", "see also", "same", "similar"), symmetric=True),
    Relation("associated", "related", ("supports", "opposes", "additional")),
    Relation("next", "next", ("next",), ("prev", "previous")),
)
"""What fields mean where the configuration says nothing.

Sources: the field names of Breadcrumbs, ExcaliBrain and SKOS, and those of topic templates.
"""


@lru_cache(maxsize=4096)  # few names make up all fields of a vault
def letters(key: str) -> str:
    """Return the name of a field as they are compared: lower case, without blanks, `_` and `-`."""
    return _FOLD.sub("", key.casefold())
