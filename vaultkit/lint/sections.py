"""Which sections of a note the section rules speak about, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple, Self

from msgspec.structs import replace

from vaultkit.lint.dependence import UNFILLED, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.model.note import Note, Section, SectionState
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.template_source import heading_key
from vaultkit.vault.templates import template_facts
from vaultkit.vault.type_templates import is_drawing

CHOOSE = "keep the tags that are meant and delete the others"
"""What to do with tags to choose from."""


class UnfilledRule(NoteRule, frozen=True):
    """A rule about sections that say nothing. With `in_templates` it speaks also of those that come with a
    template and that many notes leave unfilled: so it does for somebody who named it."""

    reads: ClassVar[frozenset[Fact] | None] = UNFILLED

    in_templates: bool = False

    def asked_for(self) -> Self:
        """Return the rule that reports every section."""
        return replace(self, in_templates=True)


class Unfilled(NamedTuple):
    """A section that says nothing, the place of its heading, and whether the configuration requires it."""

    section: Section
    span: Span
    required: bool


def unfilled(note: Note, vault: Vault, state: SectionState, *, in_templates: bool) -> Iterator[Unfilled]:
    """Yield the sections of `note` in this state, but for headings that are themselves links; drawings and boards
    have none.

    Those that come with a template and that many notes leave unfilled are left out, unless `in_templates`
    or they are required: `dead-section` and the fill ratio speak for them.
    """
    if is_drawing(note):
        return
    facts = template_facts(vault)
    required = facts.required(note)
    spans = {heading.span.line: heading.span for heading in note.headings}
    linked = {link.span.line for link in note.links}
    for section in note.sections:
        if not section.level or section.line in linked or facts.state(note, section) != state:
            continue
        is_required = bool(required) and heading_key(section.heading) in required
        if is_required or in_templates or not facts.is_optional(note, section):
            yield Unfilled(section, spans.get(section.line) or _start(section), is_required)


def heading_span(note: Note, section: Section) -> Span:
    """Return the place of a section's heading."""
    found = next((heading.span for heading in note.headings if heading.span.line == section.line), None)
    return found or _start(section)


def _start(section: Section) -> Span:
    return Span(section.body_start, section.body_start, section.line, 1, section.line, 1)


def title_of(section: Section) -> str:
    """Return how a message calls a section."""
    title = section.heading.strip()
    return f'the section "{title}"' if title else "a section without title"
