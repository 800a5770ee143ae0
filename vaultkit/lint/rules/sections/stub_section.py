"""SEC004."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.sections import CHOOSE, Unfilled, UnfilledRule, title_of, unfilled
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault
from vaultkit.vault.templates import template_facts


class StubSection(UnfilledRule, frozen=True):
    """A section that holds only filler.

    Flags a section whose whole text is a word such as TODO, TBD, "coming soon", "lorem ipsum", or dots, or a tag such
    as #todo or #placeholder/description; one whose text is what its template brought, unchanged; one that holds a list
    of tags to choose from, none of them chosen; and one whose text at least three in ten notes of the type have in
    common, down to the letter. Queries and embeds are alike on purpose and do not count.

    As with `empty-section`, boilerplate in a section that comes with a template and that many notes leave unfilled is
    reported only when the section is required, when the rule is named on the command line, or with the option
    `in-templates`.

    Why: it looks like a section in every outline and says nothing; most are forgotten.

    Remedy: write the section, or remove its heading and keep a task somewhere.

    Source: vaults made from templates.

    Bad:
        ~~~~ Grokking.md
        # Grokking
        Late learning.

        ## Evidence %%! stub-section %%
        TODO

        ## Open questions %%! stub-section %%
        - ...
        ~~~~

    Bad:
        ~~~~ Templates/Topic.md
        # {{title}}

        ## In one breath
        What is it, in one sentence?
        ~~~~
        ~~~~ Topics/Tuned lens.md
        # Tuned lens

        ## In one breath %%! stub-section %%
        What is it, in one sentence?
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

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes that say so of a section, and those with a text that others have, too."""
        suspects = template_facts(vault).suspects_among(among)
        return {*vault.with_traits(Trait.STUB_SECTION, among), *suspects}

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the heading of each."""
        for found in unfilled(note, vault, "stub", in_templates=True):
            yield self._finding(note, found, "is still to be written")
        for found in unfilled(note, vault, "boilerplate", in_templates=self.in_templates):
            if found.section.state == "filled":
                yield self._finding(note, found, "holds only what its template brought")
            else:
                yield self._finding(note, found, "holds only tags to choose from", CHOOSE)

    def _finding(self, note: Note, found: Unfilled, what: str, help: str | None = None) -> Diagnostic:
        needed = ", and it is required here" if found.required else ""
        message = f"{title_of(found.section)} {what}{needed}"
        return self.finding(note, found.span, message, target=found.section.heading, help=help)
