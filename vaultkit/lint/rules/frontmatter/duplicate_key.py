"""FRM003."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class DuplicateKey(ProblemRule, frozen=True):
    """The same property twice.

    Flags the second of two equal keys in one property block.

    Why: Obsidian cannot read such a block. It shows the raw text and ignores every property of the note; other
    programs keep one of the two values and drop the other in silence.

    Remedy: keep one of them, or make one list of both values.

    Source: YAML 1.2, 3.2.1.3: the keys of a mapping are unique.

    Bad:
        ~~~~ Note.md
        ---
        status: open
        status: done #! duplicate-key
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        status: open
        history:
          status: done
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM003"
    name: ClassVar[str] = "duplicate-key"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("duplicate-key",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding at the second key."""
        yield self.finding(
            note,
            problem.span,
            problem.message,
            target=problem.detail or None,
            help="Obsidian ignores every property of this note until one of them is gone",
        )
