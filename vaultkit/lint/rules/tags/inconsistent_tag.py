"""TAG002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault


class InconsistentTag(VaultRule, frozen=True):
    """One tag written in several ways.

    Flags the rarer of two tags that differ only in capital letters, in `-` and `_`, or in these and a blank left out;
    once in every note, at its first place there.

    Why: `machine-learning` and `machine_learning` are two tags; each finds half of the notes. Tags that differ in
    case only are one tag to Obsidian, and are shown as first met.

    Remedy: decide for one of them; the message names the one that most notes have.

    Source: Obsidian help, "Tags": tags ignore case.

    Bad:
        ~~~~ A.md
        #machine-learning
        ~~~~
        ~~~~ B.md
        #machine-learning
        ~~~~
        ~~~~ C.md
        #machine_learning %%! inconsistent-tag %%
        ~~~~

    Good:
        ~~~~ A.md
        #machine-learning
        ~~~~
        ~~~~ B.md
        #machine-learning and #machines
        ~~~~
    """

    code: ClassVar[str] = "TAG002"
    name: ClassVar[str] = "inconsistent-tag"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("tags",))
    outlined = "tags"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every note and tag that most other notes write differently."""
        spellings: dict[str, dict[str, list[str]]] = {}
        for name, paths in _notes_by_tag(vault).items():
            key = name.lower().replace("-", "").replace("_", "")
            spellings.setdefault(key, {})[name] = paths
        for found in spellings.values():
            if len(found) < 2:
                continue
            usual = max(found, key=lambda name: (len(found[name]), name))
            for name, paths in found.items():
                for path in paths if name != usual else ():
                    note = vault.notes[path]
                    yield self.finding(
                        note,
                        next(tag.span for tag in note.tags if tag.name == name),
                        f"#{name} is mostly written #{usual} ({len(found[usual])} of "
                        f"{sum(map(len, found.values()))} times)",
                        target=name,
                        suggestions=(usual,),
                    )


def _notes_by_tag(vault: Vault) -> dict[str, list[str]]:
    """Return the paths of the notes that hold each tag as it is written; templates left out."""
    found: dict[str, list[str]] = {}
    for path, outline in vault.outlines.items():
        if outline.tags and not vault.is_template(path):
            for name in outline.tags:
                found.setdefault(name, []).append(path)
    return found
