"""EMB003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.load.discover import is_note
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link
from vaultkit.vault import Vault
from vaultkit.vault.cycles import shortest_way


class EmbedCycle(VaultRule, frozen=True):
    """Notes that embed each other.

    Flags every embed of a whole note that leads, through embeds of whole notes, back to the note it stands in. An
    embedded heading or block is not followed.

    Why: Obsidian breaks off such an embed after a few rounds; programs that export the note may never end.

    Remedy: make a link of one of the embeds, or embed only the heading that is meant.

    Source: Obsidian's reading view limits the depth of embeds.

    Bad:
        ~~~~ Grokking.md
        ![[Training dynamics]] %%! embed-cycle %%
        ~~~~
        ~~~~ Training dynamics.md
        ![[Grokking]] %%! embed-cycle %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        ![[Training dynamics]]
        ~~~~
        ~~~~ Training dynamics.md
        See [[Grokking]].
        ~~~~
    """

    code: ClassVar[str] = "EMB003"
    name: ClassVar[str] = "embed-cycle"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("embeds",))
    outlined = "embeds"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every embed on a cycle, with the shortest way back."""
        embeds = _embeds(vault)
        following = {path: dict.fromkeys(target for _, target in found) for path, found in embeds.items()}
        for path, found in embeds.items():
            for link, target in found:
                way = shortest_way(target, path, following)
                if way:
                    names = " → ".join(vault.notes[step].name for step in (path, *way))
                    yield self.finding(
                        vault.notes[path], link.span, f"this note embeds itself: {names}", target=link.target
                    )


def _embeds(vault: Vault) -> dict[str, list[tuple[Link, str]]]:
    """Return the embeds of whole notes by the note they stand in, with the path they lead to."""
    found: dict[str, list[tuple[Link, str]]] = {}
    for path, embeds in vault.each_outlined("embeds"):
        if not embeds or not any(is_note(vault.follow(target, path).path or "") for target in embeds):
            continue
        for link in vault.notes[path].links:
            if link.kind == "embed" and not link.subpath:
                target = vault.resolve(link, path).path
                if target is not None and is_note(target):
                    found.setdefault(path, []).append((link, target))
    while True:  # what embeds nothing that embeds is on no cycle: nearly always all of it
        kept = {
            path: inner
            for path, links in found.items()
            if (inner := [(link, target) for link, target in links if target in found])
        }
        if len(kept) == len(found):
            return kept
        found = kept
