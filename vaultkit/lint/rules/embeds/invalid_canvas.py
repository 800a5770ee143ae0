"""EMB006."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class InvalidCanvas(ProblemRule, frozen=True):
    """A canvas file that cannot be read.

    Flags a `.canvas` file that is not JSON, or not of the shape that JSON Canvas gives it.

    Why: Obsidian refuses to open it, and its links are lost.

    Remedy: repair the JSON at the place that is named, or take the file from a backup.

    Source: JSON Canvas 1.0.

    Bad:
        ~~~~ Map.canvas
        {"nodes": [}  %%! invalid-canvas %%
        ~~~~

    Good:
        ~~~~ Map.canvas
        {"nodes": [], "edges": []}
        ~~~~
    """

    code: ClassVar[str] = "EMB006"
    name: ClassVar[str] = "invalid-canvas"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("invalid-canvas",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding where the reader gave up."""
        yield self.finding(note, problem.span, problem.message)
