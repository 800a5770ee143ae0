"""POR001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from unicodedata import normalize

from vaultkit.lint.dependence import Fact
from vaultkit.lint.others import with_others
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault


class NameCollision(VaultRule, frozen=True):
    """Two files in a folder whose names differ only by case or accents.

    Flags every note whose path equals another file's once case and the composition of accents are ignored.

    Why: macOS and Windows keep only one of the two, so that one is lost on the next copy, checkout or sync.

    Remedy: rename one of them.

    Source: APFS and NTFS ignore case; HFS+ and APFS ignore the form of accents.

    Bad:
        ~~~~ Grokking.md
        Late. %%! name-collision %%
        ~~~~
        ~~~~ grokking.md
        Sudden. %%! name-collision %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late.
        ~~~~
        ~~~~ Old/grokking.md
        Sudden.
        ~~~~
    """

    code: ClassVar[str] = "POR001"
    name: ClassVar[str] = "name-collision"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files",))

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding in every note with such a twin."""
        keys = [(path if path.isascii() else normalize("NFC", path)).casefold() for path in vault.files]
        if len(set(keys)) == len(keys):
            return
        twins: dict[str, list[str]] = {}
        for path, key in zip(vault.files, keys, strict=True):
            twins.setdefault(key, []).append(path)
        for paths in twins.values():
            for path, others in with_others(paths):
                if path in vault.notes:
                    yield self.finding(
                        vault.notes[path],
                        beginning(vault.notes[path], vault),
                        f"on macOS and Windows this is the same file as {others}",
                        target=path,
                    )
