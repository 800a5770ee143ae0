"""A template as the notes of a type use its sections and fields, and what counts as unfilled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import msgspec

from vaultkit.model.note import Note, Section, SectionState
from vaultkit.vault.template_source import AuthoredTemplate, heading_key

TemplateOrigin = Literal["configured", "folder", "inferred"]

FEWEST = 5
"""Of fewer notes nothing is inferred."""
COMMON = 0.8
"""A heading in so many of the notes of a type belongs to their template."""
RECURRING = 0.1
"""A heading in so many of them is no accident, either."""
DEAD = 0.05
"""A section that fewer notes fill is dead."""
SHARED = 0.3
"""A text that stands in so many of the notes was not written for one of them."""
FEWEST_SHARING = 3
USUAL = 0.8
"""A section that so many notes fill is one that the others are expected to fill."""


class SectionUse(msgspec.Struct, frozen=True):
    """A section of a type's notes, and how many of them have it in which state.

    `in_template` is false for a heading that only recurs. `leaf` is false for one that is followed by its
    subsections; it then counts as filled when one of these is. `bodies` are the fingerprints of texts that
    count as boilerplate: the template's own, and the one that `shared` notes have in common.
    """

    key: str
    heading: str
    level: int
    in_template: bool
    required: bool
    leaf: bool
    filled: int
    empty: int
    stub: int
    boilerplate: int
    shared: int
    bodies: frozenset[str]

    @property
    def notes(self) -> int:
        """How many notes have the section."""
        return self.filled + self.empty + self.stub + self.boilerplate

    @property
    def fill(self) -> float:
        """The share of these notes that fill it."""
        return self.filled / self.notes if self.notes else 0.0

    @property
    def optional(self) -> bool:
        """Whether many notes leave it unfilled, so that it says nothing of one more that does."""
        return not self.required and self.notes >= FEWEST and self.fill < USUAL

    @property
    def dead(self) -> bool:
        """Whether hardly any note fills it."""
        return self.leaf and self.notes >= FEWEST and self.fill < DEAD


class FieldUse(msgspec.Struct, frozen=True):
    """An inline field that recurs in the notes of a type, and how many of them fill it."""

    name: str
    key: str
    notes: int
    filled: int

    @property
    def fill(self) -> float:
        """The share of the notes with this field that fill it."""
        return self.filled / self.notes if self.notes else 0.0

    @property
    def dead(self) -> bool:
        """Whether hardly any note fills it."""
        return self.notes >= FEWEST and self.fill < DEAD


class Template(msgspec.Struct, frozen=True):
    """The template of a type: where it comes from, the notes held against it, its parts in their order.

    `authored` is None for a template that was inferred. After the sections of the template come those that
    only recur in the notes, the most frequent first.
    """

    type: str
    origin: TemplateOrigin
    notes: tuple[str, ...]
    sections: tuple[SectionUse, ...]
    fields: tuple[FieldUse, ...]
    authored: AuthoredTemplate | None = None

    @property
    def path(self) -> str | None:
        """The note that is the template; None for one that was inferred."""
        return self.authored.path if self.authored is not None else None

    def key(self, heading: str) -> str:
        """Return the key of the section that `heading`, the text of a heading in a note, belongs to."""
        return key_in(self.authored)(heading)

    def find(self, heading: str) -> SectionUse | None:
        """Return the section that `heading`, the text of a heading in a note, belongs to."""
        key = self.key(heading)
        return next((section for section in self.sections if section.key == key), None)

    def field(self, name: str) -> FieldUse | None:
        """Return the recurring field with the canonical name `name`."""
        return next((field for field in self.fields if field.name == name), None)

    def asks_as(self, other: Template) -> bool:
        """Return whether the sections of a note of both templates count as unfilled, and may be so, alike."""

        def asked(template: Template) -> object:
            return [(use.key, use.optional, use.bodies) for use in template.sections]

        return self.authored is other.authored and asked(self) == asked(other)


class Seen(NamedTuple):
    """A section in one note: its state, subsections included, its fingerprint, and whether it is a container."""

    state: SectionState
    body: str
    section: Section
    container: bool


def sections_by_key(note: Note, key_of: Callable[[str], str] = heading_key) -> dict[str, Seen]:
    """Return the sections of `note` by key, in their order; of two with one key the one that is filled."""
    found: dict[str, Seen] = {}
    for at, section in enumerate(note.sections):
        container = section.state == "container"
        state = _of_container(note.sections, at) if container else section.state
        key = key_of(section.heading)
        if key not in found or (state == "filled" and found[key].state != "filled"):
            found[key] = Seen(state, section.fingerprint, section, container)
    return found


def _of_container(sections: Sequence[Section], at: int) -> SectionState:
    for below in sections[at + 1 :]:
        if below.level <= sections[at].level:
            break
        if below.state == "filled":
            return "filled"
    return "empty"


def is_made_from(authored: AuthoredTemplate, note: Note) -> bool:
    """Return whether `note` was made from the template: it has at least half of its headings."""
    wanted = {heading.key for heading in authored.headings}
    key_of = key_in(authored)
    return 2 * len(wanted.intersection([key_of(section.heading) for section in note.sections])) >= len(wanted)


def key_in(authored: AuthoredTemplate | None) -> Callable[[str], str]:
    """Return the function from the text of a heading to its key, that of the template's heading if it has one."""
    if authored is None or not any(heading.becomes for heading in authored.headings):
        return heading_key

    def key_of(text: str) -> str:
        key = heading_key(text)
        source = authored.find(key)
        return key if source is None else source.key

    return key_of
