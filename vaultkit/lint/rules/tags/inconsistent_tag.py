"""TAG002."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault


class InconsistentTag(VaultRule, frozen=True):
    """One tag written in several ways.

    Flags the rarer of two tags that differ only in capital letters, in `-` and `_`, or in these and a space left out;
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
        for found in _spellings(vault):
            usual = max(found, key=lambda name: (len(found[name]), name))
            uses, total = len(found[usual]), sum(map(len, found.values()))
            how = "mostly" if 2 * uses > total else "also"
            for name, paths in found.items():
                for path in paths if name != usual else ():
                    note = vault.notes[path]
                    yield self.finding(
                        note,
                        next(tag.span for tag in note.tags if tag.name == name),
                        f"#{name} is {how} written #{usual} ({uses} of {total} times)",
                        target=name,
                        suggestions=(usual,),
                    )


def _spellings(vault: Vault) -> Iterator[dict[str, list[str]]]:
    """Yield, for every tag that is written in several ways, the notes with each of them; templates left out."""
    templates = vault.templates
    tagged = {path: tags for path, tags in vault.each_outlined("tags") if tags and path not in templates}
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(chain.from_iterable(tagged.values())):  # few names, however many notes
        alike.setdefault(name.lower().replace("-", "").replace("_", ""), []).append(name)
    several = [names for names in alike.values() if len(names) > 1]
    holders: dict[str, list[str]] = {name: [] for names in several for name in names}
    for path, tags in tagged.items() if holders else ():
        for name in holders.keys() & tags:
            holders[name].append(path)
    for names in several:
        yield {name: holders[name] for name in names}
