"""PAP002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.papers import property_references
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault

_DOI = lazy_pattern(r"10\.\d{4,9}/\S")


class InvalidDoi(NoteRule, frozen=True):
    """A DOI that is none.

    Flags a value of the property `doi` that has no DOI in it: every one begins with `10.`, a number and a slash.

    Why: nothing can be found by it, and the paper has no identity that other notes could share.

    Remedy: the DOI as the publisher prints it, with or without `https://doi.org/`.

    Source: DOI Handbook, 2.2: the syntax of a DOI name.

    Bad:
        ~~~~ Paper.md
        ---
        doi: not-a-doi #! invalid-doi
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Paper.md
        ---
        doi: https://doi.org/10.1038/s41586-021-03819-2
        ---
        Text.
        ~~~~
        ~~~~ Other.md
        ---
        doi: 10.23915/distill.00007
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "PAP002"
    name: ClassVar[str] = "invalid-doi"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.ODD_PAPER

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every value of `doi` that names nothing, or whose DOI says what cannot be."""
        for found in property_references(note, vault):
            if found.scheme != "doi" or "[[" in found.written:
                continue
            identity = found.identity
            if identity is None or (identity.scheme == "url" and not _DOI.search(found.written)):
                message = f'"{found.written}" is no DOI (10.number/name)'
                yield self.finding(note, found.span, message, target=found.written)
            elif identity.problem:
                yield self.finding(note, found.span, identity.problem, target=found.written)
