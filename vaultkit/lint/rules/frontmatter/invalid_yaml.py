"""FRM001."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class InvalidYaml(ProblemRule, frozen=True):
    """Properties that are not valid YAML.

    Flags a property block that Obsidian cannot read: a syntax error, or a block that is no mapping of keys to
    values. The same key twice is `duplicate-key`.

    Why: Obsidian then shows the raw text and ignores every property of the note, its tags and aliases too.

    Remedy: correct the line that is named. Values with a colon, a leading `#`, `@`, `[` or `{`, and templates such
    as `{{date}}` need quotes.

    Source: Obsidian help, "Properties"; YAML 1.2, chapter 10.

    Bad:
        ~~~~ Note.md
        ---
        title: Attention: all you need #! invalid-yaml
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        title: "Attention: all you need"
        status: open
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM001"
    name: ClassVar[str] = "invalid-yaml"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("invalid-yaml",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:  # noqa: ARG002  the signature of every rule
        """Yield a finding where the YAML reader stopped."""
        yield self.finding(
            note,
            problem.span,
            problem.message,
            target=problem.detail or None,
            help="Obsidian ignores every property of this note until this is corrected",
        )
