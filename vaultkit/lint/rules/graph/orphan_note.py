"""GRA001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault

_DATE = lazy_pattern(r"\d{4}-(?:\d{2}-\d{2}|W\d{2})")


class OrphanNote(VaultRule, frozen=True):
    """A note without any link.

    Flags a note that no other file links to and that links to no other file itself. Daily notes are left alone. Off
    by default: whether notes must be linked is a way of working.

    Why: such a note is found only by searching for it.

    Remedy: link it from where somebody would look for it.

    Source: the command `orphans` of Obsidian's own program counts notes without links to them.

    Bad:
        ~~~~ Grokking.md
        Late learning. %%! orphan-note %%
        ~~~~
        ~~~~ Log.md
        On [[Training]].
        ~~~~
        ~~~~ Training.md
        Text.
        ~~~~

    Good:
        ~~~~ 2024-05-01.md
        A daily note.
        ~~~~
        ~~~~ Log.md
        On [[Training]].
        ~~~~
        ~~~~ Training.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA001"
    name: ClassVar[str] = "orphan-note"
    severity: ClassVar[Severity] = "info"
    default: ClassVar[bool] = False
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files", "links"))

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the first line of every isolated note."""
        linked = vault.backlinks
        for path, note in vault.notes.items():
            if path in linked or note.is_canvas or _DATE.search(note.name):
                continue
            resolved = (vault.resolve(link, path).path for link in note.links if not link.external)
            if all(target is None or target == path for target in resolved):
                yield self.finding(note, beginning(note, vault), "nothing links here, and no link leads on")
