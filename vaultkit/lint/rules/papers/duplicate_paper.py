"""PAP003."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.others import with_others
from vaultkit.lint.papers import property_references
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import note_name
from vaultkit.model.outline import Outline, Trait
from vaultkit.text import Span
from vaultkit.vault import Vault


class DuplicatePaper(VaultRule, frozen=True):
    """Two notes about one paper.

    Flags the property `arxiv`, `eprint` or `doi` of a note when another note's names the same work; versions and
    the ways to write an identifier do not matter.

    Why: what is written about the paper is torn in two, and each note lacks the links of the other.

    Remedy: merge the notes, and let the one that remains have the name of the other as an alias.

    Source: one work has one identifier.

    Bad:
        ~~~~ Grokking.md
        ---
        arxiv: 2301.05217v1 #! duplicate-paper
        ---
        Text.
        ~~~~
        ~~~~ Progress measures.md
        ---
        arxiv: https://arxiv.org/abs/2301.05217 #! duplicate-paper
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Grokking.md
        ---
        arxiv: 2301.05217
        ---
        Text.
        ~~~~
        ~~~~ Log.md
        Read [it](https://arxiv.org/abs/2301.05217).
        ~~~~
    """

    code: ClassVar[str] = "PAP003"
    name: ClassVar[str] = "duplicate-paper"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("papers",))

    def may_concern(self, vault: Vault, among: Collection[str]) -> bool:
        """Return whether one of the notes `among` names a paper in its properties."""
        return any(path in vault.notes and _names_paper(vault.outline(path)) for path in among)

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding in every note that shares the identifier of its properties with another."""
        owners: dict[str, dict[str, Span]] = {}
        for path in _candidates(vault):
            for name, span in _papers(path, vault):
                owners.setdefault(name, {}).setdefault(path, span)
        for name, places in owners.items():
            for path, rest in with_others(places, note_name):
                said = f"{name} is the paper of {rest}, too"
                yield self.finding(vault.notes[path], places[path], said, target=name)


def _papers(path: str, vault: Vault) -> Iterator[tuple[str, Span]]:
    """Yield the papers that the properties of a note name, and where."""
    for found in property_references(vault.notes[path], vault):
        if found.identity is not None and found.identity.kind == "paper" and not found.identity.problem:
            yield found.identity.id, found.span


def _candidates(vault: Vault) -> list[str]:
    """Return the notes that may share a paper, sorted: outlines name the papers, but for some odd spellings."""
    notes: dict[str, list[str]] = {}
    for path, names in vault.outlined("papers").items():
        for name in () if path in vault.templates else names:
            notes.setdefault(name, []).append(path)
    for path in vault.with_traits(Trait.ODD_PAPER):
        for name in () if path in vault.templates else {name for name, _ in _papers(path, vault)}:
            notes.setdefault(name, []).append(path)
    return sorted({path for paths in notes.values() if len(paths) > 1 for path in paths})


def _names_paper(outline: Outline) -> bool:
    return bool(outline.papers or outline.traits & Trait.ODD_PAPER)
