"""TXT005."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.conflicts import find_conflicts
from vaultkit.lint.rule import TextRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Oddity
from vaultkit.text import Cursor


class MergeConflictMarker(TextRule, frozen=True):
    """A merge that was never finished.

    Flags the line `<<<<<<< ` of a conflict that has its `=======` and its `>>>>>>> ` below, outside of code.

    Why: the note holds both versions, its properties may be unreadable, and the next commit makes it so for everybody.

    Remedy: keep what is right of the two versions, and delete the three lines.

    Source: https://git-scm.com/docs/git-merge, "How conflicts are presented".

    Bad:
        ~~~~ Note.md
        Text.

        <<<<<<< HEAD %%! merge-conflict-marker %%
        Late.
        =======
        Sudden.
        >>>>>>> other
        ~~~~

    Good:
        ~~~~ Note.md
        Text with <<<<<<< in it.

        <<<<<<< once
        ~~~~
    """

    code: ClassVar[str] = "TXT005"
    name: ClassVar[str] = "merge-conflict-marker"
    severity: ClassVar[Severity] = "error"
    oddity: ClassVar[Oddity] = "conflict"

    def check_text(self, text: str, note: Note) -> Iterator[Diagnostic]:
        """Yield a finding at the first line of each conflict."""
        cursor = Cursor(text)
        for one in find_conflicts(text):
            if not one.in_code:
                span = cursor.span(one.start, one.end)
                yield self.finding(note, span, "an unfinished merge: both versions are in the note")
