"""SEC009."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.sections import UnfilledRule, unfilled
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Tag
from vaultkit.model.outline import Trait
from vaultkit.text import Span
from vaultkit.vault import Vault


class UntouchedTagMenu(UnfilledRule, frozen=True):
    """A line of tags to choose from, of which none was chosen.

    Flags the first line with several tags in a section that holds nothing but tags and does not ask for them by its
    heading. As with `stub-section`, a section that comes with a template and that many notes leave so is reported only
    when the rule is named on the command line or with the option `in-templates`. Of the tags of a field `empty-field`
    speaks.

    Why: Obsidian takes the menu for tags: the note is found under "done" and under "to do", as is every other one.

    Remedy: keep the tags that are meant and delete the others.

    Source: vaults made from templates; in one of them 169 of 177 notes bear the same eight tags.

    Bad:
        ~~~~ Grokking.md
        # Grokking
        Late learning.

        ## State %%! stub-section %%
        - #todo #reading #done #dropped %%! untouched-tag-menu %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        # Grokking
        Late learning. #reading

        ## Tags
        #learning #training
        ~~~~
    """

    code: ClassVar[str] = "SEC009"
    name: ClassVar[str] = "untouched-tag-menu"
    severity: ClassVar[Severity] = "warning"
    traits: ClassVar[int | None] = Trait.STUB_SECTION

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for the first line of each menu."""
        for found in unfilled(note, vault, "boilerplate", in_templates=self.in_templates):
            section = found.section
            if section.state != "boilerplate":
                continue
            inside = [tag for tag in note.tags if section.body_start <= tag.span.start < section.body_end]
            menu = next(
                (line for line in _lines(inside) if len(line) > 1 and not _in_field(line[0], note)), []
            )
            if menu:
                names = ", ".join("#" + tag.name for tag in menu)
                yield self.finding(
                    note,
                    _from_to(menu[0].span, menu[-1].span),
                    f"{len(menu)} tags to choose from, none of them chosen",
                    target=names,
                    help=f"keep what is meant of {names}",
                )


def _in_field(tag: Tag, note: Note) -> bool:
    return any(field.span.start <= tag.span.start < field.span.end for field in note.fields)


def _lines(tags: list[Tag]) -> Iterator[list[Tag]]:
    """Yield the tags of each line."""
    for line in dict.fromkeys(tag.span.line for tag in tags):
        yield [tag for tag in tags if tag.span.line == line]


def _from_to(first: Span, last: Span) -> Span:
    return Span(first.start, last.end, first.line, first.column, last.end_line, last.end_column)
