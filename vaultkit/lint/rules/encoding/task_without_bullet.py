"""TXT008."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.text import Edit
from vaultkit.vault import Vault


class TaskWithoutBullet(ProblemRule, frozen=True):
    """A line that begins with a box and is no task.

    Flags `[ ]` or `[x]` at the beginning of a line of a paragraph, of one in a quote or callout too, with text
    behind it.

    Why: a task is a list item. Without a bullet the brackets are shown as they are, there is no box to tick, and no
    list of tasks has the line.

    Remedy: a bullet, as the fix writes it.

    Source: Obsidian help, "Basic formatting syntax", task lists.

    Bad:
        ~~~~ To read.md
        [x] Attention for pictures %%! task-without-bullet %%
        [ ] Networks for sequences %%! task-without-bullet %%
        ~~~~

    Fixed:
        ~~~~ To read.md
        - [x] Attention for pictures
        - [ ] Networks for sequences
        ~~~~

    Good:
        ~~~~ To read.md
        - [x] Attention for pictures
        1. [ ] Networks for sequences

        [x](https://example.org), a [ ] in the text
        ~~~~
    """

    code: ClassVar[str] = "TXT008"
    name: ClassVar[str] = "task-without-bullet"
    severity: ClassVar[Severity] = "warning"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("bare-task",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield the finding, with the unsafe fix that makes a list item of the line."""
        at = problem.span.start
        fix = Fix("put a bullet before it", "unsafe", {note.path: (Edit(at, at, "- "),)})
        yield self.finding(
            note, problem.span, "not a task: there is no bullet before it", target=problem.detail, fix=fix
        )
