"""ANC003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault


class DuplicateBlockId(NoteRule, frozen=True):
    """The same block id twice in a note.

    Flags every block id but the first of those that are equal; case does not matter.

    Why: a link to the id finds only one of the blocks; which of them was meant, nobody can tell.

    Remedy: give one of them another id, and look at the links to it.

    Source: Obsidian's metadata cache has one block for an id.

    Bad:
        ~~~~ Grokking.md
        Late. ^late

        But sudden. ^Late %%! duplicate-block-id %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late. ^late

        But sudden. ^sudden
        ~~~~
    """

    code: ClassVar[str] = "ANC003"
    name: ClassVar[str] = "duplicate-block-id"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.REPEATED_BLOCK_ID

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at every id that an earlier block has."""
        first: dict[str, int] = {}
        for block in note.blocks:
            line = first.setdefault(block.id.lower(), block.span.line)
            if line != block.span.line:
                yield self.finding(
                    note, block.span, f'the block id "{block.id}" stands in line {line}, too', target=block.id
                )
