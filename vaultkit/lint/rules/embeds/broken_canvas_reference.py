"""EMB005."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.anchors import anchor_finding
from vaultkit.lint.broken import SUGGESTION_LIMIT
from vaultkit.lint.facts import Trouble
from vaultkit.lint.near import near_notes
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class BrokenCanvasReference(LinkRule, frozen=True):
    """A card of a canvas that shows a file which is not there.

    Flags a file card whose path leads to nothing, or whose heading or block is missing in its note.

    Why: the card stays empty. A canvas names files by their whole path, so a move outside Obsidian breaks it.

    Remedy: move the file back, or choose it again in the canvas.

    Source: JSON Canvas 1.0, "File type nodes".

    Bad:
        ~~~~ Topics/Grokking.md
        Late learning.
        ~~~~
        ~~~~ Map.canvas
        {"nodes": [
        {"id": "1", "type": "file", "file": "Grokking.md"} %%! broken-canvas-reference %%
        ], "edges": []}
        ~~~~

    Good:
        ~~~~ Topics/Grokking.md
        Late learning.
        ~~~~
        ~~~~ Map.canvas
        {"nodes": [
        {"id": "1", "type": "file", "file": "Topics/Grokking.md"}
        ], "edges": []}
        ~~~~
    """

    code: ClassVar[str] = "EMB005"
    name: ClassVar[str] = "broken-canvas-reference"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("canvas",)
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing", "part")

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a file card that shows nothing."""
        if resolution.status != "missing":
            yield from anchor_finding(self, link, resolution, note, vault)
            return
        sure, maybe = near_notes(vault, link.target)
        yield self.finding(
            note,
            link.target_span,
            f'no file at "{link.target}"',
            target=link.target,
            suggestions=(sure or maybe)[:SUGGESTION_LIMIT],
            help="a canvas gives the whole path from the vault's root",
        )
