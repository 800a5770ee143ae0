"""GRA010."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import redundant


class RedundantRelation(VaultRule, frozen=True):
    """A relation that follows from others.

    Flags a link under `Part of`, `up`, `Includes` or `down` between two notes of which one lies above the other anyway,
    through a third one. Off by default: some name all notes above on purpose.

    Why: such links hide the outline, and go stale when the note between is moved.

    Remedy: leave the nearest parent only.

    Source: Skosify's and qSKOS's `hierarchical_redundancy`.

    Bad:
        ~~~~ Head.md
        - Part of: [[Circuit]] [[Network]] %%! redundant-relation %%
        ~~~~
        ~~~~ Circuit.md
        - Part of: [[Network]]
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~

    Good:
        ~~~~ Head.md
        - Part of: [[Circuit]]
        ~~~~
        ~~~~ Circuit.md
        - Part of: [[Network]]
        ~~~~
        ~~~~ Network.md
        - Includes: [[Circuit]]
        ~~~~
    """

    code: ClassVar[str] = "GRA010"
    name: ClassVar[str] = "redundant-relation"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("relations",))
    outlined = "stated"
    default: ClassVar[bool] = False

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link that others imply."""
        for one, through in redundant(vault):
            yield self.finding(
                vault.notes[one.path],
                one.link.target_span,
                f'this follows from "{vault.notes[through].name}", which lies between',
                target=one.link.target,
            )
