"""GRA011."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.relation_fields import misnamed_fields


class UnknownRelation(VaultRule, frozen=True):
    """A field whose name is a slip for a relation.

    Flags a field or property with links whose name is one letter away from that of a relation (`Inclueds`, `Part
    off`), unless three notes have it.

    Why: the links are shown, and yet the notes are not related by them: no tool knows the word.

    Remedy: the name as the other notes write it.

    Source: Breadcrumbs lists such fields as unknown.

    Bad:
        ~~~~ Circuit.md
        - Inclueds: [[Head]] %%! unknown-relation %%
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Includes: [[Head]]
        - Inspired by: [[Head]]
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA011"
    name: ClassVar[str] = "unknown-relation"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("relations",))
    outlined = "stated"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every field that was meant for a relation."""
        for one in misnamed_fields(vault):
            yield self.finding(
                vault.notes[one.path],
                one.span,
                f'"{one.written}" is no relation',
                target=one.written,
                suggestions=one.meant,
            )
