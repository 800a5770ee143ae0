"""FRM005."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault

_PAPER_KEYS = "arxiv arxiv-id arxivid eprint doi isbn isbn10 isbn13 isbn-10 isbn-13 issn pmid pmcid"
_KEYS = frozenset([*_PAPER_KEYS.split(), "id", "uid", "uuid", "zettel-id", "citekey"])
_DIGITS = lazy_pattern(r"[+-]?[\d.]+(?:[eE][+-]?\d+)?")


class LossyScalar(NoteRule, frozen=True):
    """An identifier that YAML reads as a number and shortens.

    Flags a number in a property that holds an identifier (`arxiv`, `doi`, `isbn`, `id` and the like) when the number
    cannot be written back as it stands: `2301.10500` becomes 2301.105, `0012` becomes 12, and of more than sixteen
    digits the last ones become zeros.

    Why: 2301.105 is no arXiv identifier, and 12 is another note than 0012. Searches and queries see the number, and
    Obsidian writes the number back when another property is edited.

    Remedy: quotes around it, as the fix writes them.

    Source: YAML 1.2, 10.3.2: a plain scalar of digits is a number.

    Bad:
        ~~~~ Paper.md
        ---
        arxiv: 2301.10500 #! lossy-scalar
        id: 0012 #! lossy-scalar
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Paper.md
        ---
        arxiv: "2301.10500"
        id: "0012"
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Paper.md
        ---
        arxiv: 2301.10501
        id: 12
        isbn: "0262035618"
        rating: 4.50
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM005"
    name: ClassVar[str] = "lossy-scalar"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.NUMBER

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every identifier that differs from the number it is read as."""
        text = link_facts(vault).text(note.path)
        for key, prop in _numbers(note.properties):
            written = text[prop.value_span.start : prop.value_span.end]
            shown = _in_javascript(prop.value)
            if written == shown or not _DIGITS.fullmatch(written):
                continue
            edit = Edit(prop.value_span.start, prop.value_span.end, f'"{written}"')
            yield self.finding(
                note,
                prop.value_span,
                f"without quotes, `{key}: {written}` is the number {shown}",
                target=written,
                fix=Fix(f'write "{written}"', "safe", {note.path: (edit,)}),
            )


def _in_javascript(value: float) -> str:
    """Return a number as Obsidian has it and writes it back: with seventeen digits at most, 12.0 as 12."""
    from decimal import Decimal  # only when there is a number

    return f"{Decimal(repr(float(value))).normalize():f}"


def _numbers(properties: Iterable[Property]) -> Iterator[tuple[str, Property]]:
    """Yield key and value of every number that is an identifier, in a list too."""
    for prop in properties:
        if prop.key.lower().replace("_", "-") in _KEYS:
            for item in prop.children or (prop,):
                if isinstance(item.value, int | float) and not isinstance(item.value, bool):
                    yield prop.key, item
