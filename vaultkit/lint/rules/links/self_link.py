"""LNK010."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.facts import form
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class SelfLink(NoteRule, frozen=True):
    """A link from a note to itself.

    Flags a link in the text that leads to its own note and to no heading or block of it. Off by default: some people
    write such links where a note is quoted elsewhere.

    Why: clicking it does nothing.

    Remedy: name a heading or block of the note, or remove the link.

    Source: our own experience with vaults.

    Bad:
        ~~~~ Grokking.md
        What [[Grokking]] means. %%! self-link %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        What it means is said [[#Below]] and [[Grokking#Below|there]].

        ## Below
        Late learning.
        ~~~~
    """

    code: ClassVar[str] = "LNK010"
    name: ClassVar[str] = "self-link"
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = False
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files",))

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link of the text to the note it stands in."""
        for link in note.links:
            if link.external or link.subpath or form(link) not in ("wikilink", "markdown"):
                continue
            if vault.resolve(link, note.path).path == note.path:
                yield self.finding(note, link.span, "this link leads to its own note", target=link.target)
