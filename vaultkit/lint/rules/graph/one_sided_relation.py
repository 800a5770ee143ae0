"""GRA009."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.relations import backlink_fix, counterpart
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import one_sided
from vaultkit.vault.relations import Meaning


class OneSidedRelation(VaultRule, frozen=True):
    """A note called related, which does not say so itself.

    Flags a link under `Related` or `see also` to a note without such a field that leads back. Off by default: who
    opens the other note sees the backlink.

    Why: what is related is so in both directions; a reader of the other note does not learn of it from its text.

    Remedy: name this note in the other one, too. The fix adds the link to the field of the other note, where it has
    that field.

    Source: SKOS S23, related is symmetric.

    Bad:
        ~~~~ Circuit.md
        - Related: [[Head]] %%! one-sided-relation %%
        ~~~~
        ~~~~ Head.md
        - Related: %%! empty-field %%
        ~~~~

    Fixed:
        ~~~~ Head.md
        - Related: [[Circuit]]
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Related: [[Head]]
        ~~~~
        ~~~~ Head.md
        - See also: [[Circuit]]
        ~~~~
    """

    code: ClassVar[str] = "GRA009"
    name: ClassVar[str] = "one-sided-relation"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files", "relations"))
    outlined = "stated"
    default: ClassVar[bool] = False

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link that is not answered; those of one note share a fix."""
        unanswered = one_sided(vault)
        askers: dict[tuple[str, Meaning], list[str]] = {}
        for one in unanswered:
            if one.target is not None:
                askers.setdefault((one.target, counterpart(one)), []).append(one.path)
        fixes = {key: backlink_fix(vault, key[1], key[0], paths) for key, paths in askers.items()}
        for one in unanswered:
            if one.target is not None:
                yield self.finding(
                    vault.notes[one.path],
                    one.link.target_span,
                    f'"{vault.notes[one.target].name}" does not name this note as related',
                    target=one.link.target,
                    fix=fixes[one.target, counterpart(one)],
                )
