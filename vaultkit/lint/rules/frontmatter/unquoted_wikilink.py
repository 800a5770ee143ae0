"""FRM004."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.quoting import quoted
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault

_WRITTEN = lazy_pattern(r"\[\[[^\[\]\n]*\]\](?=[ \t]*(?:#.*)?\r?(?:\n|$)|[ \t]*[,\]])")
"""What the source shows of a list in a list that was meant as a link, at the end of its line or item."""


class UnquotedWikilink(NoteRule, frozen=True):
    """A wikilink in a property without quotes.

    Flags `up: [[Note]]`, alone or as an item of a list.

    Why: to YAML that is a list in a list. Obsidian shows it as broken, makes no link of it, and writes it back
    as nested dashes.

    Remedy: quotes around it, as the fix writes them: `up: "[[Note]]"`.

    Source: Obsidian help, "Properties": internal links in text properties must be quoted.

    Bad:
        ~~~~ Optimisation.md
        Of all kinds.
        ~~~~
        ~~~~ Grokking.md
        ---
        up: [[Optimisation]] #! unquoted-wikilink
        sources:
          - [[Optimisation|of training]] #! unquoted-wikilink
        ---
        Late learning.
        ~~~~

    Fixed:
        ~~~~ Grokking.md
        ---
        up: "[[Optimisation]]"
        sources:
          - "[[Optimisation|of training]]"
        ---
        Late learning.
        ~~~~

    Good:
        ~~~~ Optimisation.md
        Of all kinds.
        ~~~~
        ~~~~ Grokking.md
        ---
        up: "[[Optimisation]]"
        matrix: [[1, 2], [3, 4]]
        point: [[1, 2]]
        ---
        Late learning.
        ~~~~
    """

    code: ClassVar[str] = "FRM004"
    name: ClassVar[str] = "unquoted-wikilink"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.NESTED_LIST

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every value that YAML reads as a list in a list but is written `[[...]]`."""
        for prop in _nested(note.properties):
            found = _WRITTEN.match(link_facts(vault).text(note.path), prop.value_span.start)
            if found is None:
                continue
            written, new = found[0], quoted(found[0])
            start = prop.value_span
            span = Span(
                found.start(), found.end(), start.line, start.column, start.line, start.column + len(written)
            )
            yield self.finding(
                note,
                span,
                f"without quotes, `{written}` is a list in a list and no link",
                target=written[2:-2],
                fix=Fix(f"write {new}", "safe", {note.path: (Edit(span.start, span.end, new),)}),
            )


def _nested(properties: Iterable[Property]) -> Iterator[Property]:
    """Yield the properties whose value is a list of one list that can be a name: not a list of numbers,
    unless it is one whole number (a note named by its year)."""
    for prop in properties:
        value = prop.value
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list) and _is_name(value[0]):
            yield prop
        else:
            yield from _nested(prop.children)


def _is_name(inner: list[object]) -> bool:
    if any(isinstance(item, list) for item in inner):
        return False
    numbers = [item for item in inner if isinstance(item, int | float)]
    return bool(inner) and (len(numbers) < len(inner) or (len(inner) == 1 and isinstance(inner[0], int)))
