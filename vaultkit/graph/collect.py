"""What the pass over the notes gathers before the graph is made: edges merged, works with their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from vaultkit.identity import Identity
from vaultkit.model.graph import EdgeKind, Origin

Attributes = dict[str, Any]


def _attributes(
    kind: EdgeKind,
    lines: list[int],
    inverse_lines: list[int],
    count: int,
    field: str | None,
    texts: list[str],
    extra: Attributes,
) -> Attributes:
    """Return the attributes of an edge.

    `lines` are those of the file of the edge's source; of a purely inverse edge (`Includes` names the note)
    those of its target, where it is stated. An edge stated from both sides is explicit and keeps the other
    side's lines as `inverse_lines`.
    """
    origin: Origin = "inverse" if inverse_lines and not lines else "explicit"
    found: Attributes = {"kind": kind, "lines": lines or inverse_lines, "origin": origin, "count": count}
    if inverse_lines and lines:
        found["inverse_lines"] = inverse_lines
    if field is not None:
        found["field"] = field
    if texts:
        found["text"] = texts
    if extra:
        found.update(extra)
    return found


class EdgeFacts:
    """Everything known about an edge that is stated several times: where, and with which words."""

    __slots__ = ("count", "extra", "field", "inverse_lines", "lines", "texts")

    def __init__(self, once: Attributes) -> None:
        """Take apart the attributes that the edge has from where it is stated first."""
        extra = dict(once)
        del extra["kind"]
        lines, inverse = extra.pop("lines"), extra.pop("origin") == "inverse"
        self.lines: list[int] = [] if inverse else lines
        self.inverse_lines: list[int] = lines if inverse else []
        self.count: int = extra.pop("count")
        self.field: str | None = extra.pop("field", None)
        self.texts: dict[str, None] = dict.fromkeys(extra.pop("text", ()))
        self.extra = extra

    def add(self, line: int | None, text: str, field: str | None, inverse: bool, extra: Attributes) -> None:
        """Take in where the edge is stated once more; the first field named stays, every new text is kept.

        Lines are those of one file: of an edge with a `path`, what another file states is only counted.
        """
        self.count += 1
        elsewhere = self.extra and self.extra.get("path") != extra.get("path")
        if line is not None and not elsewhere:
            (self.inverse_lines if inverse else self.lines).append(line)
        if text:
            self.texts[text] = None
        if self.field is None:
            self.field = field
        self.extra = self.extra or extra

    def attributes(self, kind: EdgeKind) -> Attributes:
        """Return the edge's attributes."""
        lines, inverse_lines = sorted(set(self.lines)), sorted(set(self.inverse_lines))
        return _attributes(kind, lines, inverse_lines, self.count, self.field, list(self.texts), self.extra)


class Edges:
    """Edges by source, target and kind; what is stated several times is one edge with several lines."""

    def __init__(self) -> None:
        # Nearly all edges are stated once: what that makes of them is what they are in the end.
        self._facts: dict[str, dict[str, dict[EdgeKind, Attributes | EdgeFacts]]] = {}

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
        """State an edge, perhaps once more, as `EdgeFacts.add` says."""
        targets = self._facts.get(source)
        if targets is None:
            targets = self._facts[source] = {}
        kinds = targets.get(target)
        if kinds is None:
            kinds = targets[target] = {}
        text = "" if text is None else " ".join(text.split())
        known = kinds.get(kind)
        if known is None:
            lines = [] if line is None else [line]
            texts = [text] if text else []
            kinds[kind] = (
                _attributes(kind, [], lines, 1, field, texts, extra)
                if inverse
                else _attributes(kind, lines, [], 1, field, texts, extra)
            )
            return
        facts = known if isinstance(known, EdgeFacts) else EdgeFacts(known)
        facts.add(line, text, field, inverse, extra)
        kinds[kind] = facts

    def ends(self, nodes: Iterable[str]) -> Iterator[tuple[str, str, EdgeKind]]:
        """Yield (source, target, kind) of the edges of `nodes`, in the order that a graph has them in which
        `nodes` stand so."""
        facts = self._facts
        for source in nodes:
            targets = facts.get(source)
            if targets is not None:
                for target in sorted(targets):
                    for kind in sorted(targets[target]):
                        yield source, target, kind

    def drain(self) -> Iterator[tuple[str, str, dict[EdgeKind, Attributes]]]:
        """Yield (source, target, attributes by kind), all sorted, and forget each edge with it."""
        facts = self._facts
        for source in sorted(facts):
            targets = facts.pop(source)
            for target in sorted(targets):
                kinds = targets.pop(target)
                yield source, target, {kind: _settled(kind, kinds[kind]) for kind in sorted(kinds)}


def _settled(kind: EdgeKind, facts: Attributes | EdgeFacts) -> Attributes:
    return facts.attributes(kind) if isinstance(facts, EdgeFacts) else facts


class Work:
    """A paper or resource with what the notes call it, and the title of a note of its own."""

    __slots__ = ("identity", "own_title", "titles")

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.titles: Counter[str] = Counter()
        self.own_title: str | None = None
