"""What many notes of a vault leave unfilled, and which texts they have in common: counted over all notes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from vaultkit.load.discover import is_note
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault.template_source import heading_key
from vaultkit.vault.template_use import FEWEST, FEWEST_SHARING
from vaultkit.vault.type_templates import is_drawing
from vaultkit.vault.vault import Vault

NOTEWORTHY = 0.2
"""A heading that so many of its notes leave unfilled is looked at more closely."""

_FEW = 20
"""The texts of so many notes are looked for one by one."""

_UNFILLED = frozenset(("empty", "stub", "boilerplate"))


class UnfilledCounts:
    """The part of the facts about templates that is counted, whatever the types of the notes."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        # The last suspects with the texts that made them such, and the notes that changed since.
        self._suspected: tuple[frozenset[str], frozenset[str]] | None = None
        self._doubtful: frozenset[str] = frozenset()

    @property
    def anything_unfilled(self) -> bool:
        """Whether the vault holds a section that many notes leave unfilled."""
        return bool(self._often_unfilled)

    @cached_property
    def suspects(self) -> tuple[str, ...]:
        """The notes that hold a text which stands in a template, or in `FEWEST_SHARING` places, sorted by path."""
        wanted = self._wanted
        if not wanted:
            return ()
        numbers = set(map(body_number, wanted))
        bodies = self._vault.outlined("bodies")
        again: Iterable[str] = self._paths
        known: frozenset[str] = frozenset()
        if self._suspected is not None and self._suspected[0] == wanted:
            known = self._suspected[1] - self._doubtful
            again = self._doubtful.intersection(again)
        self._doubtful = frozenset()
        found = known.union(path for path in again if not numbers.isdisjoint(body_numbers(bodies[path])))
        return tuple(sorted(found))

    @property
    def _wanted(self) -> frozenset[str]:
        """The fingerprints of texts that stand in a template, or in `FEWEST_SHARING` places."""
        return self._shared_bodies.union(self._template_bodies)

    def suspects_among(self, paths: Collection[str]) -> list[str]:
        """Return those of `suspects` that are among the notes at `paths`, without counting what is in all others
        where a few were asked about that have nothing in common with them."""
        if "suspects" not in self.__dict__ and len(paths) <= _FEW and not self._may_be_shared(paths):
            return []
        return [path for path in self.suspects if path in paths]

    def _may_be_shared(self, paths: Collection[str]) -> bool:
        """Return whether a text of one of the notes at `paths` may stand in a template or in several places."""
        bodies = self._vault.outlined("bodies")
        here = {number for path in paths if path in bodies for number in body_numbers(bodies[path])}
        if not here.isdisjoint(map(body_number, self._template_bodies)):
            return True
        everywhere = b"".join(bodies.values())  # a number may be found across two others: that does no harm
        return any(everywhere.count(number.to_bytes(4, sys.byteorder)) >= FEWEST_SHARING for number in here)

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        """The notes that can be of a type at all; drawings are found out when they are looked at."""
        return tuple(self._countable(self._vault.notes))

    def _countable(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield those of `paths` at which there is a note that can be of a type."""
        vault = self._vault
        notes, left_out = vault.notes, vault.templates | vault.excluded | vault.canvases
        return (path for path in paths if path in notes and path not in left_out)

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
        return Counter(body_numbers(b"".join([bodies[path] for path in self._paths])))

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
        """Headings that a fifth of the notes with them leave unfilled, or that often stand above one text."""
        unfilled: Counter[str] = Counter()
        for (heading, body), count in self._unfilled.items():
            if count >= (FEWEST_SHARING if body else 1):
                unfilled[heading] += count
        by_key: Counter[str] = Counter()
        for heading, count in unfilled.items():
            by_key[heading_key(heading)] += count
        if not any(count >= FEWEST_SHARING for count in by_key.values()):
            return frozenset()
        often = {
            key
            for key, count in by_key.items()
            if count >= max(FEWEST_SHARING, NOTEWORTHY * self._headings.get(key, Counter()).total())
        }
        written = (heading for key in often for heading in self._headings.get(key, ()))
        return frozenset((*written, *(heading for heading in unfilled if heading_key(heading) in often)))

    @cached_property
    def _unfilled(self) -> Counter[tuple[str, str]]:
        """How often each heading stands above nothing, or above which text that others have, too.

        Only notes in which something is unfilled, or like elsewhere, are looked at.
        """
        marked = self._vault.with_traits(Trait.EMPTY_SECTION | Trait.STUB_SECTION)
        found: Counter[tuple[str, str]] = Counter()
        for path in {*marked, *self.suspects}.intersection(self._paths):
            found.update(self._unfilled_in(self._vault.notes[path]))
        return found

    def _unfilled_in(self, note: Note) -> Iterator[tuple[str, str]]:
        for section in () if is_drawing(note) else note.sections:
            if section.state in _UNFILLED:
                yield section.heading, ""
            elif section.fingerprint in self._shared_bodies:
                yield section.heading, section.fingerprint

    @cached_property
    def _headings(self) -> dict[str, Counter[str]]:
        """How often each heading is written, by its key."""
        anchors = self._vault.outlined("anchors")
        found: dict[str, Counter[str]] = {}
        for heading, count in Counter(anchor for path in self._paths for anchor in anchors[path]).items():
            found.setdefault(heading_key(heading), Counter())[heading] = count
        return found

    @cached_property
    def _often_empty(self) -> frozenset[str]:
        """Fields that several notes leave empty."""
        vault = self._vault
        empty: Counter[str] = Counter()
        for path in set(vault.with_traits(Trait.EMPTY_FIELD)).intersection(self._paths):
            empty.update({field.name for field in vault.notes[path].fields if field.state != "filled"})
        return frozenset(name for name, count in empty.items() if count >= FEWEST)


def body_number(fingerprint: str) -> int:
    """Return the fingerprint of a section as a number."""
    return int.from_bytes(bytes.fromhex(fingerprint), sys.byteorder)


def body_numbers(bodies: bytes) -> Iterable[int]:
    """Return the numbers of the fingerprints that an outline holds."""
    return memoryview(bodies).cast("I")
