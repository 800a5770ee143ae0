"""What the pass over the notes gathers before the graph is made: edges merged, works with their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from vaultkit.identity import Identity
from vaultkit.model.graph import EdgeKind, Origin

Attributes = dict[str, Any]


class EdgeFacts:
    """Everything known about one edge: the places it comes from and the words used there."""

    __slots__ = ("count", "extra", "field", "inverse_lines", "lines", "texts")

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.inverse_lines: list[int] | None = None
        self.count = 0
        self.field: str | None = None
        self.texts: dict[str, None] | None = None
        self.extra: dict[str, Any] | None = None

    def attributes(self, kind: EdgeKind) -> Attributes:
        """Return the edge's attributes.

        `lines` are those of the file of the edge's source; of a purely inverse edge (`Includes` names the
        note) those of its target, where it is stated. An edge stated from both sides is explicit and keeps
        the other side's lines as `inverse_lines`.
        """
        inverse, lines = self.inverse_lines, self.lines
        origin: Origin = "explicit"
        if inverse is not None and not lines:
            origin, lines, inverse = "inverse", inverse, None
        found: Attributes = {
            "kind": kind,
            "lines": _unique(lines),
            "origin": origin,
            "count": self.count,
        }
        if inverse is not None:
            found["inverse_lines"] = _unique(inverse)
        if self.field is not None:
            found["field"] = self.field
        if self.texts is not None:
            found["text"] = list(self.texts)
        if self.extra is not None:
            found.update(self.extra)
        return found


def _unique(lines: list[int]) -> list[int]:
    return sorted(set(lines)) if len(lines) > 1 else lines


class Edges:
    """Edges by source, target and kind; what is stated several times is one edge with several lines."""

    def __init__(self) -> None:
        self._facts: dict[str, dict[str, dict[EdgeKind, EdgeFacts]]] = {}

    def add(
        self,
        source: str,
        target: str,
        kind: EdgeKind,
        *,
        line: int | None = None,
        text: str | None = None,
        field: str | None = None,
        inverse: bool = False,
        **extra: Any,
    ) -> None:
        """State an edge once more; the first field named stays, every new text is kept.

        Lines are those of one file: of an edge with a `path`, what another file states is only counted.
        """
        targets = self._facts.get(source)
        if targets is None:
            targets = self._facts[source] = {}
        kinds = targets.get(target)
        if kinds is None:
            kinds = targets[target] = {}
        facts = kinds.get(kind)
        if facts is None:
            facts = kinds[kind] = EdgeFacts()
        facts.count += 1
        elsewhere = facts.extra is not None and facts.extra.get("path") != extra.get("path")
        if line is not None and not elsewhere:
            if not inverse:
                facts.lines.append(line)
            elif facts.inverse_lines is None:
                facts.inverse_lines = [line]
            else:
                facts.inverse_lines.append(line)
        if text is not None and (text := " ".join(text.split())):
            if facts.texts is None:
                facts.texts = {}
            facts.texts[text] = None
        if facts.field is None:
            facts.field = field
        if extra and facts.extra is None:
            facts.extra = extra

    def drain(self) -> Iterator[tuple[str, str, dict[EdgeKind, Attributes]]]:
        """Yield (source, target, attributes by kind), all sorted, and forget each edge with it."""
        facts = self._facts
        for source in sorted(facts):
            targets = facts.pop(source)
            for target in sorted(targets):
                kinds = targets.pop(target)
                yield source, target, {kind: kinds[kind].attributes(kind) for kind in sorted(kinds)}


class Work:
    """A paper or resource with what the notes call it, and the title of a note of its own."""

    __slots__ = ("identity", "own_title", "titles")

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.titles: Counter[str] = Counter()
        self.own_title: str | None = None
