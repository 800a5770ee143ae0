"""SEC003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.sections import UnfilledRule, title_of, unfilled
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault


class EmptySection(UnfilledRule, frozen=True):
    """A heading with nothing under it.

    Flags a section without content and without subsections. Comments, rules and link definitions are not
    content. A heading whose subsections hold the text is fine, and so is one that is itself a link; drawings made
    with Excalidraw are left alone.

    A section that comes with the template of a type of notes, and that fewer than four in five of them fill, is not
    reported note by note: `dead-section` names those that hardly any note fills, and `vaultkit templates` shows the
    rest. Sections that the configuration requires (`required-sections`) are always reported. So are all, when the rule
    is named on the command line (`--select SEC`) or the option `in-templates` is set.

    Why: an empty section promises something that is not there; most are left over from a template. A thousand
    findings of the same heading say less than one.

    Remedy: write the section or remove its heading.

    Source: vaults made from templates; in one of them three of four sections were never filled.

    Bad:
        ~~~~ Grokking.md
        # Grokking
        Late learning.

        ## Evidence %%! empty-section %%

        ## Open questions %%! empty-section %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        # Grokking

        ## Evidence
        Loss curves.

        ## Open questions
        - Why so late?

        ## [The paper](https://example.org/paper)
        ~~~~
    """

    code: ClassVar[str] = "SEC003"
    name: ClassVar[str] = "empty-section"
    severity: ClassVar[Severity] = "warning"
    traits: ClassVar[int | None] = Trait.EMPTY_SECTION

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the heading of each empty section."""
        for found in unfilled(note, vault, "empty", in_templates=self.in_templates):
            needed = ", and it is required here" if found.required else ""
            message = f"{title_of(found.section)} is empty{needed}"
            yield self.finding(note, found.span, message, target=found.section.heading)
