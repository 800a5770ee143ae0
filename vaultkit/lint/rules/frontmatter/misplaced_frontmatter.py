"""FRM002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault

_LATE = lazy_pattern(
    r"(?P<blank>(?:[ \t]*\r?\n)+)---[ \t]*\r?\n"
    r"(?:[A-Za-z_][\w -]*:(?:[ \t].*)?\r?\n|[ \t]+\S.*\r?\n|- .*\r?\n)+---[ \t]*\r?(?:\n|\Z)"
)
_FIRST_LINES = 4


class MisplacedFrontmatter(NoteRule, frozen=True):
    """A property block that Obsidian does not take for one.

    Flags a block that no line `---` closes, and one with blank lines above it. A rule across the page with text under
    it is none.

    Why: Obsidian looks for `---` at the very first character of a note, and for a line `---` after it. Otherwise it
    shows the block as text, and the note has no properties, tags or aliases.

    Remedy: `---` on the first line and again after the last property. The fix removes blank lines above.

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
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.PROBLEM | Trait.UNDERLINED_START

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the finding at the `---` that opens the block."""
        for problem in note.problems:
            if problem.kind == "unclosed-frontmatter":
                yield self.finding(note, problem.span, problem.message)
                return
        if not _begins_underlined(note):
            return
        found = _LATE.match(link_facts(vault).text(note.path))
        if found is not None:
            line = 1 + found["blank"].count("\n")
            start = found.end("blank")
            edit = Edit(0, start, "")
            yield self.finding(
                note,
                Span(start, start + 3, line, 1, line, 4),
                "blank lines stand above the property block",
                help="Obsidian finds properties only at the very beginning of a note",
                fix=Fix("remove the blank lines", "safe", {note.path: (edit,)}),
            )


def _begins_underlined(note: Note) -> bool:
    """Whether a heading of several lines, which a line `---` makes, ends the first lines of a note.

    Such is what Markdown makes of properties behind a blank line, if the last of them is not a list.
    """
    if note.frontmatter is not None or not note.headings:
        return False
    span = note.headings[0].span
    return span.line <= _FIRST_LINES and span.line != span.end_line
