"""VKT002."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.suppress import suppressions
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class InvalidSuppression(NoteRule, frozen=True):
    """A comment to vaultkit that means nothing.

    Flags `%% vaultkit: ... %%`, `<!-- vaultkit: ... -->` and the property `vaultkit-ignore` where they name an
    unknown rule, no rule at all, or a form there is not; `ignore-start` without `ignore-end`, and the other way
    round; and a form without the colon before it. Only `ignore-file` may stand without codes, and then means
    every rule.

    Why: such a comment suppresses nothing, although somebody thinks that it does.

    Remedy: write the code or the name of a rule, as `vaultkit rules` lists them.

    Source: our own; the forms are `ignore`, `ignore-next-line`, `ignore-start`, `ignore-end`, `ignore-file`.

    Bad:
        ~~~~ Log.md
        One. %% vaultkit: ignore[broken-wikilinks] %% %%! invalid-suppression %%
        Two. <!-- vaultkit: ignore --> %%! invalid-suppression %%
        Three. %% vaultkit: allow[LNK001] %% %%! invalid-suppression %%
        Four. %% vaultkit: ignore-start[LNK001] %% %%! invalid-suppression %%
        ~~~~

    Bad:
        ~~~~ Log.md
        ---
        vaultkit-ignore: [LNK9] #! invalid-suppression
        ---
        One.
        ~~~~

    Good:
        ~~~~ Log.md
        The file [[scan.pdf]] is gone. %% vaultkit: ignore[LNK001] kept for the record %%

        `%% vaultkit: allow[everything] %%`
        ~~~~
    """

    code: ClassVar[str] = "VKT002"
    name: ClassVar[str] = "invalid-suppression"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes that hold suppressions with faults."""
        known = suppressions(vault)
        return (path for path in among if path in known and known[path].faults)

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each fault."""
        for fault in suppressions(vault)[note.path].faults:
            yield self.finding(note, fault.span, fault.message, target=fault.target, help=fault.hint)
