"""EMB002."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.anchors import anchor_finding
from vaultkit.lint.broken import missing_finding
from vaultkit.lint.extensions import extension
from vaultkit.lint.facts import Trouble, form
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class MissingEmbeddedNote(LinkRule, frozen=True):
    """An embedded note, heading or block that does not exist.

    Flags `![[Note]]`, `![[Note#Heading]]` and `![[Note#^block]]` whose note or part of a note is missing.

    Why: the reader sees an error box, or the whole note, in place of the part that was meant.

    Remedy: write the name of a note that exists, or of one of its headings or block ids. The fix takes the
    one near name there is.

    Source: Obsidian help, "Embed files".

    Bad:
        ~~~~ Grokking.md
        ## Results
        Late, but sudden. ^late
        ~~~~
        ~~~~ Log.md
        ![[Groking]] %%! missing-embedded-note %%

        ![[Grokking#Result]] %%! missing-embedded-note %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        ![[Grokking]]

        ![[Grokking#Results]]
        ~~~~

    Good:
        ~~~~ Grokking.md
        ## Results
        Late, but sudden. ^late
        ~~~~
        ~~~~ Log.md
        ![[Grokking]]

        ![[Grokking#Results]]

        ![[Grokking#^late]]
        ~~~~
    """

    code: ClassVar[str] = "EMB002"
    name: ClassVar[str] = "missing-embedded-note"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("embed", "image")
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing", "part")

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for an embed of a note, or part of a note, that is missing."""
        if resolution.status != "missing":
            yield from anchor_finding(self, link, resolution, note, vault)
        elif extension(link.target) == "md" or (not extension(link.target) and form(link) == "embed"):
            yield missing_finding(self, link, note, vault)
