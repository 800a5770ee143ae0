"""SEC003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Heading, Note, Section
from vaultkit.model.outline import Trait
from vaultkit.text import Span
from vaultkit.vault import Vault


class EmptySection(NoteRule, frozen=True):
    """A heading with nothing under it.

    Flags a section without content and without subsections. Comments, rules and link definitions are not
    content. A heading whose subsections hold the text is fine, and so is one that is itself a link; drawings made
    with Excalidraw are left alone.

    Why: an empty section promises something that is not there; most are left over from a template.

    Remedy: write the section or remove its heading.

    Source: our own experience with vaults made from templates.

    Bad:
        ~~~~ Grokking.md
        # Grokking
        Late learning.

        ## Evidence %%! empty-section %%

        ## Open questions %%! empty-section %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        # Grokking

        ## Evidence
        Loss curves.

        ## Open questions
        - Why so late?

        ## [The paper](https://example.org/paper)
        ~~~~
    """

    code: ClassVar[str] = "SEC003"
    name: ClassVar[str] = "empty-section"
    severity: ClassVar[Severity] = "warning"
    traits: ClassVar[Trait | None] = Trait.EMPTY_SECTION

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:  # noqa: ARG002  the signature of every rule
        """Yield a finding at the heading of each empty section; drawings and boards have none."""
        if _is_drawing(note):
            return
        headings = {heading.span.line: heading for heading in note.headings}
        linked = {link.span.line for link in note.links}
        for section in note.sections:
            if section.state == "empty" and section.level and section.line not in linked:
                title = section.heading.strip()
                message = f'the section "{title}" is empty' if title else "a section without title is empty"
                yield self.finding(
                    note, _place(section, headings.get(section.line)), message, target=section.heading
                )


def _is_drawing(note: Note) -> bool:
    plugin = note.get("excalidraw-plugin") or note.get("kanban-plugin")
    return plugin is not None or note.path.lower().endswith(".excalidraw.md")


def _place(section: Section, heading: Heading | None) -> Span:
    if heading is not None:
        return heading.span
    return Span(section.body_start, section.body_start, section.line, 1, section.line, 1)
