"""LNK009."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.lint.tables import cell_pipe
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.text import Edit
from vaultkit.vault import Vault


class UnescapedPipeInTable(ProblemRule, frozen=True):
    r"""A wikilink in a table whose pipe ends the cell.

    Flags `| [[Note|text]] |` without a backslash before the pipe of the link.

    Why: in a table every pipe without a backslash begins a new cell. The link is cut in two and the row has a cell
    too many, which is not shown. In the head of a table it is worse: with a cell more than the line of dashes below
    has, all of it is shown as text.

    Remedy: a backslash before the pipe, as the fix writes it.

    Source: Obsidian help, "Advanced formatting syntax": in tables, add a `\` before the vertical bar; GitHub
    Flavored Markdown, "Tables": head and dashes have as many cells.

    Bad:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        | topic | state |
        | ----- | ----- |
        | [[Grokking|late]] | read | %%! unescaped-pipe-in-table %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        | topic | state |
        | ----- | ----- |
        | [[Grokking\|late]] | read |
        ~~~~

    Bad:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        | [[Grokking|late]] | state | %%! unescaped-pipe-in-table %%
        | ----------------- | ----- |
        | yes               | read  |
        ~~~~

    Fixed:
        ~~~~ Log.md
        | [[Grokking\|late]] | state |
        | ----------------- | ----- |
        | yes               | read  |
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        [[Grokking|late]]

        | topic | state |
        | ----- | ----- |
        | [[Grokking\|late]] | [[Grokking]] |
        ~~~~
    """

    code: ClassVar[str] = "LNK009"
    name: ClassVar[str] = "unescaped-pipe-in-table"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("malformed-wikilink",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding where brackets that the reader saw open are closed behind a pipe."""
        at = cell_pipe(problem, note, vault)
        if at is not None:
            effect = ": its head has a cell too many, and all of it is shown as text"
            yield self.finding(
                note,
                problem.span,
                "the pipe of this link ends the table's cell" + effect * (problem.detail == "table-head"),
                help="write `\\|`",
                fix=Fix("write a backslash before the pipe", "safe", {note.path: (Edit(at, at, "\\"),)}),
            )
