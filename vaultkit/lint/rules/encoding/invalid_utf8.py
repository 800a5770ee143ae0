"""TXT001."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class InvalidUtf8(ProblemRule, frozen=True):
    """A note that is not UTF-8.

    Flags the first byte that cannot be decoded. The rest of the note is read with replacement characters, so
    its links still count; fixes are not written to it.

    Why: Obsidian reads every note as UTF-8 and shows replacement characters; saving the note then destroys the
    letters for good.

    Remedy: convert the file, for instance with `iconv -f LATIN1 -t UTF-8`.

    Source: Obsidian's `Vault.read`.

    Bad:
        ~~~~ Note.md (bytes)
        Erd\\xf6s was here. %%! invalid-utf8 %%
        ~~~~

    Good:
        ~~~~ Note.md
        Erdős was here.
        ~~~~
    """

    code: ClassVar[str] = "TXT001"
    name: ClassVar[str] = "invalid-utf8"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("invalid-utf8",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding at the first byte that is no UTF-8."""
        yield self.finding(
            note,
            problem.span,
            problem.message,
            target=problem.detail or None,
            help="convert the file to UTF-8; nothing is fixed in it until then",
        )
