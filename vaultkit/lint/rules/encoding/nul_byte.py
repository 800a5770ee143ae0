"""TXT007."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class NulByte(ProblemRule, frozen=True):
    """A note that holds NUL bytes.

    Flags the first NUL byte of a file that is otherwise UTF-8. A file that is no UTF-8 either is
    `invalid-utf8`.

    Why: text has no NUL bytes. The file is a binary one with the wrong extension, is saved as UTF-16, or was
    filled with zeros by a crash, in which case its text is lost.

    Remedy: rename or convert the file, or restore it from a backup.

    Source: the Unicode standard: U+0000 is a control character without meaning in text.

    Bad:
        ~~~~ Note.md (bytes)
        The end\\x00\\x00\\x00 %%! nul-byte %%
        ~~~~

    Good:
        ~~~~ Note.md
        The end
        ~~~~
    """

    code: ClassVar[str] = "TXT007"
    name: ClassVar[str] = "nul-byte"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("nul-bytes",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding at the first NUL byte, unless the file is no UTF-8 at all."""
        if not any(other.kind == "invalid-utf8" for other in note.problems):
            yield self.finding(note, problem.span, problem.message)
