"""SEC004."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault


class StubSection(NoteRule, frozen=True):
    """A section that only says it is to be written.

    Flags a section whose whole text is a word such as TODO, TBD, "coming soon", "lorem ipsum", or dots.

    Why: it looks like a section in every outline and says nothing; most are forgotten.

    Remedy: write the section, or remove its heading and keep a task somewhere.

    Source: our own experience with vaults made from templates.

    Bad:
        ~~~~ Grokking.md
        # Grokking
        Late learning.

        ## Evidence %%! stub-section %%
        TODO

        ## Open questions %%! stub-section %%
        - ...
        ~~~~

    Good:
        ~~~~ Grokking.md
        # Grokking
        Late learning.

        ## Evidence
        TODO: look at the loss curves again.
        ~~~~
    """

    code: ClassVar[str] = "SEC004"
    name: ClassVar[str] = "stub-section"
    severity: ClassVar[Severity] = "warning"
    traits: ClassVar[Trait | None] = Trait.STUB_SECTION

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:  # noqa: ARG002  the signature of every rule
        """Yield a finding at the heading of each."""
        headings = {heading.span.line: heading for heading in note.headings}
        for section in note.sections:
            heading = headings.get(section.line)
            if section.state == "stub" and heading is not None:
                title = section.heading.strip()
                yield self.finding(
                    note,
                    heading.span,
                    f'the section "{title}" is still to be written',
                    target=section.heading,
                )
