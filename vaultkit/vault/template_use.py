"""How the notes of a type use the sections and fields of their template: counts, and what counts as unfilled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from vaultkit.model.note import Note, Section, SectionState
from vaultkit.vault.template_source import AuthoredTemplate, TemplateHeading, heading_key, is_live
from vaultkit.vault.vault import Vault

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
        return _key_in(self.authored)(heading)

    def find(self, heading: str) -> SectionUse | None:
        """Return the section that `heading`, the text of a heading in a note, belongs to."""
        key = self.key(heading)
        return next((section for section in self.sections if section.key == key), None)

    def field(self, name: str) -> FieldUse | None:
        """Return the recurring field with the canonical name `name`."""
        return next((field for field in self.fields if field.name == name), None)


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


def held_against(
    vault: Vault,
    kind: str,
    origin: TemplateOrigin,
    authored: AuthoredTemplate | None,
    notes: Sequence[Note],
    required: Collection[str] = (),
) -> Template | None:
    """Return the template of the type `kind` as `notes` use it; None where there is nothing to hold against.

    Without an author's template the headings that most notes share are taken for it. `required` are the
    keys of the sections that the configuration requires.
    """
    counts = _count(notes, _key_in(authored))
    if authored is None:
        common = {key for key, count in counts.items() if count.notes >= COMMON * len(notes)}
        order = _order(notes, common) if len(notes) >= FEWEST else []
        headings = {key: counts[key].heading() for key in order}
    else:
        headings = {heading.key: heading for heading in authored.headings}
    if not headings:
        return None
    least = max(FEWEST, RECURRING * len(notes))
    recurring = sorted(
        (key for key, count in counts.items() if count.notes >= least and key not in headings),
        key=lambda key: (-counts[key].notes, key),
    )
    uses = [
        counts.get(key, _Count()).use(vault, heading, in_template=True, required=key in required)
        for key, heading in headings.items()
    ]
    uses += [
        counts[key].use(vault, counts[key].heading(), in_template=False, required=key in required)
        for key in recurring
    ]
    return Template(
        kind, origin, tuple(note.path for note in notes), tuple(uses), _fields(notes, least), authored
    )


def made_from(authored: AuthoredTemplate, notes: Iterable[Note]) -> list[Note]:
    """Return those of `notes` that were made from the template: they have at least half of its headings."""
    wanted = {heading.key for heading in authored.headings}
    key_of = _key_in(authored)
    return [
        note
        for note in notes
        if 2 * len(wanted.intersection([key_of(section.heading) for section in note.sections])) >= len(wanted)
    ]


def _key_in(authored: AuthoredTemplate | None) -> Callable[[str], str]:
    """Return the function from the text of a heading to its key, that of the template's heading if it has one."""
    if authored is None or not any(heading.becomes for heading in authored.headings):
        return heading_key

    def key_of(text: str) -> str:
        key = heading_key(text)
        source = authored.find(key)
        return key if source is None else source.key

    return key_of


class _Count:
    """What the notes of a type have under one heading."""

    def __init__(self) -> None:
        self.states: Counter[SectionState] = Counter()
        self.bodies: Counter[str] = Counter()  # of everything that is not empty
        self.filled: Counter[str] = Counter()
        self.containers = 0
        self._texts: Counter[tuple[str, int]] = Counter()
        self._where: dict[str, tuple[str, Section]] = {}  # where a body stands first

    @property
    def notes(self) -> int:
        return self.states.total()

    def add(self, path: str, seen: Seen) -> None:
        self.states[seen.state] += 1
        self.containers += seen.container
        self._texts[seen.section.heading.strip(), seen.section.level] += 1
        if seen.body and seen.state != "empty" and not seen.container:
            self.bodies[seen.body] += 1
            self._where.setdefault(seen.body, (path, seen.section))
            if seen.state == "filled":
                self.filled[seen.body] += 1

    def heading(self) -> TemplateHeading:
        """Return the heading as most notes write it."""
        text, level = min(self._texts, key=lambda one: (-self._texts[one], one))
        return TemplateHeading(heading_key(text), text, level, 2 * self.containers <= self.notes, "")

    def use(self, vault: Vault, heading: TemplateHeading, *, in_template: bool, required: bool) -> SectionUse:
        """Return the counts; a text that was not written for one note is boilerplate."""
        shared, count = _shared_body(self.bodies, self.notes)
        if shared:
            path, section = self._where[shared]
            if is_live(vault.text(path)[section.body_start : section.body_end]):
                shared, count = "", 0
        bodies = frozenset(body for body in (heading.body, shared) if body)
        boilerplate = sum(self.filled[body] for body in bodies)
        return SectionUse(
            heading.key,
            heading.text,
            heading.level,
            in_template,
            required,
            heading.leaf,
            self.states["filled"] - boilerplate,
            self.states["empty"],
            self.states["stub"],
            self.states["boilerplate"] + boilerplate,
            count,
            bodies,
        )


def _count(notes: Iterable[Note], key_of: Callable[[str], str]) -> dict[str, _Count]:
    counts: dict[str, _Count] = {}
    for note in notes:
        for key, seen in sections_by_key(note, key_of).items():
            if key not in counts:
                counts[key] = _Count()
            counts[key].add(note.path, seen)
    return counts


def _shared_body(bodies: Mapping[str, int], notes: int) -> tuple[str, int]:
    """Return the text that `SHARED` of the notes have in common, and how many do; ("", 0) for none.

    A heading such as "Status" has few texts to choose from, each of them in many notes: those were chosen.
    """
    if not bodies:
        return "", 0
    body = min(bodies, key=lambda one: (-bodies[one], one))
    count = bodies[body]
    if count < max(FEWEST_SHARING, SHARED * notes):
        return "", 0
    others = [other for one, other in bodies.items() if one != body]
    chosen = sum(other for other in others if other > 1)
    return ("", 0) if 2 * chosen > notes - count else (body, count)


def _order(notes: Iterable[Note], keys: Collection[str]) -> list[str]:
    """Return `keys` in the order in which most notes have them; what that lacks after what precedes it."""
    sequences: Counter[tuple[str, ...]] = Counter()
    places: dict[str, list[int]] = {key: [] for key in keys}
    for note in notes:
        present = (heading_key(section.heading) for section in note.sections)
        sequence = tuple(dict.fromkeys(key for key in present if key in places))
        sequences[sequence] += 1
        for at, key in enumerate(sequence):
            places[key].append(at)
    modal = min(sequences, key=lambda one: (-sequences[one], -len(one), one), default=())
    order = list(modal)
    for key in sorted(
        set(keys).difference(modal), key=lambda key: (sum(places[key]) / len(places[key]), key)
    ):
        order.insert(round(sum(places[key]) / len(places[key])), key)
    return order


def _fields(notes: Iterable[Note], least: float) -> tuple[FieldUse, ...]:
    """Return the inline fields that at least so many notes have, the most frequent first."""
    total: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    keys: dict[str, Counter[str]] = {}
    for note in notes:
        here: dict[str, bool] = {}
        for field in note.fields:
            here[field.name] = here.get(field.name, False) or field.state == "filled"
            keys.setdefault(field.name, Counter())[field.key] += 1
        total.update(here.keys())
        filled.update(name for name, is_filled in here.items() if is_filled)
    return tuple(
        FieldUse(name, min(keys[name], key=lambda key: (-keys[name][key], key)), total[name], filled[name])
        for name in sorted(total, key=lambda name: (-total[name], name))
        if total[name] >= least
    )
