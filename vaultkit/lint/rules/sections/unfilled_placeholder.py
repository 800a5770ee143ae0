"""SEC001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault


class UnfilledPlaceholder(NoteRule, frozen=True):
    """Template text that was never replaced.

    Flags `{{title}}`, `{{date}}`, `{{time}}` (with or without a format) and Templater commands `<% ... %>` in a
    note that does not lie in a template folder. Code is not looked at.

    Why: the template was copied by hand, or its plug-in did not run; the note says the name of a value and not
    the value.

    Remedy: write the value, or move the note to the template folder.

    Source: Obsidian help, "Templates"; Templater's documentation.

    Bad:
        ~~~~ Log.md
        # {{title}} %%! unfilled-placeholder %%

        Written on <% tp.date.now() %>. %%! unfilled-placeholder %%
        ~~~~

    Good:
        ~~~~ .obsidian/templates.json
        {"folder": "Templates"}
        ~~~~
        ~~~~ Templates/Day.md
        # {{title}}

        Text.
        ~~~~
        ~~~~ Log.md
        Write `{{title}}` in a template; in mathematics, $x_{{y}}$ is fine.
        ~~~~
    """

    code: ClassVar[str] = "SEC001"
    name: ClassVar[str] = "unfilled-placeholder"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.PLACEHOLDER

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each placeholder."""
        text = vault.text(note.path)
        for span in note.placeholders:
            written = text[span.start : span.end]
            yield self.finding(note, span, f"`{written}` was never filled in", target=written)
