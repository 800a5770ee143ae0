"""TAG002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Tag
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

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every note and tag that most other notes write differently."""
        spellings: dict[str, dict[str, dict[str, Tag]]] = {}
        for path, note in vault.notes.items():
            if vault.is_template(path):
                continue
            for tag in note.tags:
                key = tag.name.lower().replace("-", "").replace("_", "")
                spellings.setdefault(key, {}).setdefault(tag.name, {}).setdefault(path, tag)
        for found in spellings.values():
            if len(found) < 2:
                continue
            usual = max(found, key=lambda name: (len(found[name]), name))
            for name, places in found.items():
                for path, tag in places.items() if name != usual else ():
                    yield self.finding(
                        vault.notes[path],
                        tag.span,
                        f"#{name} is mostly written #{usual} ({len(found[usual])} of "
                        f"{sum(map(len, found.values()))} times)",
                        target=name,
                        suggestions=(usual,),
                    )
