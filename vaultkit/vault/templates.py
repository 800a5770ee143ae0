"""What the notes of a type have in common: their template, and how much of it is filled in.

A type's template is the note that the configuration names, or the one in the vault's template folder, or
what most of its notes look like. Computed once for a vault, on first use: a memo, not state.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from functools import cached_property
from weakref import WeakKeyDictionary

from vaultkit.load.discover import is_note
from vaultkit.model.note import Field, Note, Section, SectionState
from vaultkit.model.outline import Trait
from vaultkit.model.settings import TypeSettings
from vaultkit.vault.note_type import advance_types, found_type, note_type
from vaultkit.vault.template_source import AuthoredTemplate, heading_key, read_template, templates_by_type
from vaultkit.vault.template_use import (
    FEWEST,
    FEWEST_SHARING,
    SectionUse,
    Template,
    follows,
    held_against,
    sections_by_key,
)
from vaultkit.vault.vault import Vault

USUAL = 0.8
"""A section that so many notes fill is one that the others are expected to fill."""
NOTEWORTHY = 0.2
"""A heading that so many of its notes leave unfilled is looked at more closely."""

_FEW = 20
"""The texts of so many notes are looked for one by one."""

_UNFILLED = frozenset(("empty", "stub", "boilerplate"))


class TemplateFacts:
    """The templates of a vault, and what they say about single sections."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._uses: dict[tuple[str, str], SectionUse | None] = {}

    def template(self, note: Note) -> Template | None:
        """Return the template that `note` is held against."""
        template = self.templates.get(note_type(note, self._vault)[0])
        return template if template is not None and note.path in self._members[template.type] else None

    def use(self, note: Note, heading: str) -> SectionUse | None:
        """Return how the notes of its type use the section of `note` that has this heading."""
        template = self.template(note)
        if template is None:
            return None
        at = (template.type, heading)
        if at not in self._uses:
            self._uses[at] = template.find(heading)
        return self._uses[at]

    def state(self, note: Note, section: Section) -> SectionState:
        """Return the state of a section, known the other notes of its type."""
        if self.may_be_boilerplate(section):
            use = self.use(note, section.heading)
            if use is not None and section.fingerprint in use.bodies:
                return "boilerplate"
        return section.state

    def may_be_boilerplate(self, section: Section) -> bool:
        """Return whether a section that looks filled is worth a comparison with others."""
        return (
            section.state == "filled"
            and section.fingerprint != ""
            and (section.heading in self._often_unfilled or section.fingerprint in self._template_bodies)
        )

    def is_optional(self, note: Note, section: Section) -> bool:
        """Return whether a section comes with the template and many notes leave it unfilled.

        That it is unfilled in one more note is then worth no word of its own. Cheap to ask in a vault
        where hardly anything is unfilled.
        """
        if section.heading not in self._often_unfilled:
            return False
        use = self.use(note, section.heading)
        return use is not None and not use.required and use.notes >= FEWEST and use.fill < USUAL

    def is_optional_field(self, note: Note, field: Field) -> bool:
        """Return the same of an inline field."""
        if field.name not in self._often_empty:
            return False
        template = self.template(note)
        use = template.field(field.name) if template is not None else None
        return use is not None and use.notes >= FEWEST and use.fill < USUAL

    def required(self, note: Note) -> dict[str, str]:
        """Return the sections that the configuration requires of `note`, as it writes them, by key."""
        types = self._vault.conventions.types
        if not any(settings.required_sections for settings in types.values()):
            return {}
        settings = types.get(note_type(note, self._vault)[0])
        return _required(settings) if settings is not None else {}

    def fill(self, note: Note) -> float | None:
        """Return the share of the sections of its template that `note` fills; None without a template."""
        template = self.template(note)
        wanted = [one for one in template.sections if one.in_template and one.leaf] if template else []
        if template is None or not wanted:
            return None
        here = sections_by_key(note, template.key)
        filled = sum(
            1
            for use in wanted
            if use.key in here and here[use.key].state == "filled" and here[use.key].body not in use.bodies
        )
        return filled / len(wanted)

    def advanced(self, vault: Vault, touched: Collection[str]) -> TemplateFacts | None:
        """Return the facts of `vault`, which differs from this one's in the files `touched`.

        That is only done where one note changed and still has the same part in them; otherwise None is returned.
        These facts are then used up.
        """
        before = self._vault
        notes = [path for path in touched if is_note(path) and not vault.is_excluded(path)]
        if before.files != vault.files or len(notes) > 1 or any(map(vault.is_template, notes)):
            return None
        for path in notes:
            counts = self._body_counts
            counts.subtract(_numbers(before.outline(path).bodies))
            same = self._part(before, path) == self._part(vault, path)
            kind = found_type(path, before)
            counts.update(_numbers(vault.outline(path).bodies))
            if not same or (kind is not None and note_type(vault.notes[path], vault)[0] != kind):
                return None
        facts = copy(self)
        facts._vault = vault
        facts.__dict__.pop("by_type", None)  # it holds notes as they were
        return facts

    def _part(self, vault: Vault, path: str) -> object:
        """Return what the note at `path` of `vault` adds to these facts, which do not count its own texts.

        What is written in one place only tells no more than that there is something.
        """
        note, outline = vault.notes[path], vault.outline(path)
        own = Counter(_numbers(outline.bodies))
        sections = []
        for section in note.sections:
            body: object = bool(section.fingerprint)
            number = _number(section.fingerprint)
            if (
                section.state not in ("filled", "container")
                or own[number] > 1
                or self._body_counts[number] > 0
                or section.fingerprint in self._template_bodies
            ):
                body = section.fingerprint, section.body_end - section.body_start
            sections.append((section.heading, section.level, section.state, body))
        fields = [(field.name, field.key, field.state) for field in note.fields]
        return is_drawing(note), outline.anchors, sections, fields

    @property
    def anything_unfilled(self) -> bool:
        """Whether the vault holds a section that many notes leave unfilled."""
        return bool(self._often_unfilled)

    @cached_property
    def suspects(self) -> tuple[str, ...]:
        """The notes that hold a text which stands in a template, or in `FEWEST_SHARING` places, sorted by path."""
        wanted = self._shared_bodies.union(self._template_bodies)
        if not wanted:
            return ()
        numbers = set(map(_number, wanted))
        bodies = self._vault.outlined("bodies")
        return tuple(path for path in self._paths if not numbers.isdisjoint(_numbers(bodies[path])))

    def suspects_among(self, paths: Collection[str]) -> list[str]:
        """Return those of `suspects` that are among the notes at `paths`, without counting what is in all others
        where a few were asked about that have nothing in common with them."""
        if "suspects" not in self.__dict__ and len(paths) <= _FEW and not self._may_be_shared(paths):
            return []
        return [path for path in self.suspects if path in paths]

    def _may_be_shared(self, paths: Collection[str]) -> bool:
        """Return whether a text of one of the notes at `paths` may stand in a template or in several places."""
        bodies = self._vault.outlined("bodies")
        here = {number for path in paths if path in bodies for number in _numbers(bodies[path])}
        if not here.isdisjoint(map(_number, self._template_bodies)):
            return True
        everywhere = b"".join(bodies.values())  # a number may be found across two others: that does no harm
        return any(everywhere.count(number.to_bytes(4, sys.byteorder)) >= FEWEST_SHARING for number in here)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        """The notes that can be of a type at all; drawings are found out when they are looked at."""
        vault = self._vault
        left_out = vault.templates | vault.excluded
        return tuple(path for path in vault.notes if path not in left_out and is_note(path))

    @cached_property
    def _shared_bodies(self) -> frozenset[str]:
        """The fingerprints that occur in `FEWEST_SHARING` places, whatever they stand under."""
        return frozenset(
            number.to_bytes(4, sys.byteorder).hex()
            for number, count in self._body_counts.items()
            if count >= FEWEST_SHARING
        )

    @cached_property
    def _body_counts(self) -> Counter[int]:
        """In how many places each fingerprint occurs."""
        bodies = self._vault.outlined("bodies")
        return Counter(_numbers(b"".join([bodies[path] for path in self._paths])))

    @cached_property
    def _template_bodies(self) -> frozenset[str]:
        """The fingerprints of what stands in the vault's templates."""
        vault = self._vault
        return frozenset(
            section.fingerprint
            for path in vault.templates
            if path in vault.notes and is_note(path)
            for section in vault.notes[path].sections
            if section.fingerprint
        )

    @cached_property
    def _often_unfilled(self) -> frozenset[str]:
        """Headings that a fifth of the notes with them leave unfilled, or that often stand above one text.

        Only notes in which something is unfilled, or like elsewhere, are looked at.
        """
        vault = self._vault
        marked = vault.with_traits(Trait.EMPTY_SECTION | Trait.STUB_SECTION)
        unfilled: Counter[str] = Counter()
        bodies: Counter[tuple[str, str]] = Counter()
        for path in {*marked, *self.suspects}.intersection(self._paths):
            note = vault.notes[path]
            for section in () if is_drawing(note) else note.sections:
                if section.state in _UNFILLED:
                    unfilled[section.heading] += 1
                elif section.fingerprint in self._shared_bodies:
                    bodies[section.heading, section.fingerprint] += 1
        for (heading, _), count in bodies.items():
            if count >= FEWEST_SHARING:
                unfilled[heading] += count
        by_key: Counter[str] = Counter()
        for heading, count in unfilled.items():
            by_key[heading_key(heading)] += count
        if not any(count >= FEWEST_SHARING for count in by_key.values()):
            return frozenset()
        anchors = vault.outlined("anchors")
        total = Counter(anchor for path in self._paths for anchor in anchors[path])
        totals: Counter[str] = Counter()
        for heading, count in total.items():
            if (key := heading_key(heading)) in by_key:
                totals[key] += count
        often = {
            key for key, count in by_key.items() if count >= max(FEWEST_SHARING, NOTEWORTHY * totals[key])
        }
        return frozenset(heading for heading in {*total, *unfilled} if heading_key(heading) in often)

    @cached_property
    def _often_empty(self) -> frozenset[str]:
        """Fields that several notes leave empty."""
        vault = self._vault
        empty: Counter[str] = Counter()
        for path in set(vault.with_traits(Trait.EMPTY_FIELD)).intersection(self._paths):
            empty.update({field.name for field in vault.notes[path].fields if field.state != "filled"})
        return frozenset(name for name, count in empty.items() if count >= FEWEST)

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Note, ...]]:
        """The notes of each type, sorted by path; templates, drawings and excluded notes left out."""
        found: dict[str, list[Note]] = {}
        for path in self._paths:
            note = self._vault.notes[path]
            if not is_drawing(note):
                found.setdefault(note_type(note, self._vault)[0], []).append(note)
        return {kind: tuple(found[kind]) for kind in sorted(found)}

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """The template of every type that has one, by type."""
        in_folder = templates_by_type(self._vault)
        found: dict[str, Template] = {}
        for kind in self.by_type:
            template = self._template_of(kind, in_folder.get(kind))
            if template is not None:
                found[kind] = template
        return found

    def settle(self) -> Mapping[str, Template]:
        """Return the templates by type, and let go of the notes that it takes to find them: who goes on to read
        all notes one by one need not hold them."""
        templates = self.templates
        self.__dict__.pop("by_type", None)
        return templates

    def _template_of(self, kind: str, in_folder: AuthoredTemplate | None) -> Template | None:
        vault, notes = self._vault, self.by_type[kind]
        settings = vault.conventions.types.get(kind)
        required = _required(settings) if settings is not None else {}
        named = vault.notes.get(settings.template or "") if settings is not None else None
        if named is not None:
            return held_against(vault, kind, "configured", read_template(named, vault), notes, required)
        if in_folder is not None:
            made = [note for note in notes if follows(note, in_folder)]
            if made:
                return held_against(vault, kind, "folder", in_folder, made, required)
        made = [note for note in notes if note.sections]
        return held_against(vault, kind, "inferred", None, made, required)

    @cached_property
    def _members(self) -> Mapping[str, frozenset[str]]:
        return {kind: frozenset(template.notes) for kind, template in self.templates.items()}


