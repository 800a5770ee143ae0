"""GRA003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.relations import backlink_fix, counterpart, counterpart_fields, other_end
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import missing_inverses
from vaultkit.vault.relations import Meaning


class MissingInverseRelation(VaultRule, frozen=True):
    """A note that names its parent, which does not name it back.

    Flags the link of a field such as `Part of` or `up` when the note it leads to has no `Includes` or `down` with a
    link back; with the option `both` also `Includes` without `Part of`. Off by default: one direction says it all,
    and most people keep only one.

    Why: where both directions are kept by hand, what is missing in one is missed by whoever reads that one.

    Remedy: name this note in the other one, too. The fix adds the links to the field of the other note, where it has
    that field.

    Source: SKOS S25, `broader` is the inverse of `narrower`; Breadcrumbs implies such edges.

    Bad:
        ~~~~ Circuit.md
        - Part of: [[Network]] %%! missing-inverse-relation %%
        ~~~~
        ~~~~ Network.md
        - Includes: [[Layer]]
        ~~~~
        ~~~~ Layer.md
        Text.
        ~~~~

    Fixed:
        ~~~~ Network.md
        - Includes: [[Layer]] [[Circuit]]
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Part of: [[Network]]
        ~~~~
        ~~~~ Network.md
        - Includes: [[Circuit]] [[Layer]]
        ~~~~
        ~~~~ Layer.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA003"
    name: ClassVar[str] = "missing-inverse-relation"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files", "relations"))
    default: ClassVar[bool] = False

    both: bool = False

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link that is not answered; those of one note share a fix."""
        unanswered = missing_inverses(vault, both=self.both)
        askers: dict[tuple[str, Meaning], list[str]] = {}
        for one in unanswered:
            there = other_end(one)
            if there is not None:
                askers.setdefault((there, counterpart(one)), []).append(one.path)
        fixes = {key: backlink_fix(vault, key[1], key[0], paths) for key, paths in askers.items()}
        for one in unanswered:
            there = other_end(one)
            if there is not None:
                wanted = counterpart(one)
                yield self.finding(
                    vault.notes[one.path],
                    one.link.target_span,
                    f'"{vault.notes[there].name}" does not name this note back',
                    target=one.link.target,
                    help=f"fields for it are {', '.join(counterpart_fields(one)[:3])}",
                    fix=fixes[there, wanted],
                )
