"""What the notes of a type have in common: their template, and how much of it is filled in.

A type's template is the note that the configuration names, or the one in the vault's template folder, or
what most of its notes look like. Computed once for a vault, on first use: a memo, not state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from functools import cached_property
from typing import Literal

from vaultkit.load.discover import is_note
from vaultkit.model.note import Field, Note, Section, SectionState
from vaultkit.vault.memo import PerVault
from vaultkit.vault.note_type import advance_types, found_type, note_type
from vaultkit.vault.template_source import heading_key
from vaultkit.vault.template_use import FEWEST, FEWEST_SHARING, USUAL, SectionUse, Template, sections_by_key
from vaultkit.vault.type_templates import TypeTemplates, is_drawing, required_sections
from vaultkit.vault.unfilled import UnfilledCounts, body_number, body_numbers
from vaultkit.vault.vault import Vault

Same = Literal["all", "unfilled", "nothing"]
"""How much of what is known of templates is as it was: `unfilled` is what counts as unfilled in which note."""


class TemplateFacts(UnfilledCounts):
    """The templates of a vault, and what they say about single sections."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._uses: dict[tuple[str, str], SectionUse | None] = {}

    def template(self, note: Note) -> Template | None:
        """Return the template that `note` is held against."""
        found = self._types.of(note_type(note, self._vault)[0])
        return found.template if found is not None and note.path in found.members else None

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
        return use is not None and use.optional

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
        return required_sections(settings) if settings is not None else {}

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

    def advanced(self, vault: Vault, kinds: Mapping[str, str | None]) -> tuple[TemplateFacts, Same] | None:
        """Return the facts of `vault`, and how much of them is as it was; None where too little is known, as when
        a template changed, came or left.

        The vault differs from this one's in the files with the `kinds`, the types of the notes where they are known.
        These facts are then used up: what is known is handed on, not copied.
        """
        before = self._vault
        templates = before.templates | vault.templates
        if "_body_counts" not in self.__dict__ or not templates.isdisjoint(kinds):
            return None
        facts = copy(self)
        facts._vault = vault
        if before.files != vault.files and "_paths" in self.__dict__:
            kept = (path for path in self._paths if path not in kinds)
            facts.__dict__["_paths"] = tuple(sorted((*kept, *facts._countable(kinds))))
        changed = {
            path: kind
            for path, kind in kinds.items()
            if is_note(path) and not (before.is_excluded(path) or vault.is_excluded(path))
        }
        wanted, shared, often = self._wanted, self._shared_bodies, self.__dict__.get("_often_unfilled")
        same = True
        for path, kind in changed.items():  # only now: it changes what is counted here
            same &= facts._take(before, path, kind)
        if same:
            return facts, "all"
        if "suspects" in self.__dict__:
            facts._suspected = (wanted, frozenset(self.suspects))
        facts._doubtful = frozenset((*self._doubtful, *kinds))
        facts._uses = {}
        for name in ("suspects", "_shared_bodies", "_often_unfilled", "_often_empty"):
            facts.__dict__.pop(name, None)
        facts._follow_unfilled(before, changed, shared == facts._shared_bodies)
        same = wanted == facts._wanted and often == facts._often_unfilled and facts._asks_as(self)
        return facts, "unfilled" if same else "nothing"

    def _follow_unfilled(self, before: Vault, paths: Iterable[str], same: bool) -> None:
        """Count on what is unfilled in the notes at `paths`, where the same texts are shared as `before`."""
        counted = self.__dict__.get("_unfilled")
        if counted is None or not same:
            self.__dict__.pop("_unfilled", None)
            return
        for path in paths:
            if path in before.notes:
                counted.subtract(self._unfilled_in(before.notes[path]))
            if path in self._vault.notes:
                counted.update(self._unfilled_in(self._vault.notes[path]))

    def _asks_as(self, before: TemplateFacts) -> bool:
        """Return whether the notes of each type whose template was asked for `before` are asked for the same."""
        if "_types" not in before.__dict__:
            return True
        return all(
            (one is None and other is None)
            or (one is not None and other is not None and one.template.asks_as(other.template))
            for one, other in self._types.beside(before._types)
        )

    def _take(self, before: Vault, path: str, kind: str | None) -> bool:
        """Take in the note at `path`, which was of the type `kind` in the vault `before`; return whether it adds
        what it added."""
        vault, counts = self._vault, self._body_counts
        if path in before.notes:
            counts.subtract(body_numbers(before.outline(path).bodies))
        parts = [self._part(one, path) if path in one.notes else None for one in (before, vault)]
        if path in vault.notes:
            counts.update(body_numbers(vault.outline(path).bodies))
        if "_headings" in self.__dict__ and parts[0] != parts[1]:
            for one, step in ((before, -1), (vault, 1)):
                for anchor in one.outline(path).anchors if path in one.notes else ():
                    self._headings.setdefault(heading_key(anchor), Counter())[anchor] += step
        same = parts[0] == parts[1]
        if "_types" in self.__dict__:
            self.__dict__["_types"], same = self._types.advanced(before, vault, path, kind, same=same)
        return same

    def _part(self, vault: Vault, path: str) -> object:
        """Return what the note at `path` of `vault` adds to these facts, which do not count its own texts.

        What is written in one place only tells no more than that there is something.
        """
        note, outline = vault.notes[path], vault.outline(path)
        own = Counter(body_numbers(outline.bodies))
        sections = []
        for section in note.sections:
            body: object = bool(section.fingerprint)
            number = body_number(section.fingerprint)
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

    def expect_changes(self) -> None:
        """Find now what the first change would otherwise wait for, where one can have sections count as unfilled."""
        by_key: Counter[str] = Counter()
        for (heading, _), count in self._unfilled.items():
            by_key[heading_key(heading)] += count
        if any(count >= FEWEST_SHARING - 1 for count in by_key.values()):
            _ = self._headings, self.templates

    @cached_property
    def _types(self) -> TypeTemplates:
        return TypeTemplates(self._vault, self._paths)

    @property
    def by_type(self) -> Mapping[str, tuple[Note, ...]]:
        """The notes of each type, sorted by path; templates, drawings and excluded notes left out."""
        return self._types.notes

    @property
    def templates(self) -> Mapping[str, Template]:
        """The template of every type that has one, by type."""
        return self._types.templates

    def settle(self) -> Mapping[str, Template]:
        """Return the templates by type, so that they are found before somebody reads all notes one by one and
        lets go of each."""
        return self.templates


_FACTS = PerVault(TemplateFacts)


def template_facts(vault: Vault) -> TemplateFacts:
    """Return the template facts of `vault`."""
    return _FACTS.of(vault)


def advance_templates(before: Vault, vault: Vault, touched: Collection[str]) -> Same:
    """Hand what is known of the templates of `before` on to `vault`, which differs from it in the files `touched`.

    Returns how much of it holds there, too. `before` is not asked again.
    """
    facts = _FACTS.take(before)
    kinds = {path: found_type(path, before) for path in touched}
    advance_types(before, vault, touched)
    advanced = facts.advanced(vault, kinds) if facts is not None else None
    if advanced is None:
        return "nothing"
    known, same = advanced
    _FACTS.hand_on(vault, known)
    return same
