"""Counts what the notes of a type have under each heading and in each field, and follows when a note changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from vaultkit.load.notes import merged
from vaultkit.model.note import Note, Section, SectionState
from vaultkit.vault.template_source import AuthoredTemplate, TemplateHeading, heading_key, is_live
from vaultkit.vault.template_use import (
    COMMON,
    FEWEST,
    FEWEST_SHARING,
    RECURRING,
    SHARED,
    FieldUse,
    SectionUse,
    Seen,
    Template,
    TemplateOrigin,
    is_made_from,
    key_in,
    sections_by_key,
)
from vaultkit.vault.vault import Vault

T = TypeVar("T")


class SectionTally:
    """What the notes that are held against one template have in common, counted.

    Without an author's template the headings that most notes share are taken for it. `required` are the keys of
    the sections that the configuration requires. `paths` are the notes that are counted, sorted.
    """

    def __init__(
        self,
        kind: str,
        origin: TemplateOrigin,
        authored: AuthoredTemplate | None,
        notes: Iterable[Note],
        required: Collection[str] = (),
    ) -> None:
        self.origin = origin
        self.paths: tuple[str, ...] = ()
        self._kind = kind
        self._authored = authored
        self._required = required
        self._key_of = key_in(authored)
        self._counts: dict[str, _Count] = {}
        self._fields: dict[str, _FieldCount] = {}
        # The order of the headings that most notes share, while these are the same.
        self._ordered: tuple[frozenset[str], list[str]] | None = None
        paths: list[str] = []
        for note in notes:
            if self.counts(note):
                paths.append(note.path)
                self._add(note, 1)
        self.paths = tuple(paths)

    def counts(self, note: Note) -> bool:
        """Return whether `note`, one of the type, is held against the template."""
        if self.origin == "inferred" or self._authored is None:
            return bool(note.sections)
        return self.origin == "configured" or is_made_from(self._authored, note)

    def exchange(self, before: Note | None, after: Note | None) -> None:
        """Count the note `after` in place of `before`; None is for no note of the type."""
        before = before if before is not None and self.counts(before) else None
        after = after if after is not None and self.counts(after) else None
        if before is not None:
            self._add(before, -1)
        if after is not None:
            self._add(after, 1)
        if before is None or after is None:
            gone, added = ({one.path} if one is not None else set() for one in (before, after))
            self.paths = tuple(merged(self.paths, gone, added)) if gone or added else self.paths
            self._ordered = None
        elif self._sequence(before) != self._sequence(after):
            self._ordered = None

    def template(self, vault: Vault) -> Template | None:
        """Return the template as the notes use it, which are those of `vault`; None where there is nothing to hold
        against."""
        counts, number = self._counts, len(self.paths)
        if self._authored is None:
            common = frozenset(key for key, count in counts.items() if count.notes >= COMMON * number)
            order = self._order(common, vault) if number >= FEWEST else []
            headings = {key: counts[key].heading() for key in order}
        else:
            headings = {heading.key: heading for heading in self._authored.headings}
        if not headings:
            return None
        least = max(FEWEST, RECURRING * number)
        recurring = sorted(
            (key for key, count in counts.items() if count.notes >= least and key not in headings),
            key=lambda key: (-counts[key].notes, key),
        )
        uses = [self._use(vault, heading, in_template=True) for heading in headings.values()]
        uses += [self._use(vault, counts[key].heading(), in_template=False) for key in recurring]
        return Template(
            self._kind, self.origin, self.paths, tuple(uses), tuple(self._field_uses(least)), self._authored
        )

    def _add(self, note: Note, step: int) -> None:
        for key, seen in sections_by_key(note, self._key_of).items():
            count = self._counts.get(key)
            if count is None:
                count = self._counts[key] = _Count()
            count.add(seen, step)
            if not count.notes:
                del self._counts[key]
        here: dict[str, bool] = {}
        for field in note.fields:
            here[field.name] = here.get(field.name, False) or field.state == "filled"
            self._fields.setdefault(field.name, _FieldCount()).add_key(field.key, step)
        for name, is_filled in here.items():
            fields = self._fields[name]
            fields.notes += step
            fields.filled += step * is_filled
            if not fields.notes:
                del self._fields[name]

    def _use(self, vault: Vault, heading: TemplateHeading, *, in_template: bool) -> SectionUse:
        """Return the counts of a section; a text that was not written for one note is boilerplate."""
        count = self._counts.get(heading.key) or _Count()
        shared, sharing = _shared_body(count.bodies, count.notes)
        if shared:
            path, section = self._first(heading.key, shared, vault)
            if is_live(vault.text(path)[section.body_start : section.body_end]):
                shared, sharing = "", 0
        bodies = frozenset(body for body in (heading.body, shared) if body)
        boilerplate = sum(count.filled[body] for body in bodies)
        return SectionUse(
            heading.key,
            heading.text,
            heading.level,
            in_template,
            heading.key in self._required,
            heading.leaf,
            count.states["filled"] - boilerplate,
            count.states["empty"],
            count.states["stub"],
            count.states["boilerplate"] + boilerplate,
            sharing,
            bodies,
        )

    def _first(self, key: str, body: str, vault: Vault) -> tuple[str, Section]:
        """Return the first note that has the text `body` under the heading `key`, and where."""
        for path in self.paths:
            seen = sections_by_key(vault.notes[path], self._key_of).get(key)
            if seen is not None and seen.body == body and _is_counted(seen):
                return path, seen.section
        raise LookupError(f"no note has the text that was counted under {key!r}")

    def _sequence(self, note: Note) -> tuple[str, ...]:
        return tuple(heading_key(section.heading) for section in note.sections)

    def _order(self, keys: frozenset[str], vault: Vault) -> list[str]:
        """Return `keys` in the order in which most notes have them; what that lacks after what precedes it."""
        if self._ordered is not None and self._ordered[0] == keys:
            return self._ordered[1]
        sequences: Counter[tuple[str, ...]] = Counter()
        places: dict[str, list[int]] = {key: [] for key in keys}
        for path in self.paths:
            present = self._sequence(vault.notes[path])
            sequence = tuple(dict.fromkeys(key for key in present if key in places))
            sequences[sequence] += 1
            for at, key in enumerate(sequence):
                places[key].append(at)
        modal = min(sequences, key=lambda one: (-sequences[one], -len(one), one), default=())
        order = list(modal)
        for key in sorted(keys.difference(modal), key=lambda key: (sum(places[key]) / len(places[key]), key)):
            order.insert(round(sum(places[key]) / len(places[key])), key)
        self._ordered = keys, order
        return order

    def _field_uses(self, least: float) -> Iterator[FieldUse]:
        """Yield the inline fields that at least so many notes have, the most frequent first."""
        for name in sorted(self._fields, key=lambda name: (-self._fields[name].notes, name)):
            count = self._fields[name]
            if count.notes >= least:
                yield FieldUse(name, count.usual_key(), count.notes, count.filled)


class _Count:
    """What the notes of a type have under one heading."""

    __slots__ = ("_texts", "bodies", "containers", "filled", "notes", "states")

    def __init__(self) -> None:
        self.notes = 0
        self.states: Counter[SectionState] = Counter()
        self.bodies: Counter[str] = Counter()  # of everything that is not empty
        self.filled: Counter[str] = Counter()
        self.containers = 0
        self._texts: Counter[tuple[str, int]] = Counter()

    def add(self, seen: Seen, step: int) -> None:
        self.notes += step
        self.states[seen.state] += step
        self.containers += step * seen.container
        _step(self._texts, (seen.section.heading.strip(), seen.section.level), step)
        if _is_counted(seen):
            _step(self.bodies, seen.body, step)
            if seen.state == "filled":
                _step(self.filled, seen.body, step)

    def heading(self) -> TemplateHeading:
        """Return the heading as most notes write it."""
        text, level = min(self._texts, key=lambda one: (-self._texts[one], one))
        return TemplateHeading(heading_key(text), text, level, 2 * self.containers <= self.notes, "")


class _FieldCount:
    """How many notes have a field and fill it, and how they write its name."""

    __slots__ = ("_keys", "filled", "notes")

    def __init__(self) -> None:
        self.notes = 0
        self.filled = 0
        self._keys: Counter[str] = Counter()

    def add_key(self, key: str, step: int) -> None:
        _step(self._keys, key, step)

    def usual_key(self) -> str:
        """Return the name as it is mostly written."""
        return min(self._keys, key=lambda key: (-self._keys[key], key))


def _is_counted(seen: Seen) -> bool:
    """Return whether the text of a section is one that other notes may have, too."""
    return bool(seen.body) and seen.state != "empty" and not seen.container


def _step(counter: Counter[T], key: T, step: int) -> None:
    """Count `key` up or down; what is down at nothing is as if it had never been there."""
    counter[key] += step
    if not counter[key]:
        del counter[key]


def _shared_body(bodies: Mapping[str, int], notes: int) -> tuple[str, int]:
    """Return the text that `SHARED` of the notes have in common, and how many do; ("", 0) for none.

    A heading such as "Status" has few texts to choose from, each of them in many notes: those were chosen.
    """
    count = max(bodies.values(), default=0)
    if count < max(FEWEST_SHARING, SHARED * notes):
        return "", 0
    body = min(one for one, other in bodies.items() if other == count)
    others = [other for one, other in bodies.items() if one != body]
    chosen = sum(other for other in others if other > 1)
    return ("", 0) if 2 * chosen > notes - count else (body, count)
