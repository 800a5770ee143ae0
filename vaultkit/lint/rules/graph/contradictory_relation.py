"""GRA007."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import contradictions


class ContradictoryRelation(VaultRule, frozen=True):
    """A note that calls another one both its part and its whole.

    Flags a link under `Includes`, `down` or `previous` to a note that the same note also names under `Part of`, `up`
    or `next`. Where the other note has a say in it, too, that is a `hierarchy-cycle`.

    Why: one of the two is wrong, and only the author knows which.

    Remedy: take one out.

    Source: SKOS S25, `broader` is the inverse of `narrower`.

    Bad:
        ~~~~ Circuit.md
        - Part of: [[Network]]
        - Includes: [[Head]] [[Network]] %%! contradictory-relation %%
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Part of: [[Network]]
        - Includes: [[Head]]
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA007"
    name: ClassVar[str] = "contradictory-relation"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("relations",))
    outlined = "stated"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the inverse field of every note that states both directions."""
        for forth, back in contradictions(vault):
            yield self.finding(
                vault.notes[back.path],
                back.link.target_span,
                f'"{back.field}" and, on line {forth.link.span.line}, "{forth.field}" both name '
                f'"{vault.notes[forth.target or back.path].name}"',
                target=back.link.target,
            )
