"""GRA008."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import related_and_broader


class RelatedAndBroader(VaultRule, frozen=True):
    """A note called related that is already a part or the whole.

    Flags a link under `Related` or `see also` to a note that one of the two names under `Part of`, `up`, `Includes`
    or `down` as well. Information, since it does no harm by itself.

    Why: related is for what lies elsewhere in the hierarchy; together with the other field it says less than that
    field alone.

    Remedy: leave the stronger of the two.

    Source: SKOS S27, related and broader are disjoint.

    Bad:
        ~~~~ Circuit.md
        - Part of: [[Network]]
        - Related: [[Network]] %%! related-and-broader %%
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Part of: [[Network]]
        - Related: [[Head]]
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA008"
    name: ClassVar[str] = "related-and-broader"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("relations",))
    outlined = "stated"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the field that says related."""
        for related, broader in related_and_broader(vault):
            yield self.finding(
                vault.notes[related.path],
                related.link.target_span,
                f'"{broader.field}" in {broader.path}:{broader.link.span.line} relates these two notes already',
                target=related.link.target,
            )
