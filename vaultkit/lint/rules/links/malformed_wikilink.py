"""LNK008."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.text import Edit
from vaultkit.vault import Vault


class MalformedWikilink(ProblemRule, frozen=True):
    """Square brackets that were meant to be a link and are none, or another one.

    Flags two pipes (`[[Note||text]]`), a Markdown link behind `![[`, brackets that are empty, never closed,
    nested or broken over two lines, an address in wikilink brackets, and blanks at the ends of a name.

    Why: Obsidian shows the brackets, links to something else, or puts a stray pipe into the text.

    Remedy: write the link in the shape that is meant. Where only one shape can be meant, the fix writes it.

    Source: Obsidian help, "Internal links" and "Embed files".

    Bad:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        See [[Grokking||the note]]. %%! malformed-wikilink %%

        ![[A paper](https://example.org/paper) %%! malformed-wikilink %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        See [[Grokking|the note]].

        ![A paper](https://example.org/paper)
        ~~~~

    Bad:
        ~~~~ Log.md
        An empty [[]] pair. %%! malformed-wikilink %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        [[Grokking|the note]], a matrix [[1, 2], [3, 4]], `if [[ -z "$x" ]]`, [[2301.05217] Title](https://example.org).
        ~~~~
    """

    code: ClassVar[str] = "LNK008"
    name: ClassVar[str] = "malformed-wikilink"
    severity: ClassVar[Severity] = "warning"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("malformed-wikilink",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding, with a fix where only one shape can be meant."""
        message, remedy = _SHAPES.get(problem.detail, (problem.message, None))
        yield self.finding(
            note,
            problem.span,
            message,
            target=vault.text(note.path)[problem.span.start : problem.span.end],
            help=remedy,
            fix=None if note.is_canvas else _fix(problem, note, vault),
        )


_SHAPES: dict[str, tuple[str, str | None]] = {
    "double-pipe": ("two pipes in a wikilink: the second is shown as text", "one pipe separates name and text"),
    "embed-of-markdown-link": ("a Markdown link behind `![[` embeds nothing", "write `![text](address)`"),
    "unclosed": ("a wikilink that is never closed", "close it with `]]`"),
    "empty": ("a wikilink without a name", "name the note, or remove the brackets"),
    "nested": ("a wikilink inside a wikilink: only the inner one is a link", None),
    "line-break": ("a wikilink must stand on one line", "join the lines"),
    "url-in-wikilink": ("an address in wikilink brackets links to a note of that name", "write `[text](address)`"),
    "padded": ("blanks at the ends of the name", "remove them"),
}


def _fix(problem: Problem, note: Note, vault: Vault) -> Fix | None:
    """Return the safe fix of a shape that can only mean one thing."""
    start = problem.span.start
    written = vault.text(note.path)[start : problem.span.end]
    if problem.detail == "double-pipe" and "||" in written:
        at = start + written.index("||")
        return Fix("leave one pipe", "safe", {note.path: (Edit(at, at + 1, ""),)})
    if problem.detail == "embed-of-markdown-link" and written.startswith("![["):
        return Fix("leave one bracket", "safe", {note.path: (Edit(start + 1, start + 2, ""),)})
    return None
