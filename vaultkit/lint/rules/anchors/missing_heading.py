"""ANC001."""

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


class MissingHeading(LinkRule, frozen=True):
    """A link to a heading that its note does not have.

    Flags `[[Note#Heading]]`, `[[#Heading]]`, `[[Note#Part#Subpart]]` and `[text](note.md#Heading)` where the note
    exists and the heading, or the chain of headings, does not. Headings are compared as Obsidian does, without
    case and punctuation; in Markdown links the slug of a heading (`#loss-curves`) counts too.

    Why: the link opens the note at its top, and nothing says that the part was renamed or removed.

    Remedy: write the heading as it is now. The fix takes the one heading that is near.

    Source: Obsidian help, "Link to a heading in a note"; `stripHeading` of Obsidian's API.

    Bad:
        ~~~~ Grokking.md
        ## Loss curves
        Flat, then steep.
        ~~~~
        ~~~~ Log.md
        See [[Grokking#Loss curve]]. %%! missing-heading %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        See [[Grokking#Loss curves]].
        ~~~~

    Bad:
        ~~~~ Log.md
        See [[#Conclusions]] and [above](#introduction). %%! missing-heading %% %%! missing-heading %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        # Grokking
        ## Loss: curves?
        Flat, then steep.
        ~~~~
        ~~~~ Log.md
        [[Grokking#loss curves]], [[Grokking#Grokking#Loss curves]], [a](Grokking.md#loss-curves),
        [b](Grokking.md#Loss%20curves), [[Grokking]].
        ~~~~
    """

    code: ClassVar[str] = "ANC001"
    name: ClassVar[str] = "missing-heading"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("wikilink", "markdown")
    troubles: ClassVar[tuple[Trouble, ...]] = ("part",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a text link to a heading that is missing."""
        if not is_block(link):
            yield from anchor_finding(self, link, resolution, note, vault)
