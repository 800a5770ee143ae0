"""FRM002."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault

_REMARK = lazy_pattern(r"^#", re.MULTILINE)
_CLOSING = lazy_pattern(r"^-{3,}[ \t]*(?=\r?$)", re.MULTILINE)


class MisplacedFrontmatter(ProblemRule, frozen=True):
    """A property block that Obsidian does not take for one.

    Flags a block that no line `---` closes, one with blank lines above it, and one that opens with blanks beside its
    `---` or with more than three dashes. A rule across the page with text under it is none.

    Why: Obsidian looks for `---` at the very first character of a note, and for a line `---` after it. Otherwise it
    shows the block as text, and the note has no properties, tags or aliases.

    Remedy: `---` on the first line and again after the last property. The fix removes blank lines above and what is
    too much on the two lines. It is unsafe where the first has more than three dashes, for two rules may be meant, and
    where a line begins with `#`: what may be a heading becomes a remark.

    Source: Obsidian help, "Properties": type `---` at the very beginning of a file.

    Bad:
        ~~~~ Note.md
        --- %%! misplaced-frontmatter %%
        title: Late
        ~~~~

    Bad:
        ~~~~ Note.md

        --- %%! misplaced-frontmatter %%
        title: Late
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        title: Late
        ---
        Text.
        ~~~~

    Bad:
        ~~~~ Note.md
        ---- %%! misplaced-frontmatter %%
        title: Late
        tags:
          - reading
        ----
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        title: Late
        tags:
          - reading
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        title: Late
        ---
        Text.
        ~~~~
        ~~~~ Other.md
        ---
        Just text under a rule.
        ~~~~
    """

    code: ClassVar[str] = "FRM002"
    name: ClassVar[str] = "misplaced-frontmatter"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("unclosed-frontmatter", "late-frontmatter")

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the finding at the `---` that opens the block."""
        if problem.kind == "unclosed-frontmatter":
            yield self.finding(note, problem.span, problem.message)
            return
        text = vault.text(note.path)
        start, end = problem.span.start, problem.span.end
        opening = text[start:end]
        edits = [Edit(0, end, "---")]
        title = "open and close the block with ---"
        closing = _CLOSING.search(text, end)
        if closing is not None and closing[0] != "---":
            edits.append(Edit(closing.start(), closing.end(), "---"))
        elif opening == "---":
            edits, title = [Edit(0, start, "")], "remove the blank lines above"
        until = closing.start() if closing is not None else len(text)
        doubtful = opening.startswith("----") or _REMARK.search(text, end, until) is not None
        yield self.finding(
            note,
            problem.span,
            problem.message,
            help="Obsidian finds properties only at the very beginning of a note",
            fix=Fix(title, "unsafe" if doubtful else "safe", {note.path: tuple(edits)}),
        )
