"""TXT006."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class UnreadableFile(ProblemRule, frozen=True):
    """A note that cannot be read.

    Flags a note that the operating system does not hand over: no permission, a failing disk, a file that
    vanished while the vault was read.

    Why: nothing is known of the note, so its links, headings and tags are missing from every other check.

    Remedy: repair the permissions (`chmod u+r`) or restore the file.

    Source: the error of the operating system, which the message repeats.

    Good:
        ~~~~ Note.md
        Text that can be read.
        ~~~~
    """

    code: ClassVar[str] = "TXT006"
    name: ClassVar[str] = "unreadable-file"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("unreadable",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding at the beginning of the file."""
        yield self.finding(note, problem.span, problem.message)
