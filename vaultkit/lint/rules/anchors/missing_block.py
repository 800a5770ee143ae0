"""ANC002."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.anchors import anchor_finding, is_block
from vaultkit.lint.facts import Trouble
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class MissingBlock(LinkRule, frozen=True):
    """A link to a block id, or a footnote, that its note does not have.

    Flags `[[Note#^id]]`, `[[#^id]]`, `[text](note.md#^id)` and `[[Note#[^1]]]` where the note exists and the id does
    not.

    Why: the link opens the note at its top; the sentence it was made for cannot be found again.

    Remedy: put `^id` at the end of the paragraph or list item, or on a line of its own after a table, a quote
    or a list; letters, digits and dashes only.

    Source: Obsidian help, "Link to a block in a note".

    Bad:
        ~~~~ Grokking.md
        Late, but sudden. ^late
        ~~~~
        ~~~~ Log.md
        See [[Grokking#^early]]. %%! missing-block %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late, but sudden. ^late
        ~~~~
        ~~~~ Log.md
        See [[Grokking#^late]] and [here](Grokking.md#^late).
        ~~~~
    """

    code: ClassVar[str] = "ANC002"
    name: ClassVar[str] = "missing-block"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("wikilink", "markdown")
    troubles: ClassVar[tuple[Trouble, ...]] = ("part",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a text link to a block that is missing."""
        if is_block(link):
            yield from anchor_finding(self, link, resolution, note, vault)