_FACTS: WeakKeyDictionary[Vault, TemplateFacts] = WeakKeyDictionary()


def template_facts(vault: Vault) -> TemplateFacts:
    """Return the template facts of `vault`."""
    facts = _FACTS.get(vault)
    if facts is None:
        facts = _FACTS[vault] = TemplateFacts(vault)
    return facts


def advance_templates(before: Vault, vault: Vault, touched: Collection[str]) -> bool:
    """Hand what is known of the templates of `before` on to `vault`, which differs from it in the files `touched`.

    Returns whether it holds there, too. `before` is not asked again.
    """
    facts = _FACTS.pop(before, None)
    advanced = facts.advanced(vault, touched) if facts is not None else None
    advance_types(before, vault, touched)
    if advanced is not None:
        _FACTS[vault] = advanced
    return advanced is not None


def is_drawing(note: Note) -> bool:
    """Return whether a note is a drawing or a board that a plug-in keeps: its headings are no outline."""
    plugin = note.get("excalidraw-plugin") or note.get("kanban-plugin")
    return plugin is not None or note.path.lower().endswith(".excalidraw.md")


def _required(settings: TypeSettings) -> dict[str, str]:
    return {heading_key(heading): heading for heading in settings.required_sections}


def _number(fingerprint: str) -> int:
    return int.from_bytes(bytes.fromhex(fingerprint), sys.byteorder)


def _numbers(bodies: bytes) -> Iterable[int]:
    return memoryview(bodies).cast("I")
