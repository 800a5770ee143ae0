"""What the panel says of a note beyond the graph: its properties, its beginning, what the linter found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from vaultkit.export.page.labels import one_line
from vaultkit.model.diagnostic import SEVERITIES, Diagnostic
from vaultkit.model.note import Note
from vaultkit.vault.dates import CREATED, UPDATED

MOST_PROPERTIES = 24
LONGEST_VALUE = 240
MOST_FINDINGS = 40

# Shown elsewhere in the panel, or of no interest to a reader.
_ELSEWHERE = frozenset(
    ("tag", "tags", "alias", "aliases", "title", "cssclass", "cssclasses", "graphhide", *CREATED, *UPDATED)
)


def properties_of(note: Note) -> list[list[Any]]:
    """Return the properties worth showing as [key, value] or [key, [values]]; every value is plain text."""
    found: list[list[Any]] = []
    for prop in note.properties:
        if re.sub(r"[\s_]+", "-", prop.key.strip().lower()) in _ELSEWHERE or prop.value in (None, "", [], {}):
            continue
        if isinstance(prop.value, list) and not any(isinstance(item, (list, dict)) for item in prop.value):
            values = [text for item in prop.value if (text := _text(item))]
            found.append([one_line(prop.key), values[:MOST_PROPERTIES]])
        else:
            found.append([one_line(prop.key), _text(prop.value)])
    return found[:MOST_PROPERTIES]


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return one_line(text, LONGEST_VALUE)


class Findings:
    """What the linter found, by note; the rules' names stand once."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        self.rules: list[str] = []
        self._numbers: dict[str, int] = {}
        self._found: dict[str, list[Diagnostic]] = {}
        for finding in findings:
            self._found.setdefault(finding.path, []).append(finding)

    def of(self, path: str) -> list[list[Any]]:
        """Return [severity, number of the rule, message, line, column] of each finding, the gravest first."""
        found = self._found.get(path, [])
        ordered = sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.span.start, one.code))
        return [
            [
                one.severity,
                self._rule(f"{one.code} {one.name}"),
                one_line(one.message, LONGEST_VALUE),
                one.span.line,
                one.span.column,
            ]
            for one in ordered[:MOST_FINDINGS]
        ]

    def count(self, path: str) -> int:
        """Return how many findings a note has, shown or not."""
        return len(self._found.get(path, ()))

    def _rule(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.rules)
            self.rules.append(name)
        return self._numbers[name]


class Excerpts:
    """The beginnings of notes by node number, up to a bound for all of them together."""

    def __init__(self, excerpt: Callable[[str], list[Any]] | None, number: dict[str, int], most: int) -> None:
        self.trees: dict[str, list[Any]] = {}
        self.left_out = 0
        self._excerpt = excerpt
        self._number = number
        self._room = most

    def add(self, i: int, path: str) -> None:
        """Take in the note at `path`, which is node `i`, if there is room left."""
        if self._excerpt is None:
            return
        if self._room <= 0:
            self.left_out += 1
            return
        tree = self._excerpt(path)
        if tree:
            numbered = _numbered(tree, self._number)
            size = len(json.dumps(numbered, ensure_ascii=False).encode("utf-8", "surrogatepass"))
            self._room -= size
            if self._room >= 0:
                self.trees[str(i)] = numbered
            else:
                self.left_out += 1


def _numbered(tree: Iterable[Any], number: dict[str, int]) -> list[Any]:
    """Return an excerpt whose links to nodes are their numbers."""
    items = list(tree)
    if items and items[0] == "n" and len(items) == 3 and isinstance(items[1], str):
        return ["n", number[items[1]], items[2]] if items[1] in number else ["g", items[2]]
    return [_numbered(item, number) if isinstance(item, list) else item for item in items]
