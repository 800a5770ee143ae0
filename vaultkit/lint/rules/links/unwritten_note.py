"""LNK002."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.broken import is_grey, missing_finding, missing_reason
from vaultkit.lint.facts import Trouble, form
from vaultkit.lint.folders import is_bare_file, lies_outside, names_a_folder
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class UnwrittenNote(LinkRule, frozen=True):
    """A wikilink to a note that nobody has written yet.

    Flags a plain `[[Name]]` that leads nowhere and resembles no note, and `[text](Name)` likewise; in a vault
    whose links are Markdown links (`useMarkdownLinks`) also `[text](Name.md)`. The message says how often the vault
    links to that name.

    Why: grey links are good practice, they mark what deserves a note; so this is information and never fails
    a run unless `--fail-on info` asks for it. A name that many notes link to is the next note to write.

    Remedy: write the note, or leave the link as it is.

    Source: Obsidian help, "Internal links": a link to a note that does not exist makes it when clicked.

    Bad:
        ~~~~ Log.md
        Look into [[Superposition]]. %%! unwritten-note %%
        ~~~~

    Good:
        ~~~~ Superposition.md
        More features than neurons.
        ~~~~
        ~~~~ Log.md
        Look into [[Superposition]], `[[Not a link]]` and \\[[neither]].
        ~~~~
    """

    code: ClassVar[str] = "LNK002"
    name: ClassVar[str] = "unwritten-note"
    severity: ClassVar[Severity] = "info"
    forms: ClassVar[tuple[LinkKind, ...]] = ("wikilink", "markdown")
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a text wikilink to a name that resembles no note."""
        if form(link) == "markdown":
            outside = names_a_folder(link.target, note, vault) or lies_outside(link.target, note)
            grey = not outside and is_grey(link, vault) and not is_bare_file(link.target, note, vault)
        else:
            grey = missing_reason(link, vault).kind == "unwritten"
        if grey:
            yield missing_finding(self, link, note, vault)
