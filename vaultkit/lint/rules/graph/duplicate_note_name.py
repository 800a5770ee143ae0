"""GRA004."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.others import with_others
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.whole import beginning
from vaultkit.load.discover import is_note
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import note_name
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise


class DuplicateNoteName(VaultRule, frozen=True):
    """Notes with the same name in different folders.

    Flags every note whose name, apart from case, another note has. Off by default: an `index` or `README` in every
    folder is common, and `ambiguous-wikilink` reports the links that suffer.

    Why: a link by name alone leads to one of them, and which one depends on where it is written.

    Remedy: names that are unique in the vault, or links with the path.

    Source: Obsidian's `getFirstLinkpathDest`.

    Bad:
        ~~~~ Methods/Overview.md
        Of papers. %%! duplicate-note-name %%
        ~~~~
        ~~~~ Topics/overview.md
        Of topics. %%! duplicate-note-name %%
        ~~~~

    Good:
        ~~~~ Methods/Overview.md
        Of papers.
        ~~~~
        ~~~~ Topics/Overview of topics.md
        Of topics.
        ~~~~
    """

    code: ClassVar[str] = "GRA004"
    name: ClassVar[str] = "duplicate-note-name"
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = False
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files",))

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the first line of every note whose name is taken."""
        names: dict[str, list[str]] = {}
        for path in vault.notes:
            if is_note(path) and not vault.is_template(path):
                names.setdefault(normalise(note_name(path)), []).append(path)
        for paths in names.values():
            if len({path.rpartition("/")[0] for path in paths}) == 1:
                continue  # `name-collision` says so
            for path, others in with_others(paths):
                note = vault.notes[path]
                yield self.finding(
                    note, beginning(note, vault), f"{others} has the same name", target=note.name
                )
