"""Which links of a vault state a typed relation, and between which notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from vaultkit.model.link import Link
from vaultkit.model.note import Field, Note
from vaultkit.model.relation import DEFAULT_RELATIONS, Relation, letters
from vaultkit.model.settings import Conventions, RelationSettings, each
from vaultkit.model.stated import FieldFinder
from vaultkit.vault.names import last_key

if TYPE_CHECKING:
    from vaultkit.vault.vault import Vault


class Meaning(NamedTuple):
    """What a field says: a relation, and whether it runs from the named note to the naming one (`Includes`)."""

    relation: Relation
    inverse: bool = False


class Vocabulary:
    """The relations of a vault by the names of their fields."""

    __slots__ = ("_by_letters", "relations")

    def __init__(self, relations: Iterable[Relation] = DEFAULT_RELATIONS) -> None:
        self.relations = tuple(relations)
        self._by_letters: dict[str, Meaning] = {}
        for relation in self.relations:
            for inverse, names in ((False, relation.fields), (True, relation.inverse)):
                for name in names:
                    self._by_letters.setdefault(letters(name), Meaning(relation, inverse))

    def meaning(self, key: str) -> Meaning | None:
        """Return what a field or property named `key` states, if it states a relation."""
        return self._by_letters.get(letters(key))

    @property
    def keys(self) -> Mapping[str, Meaning]:
        """What each field states, by the letters of its name."""
        return self._by_letters


def vocabulary(conventions: Conventions) -> Vocabulary:
    """Return the relations that `conventions` and the defaults come to; a field named twice is the former's."""
    known = {relation.name: relation for relation in DEFAULT_RELATIONS}
    changed = [_changed(known.pop(name, None), name, one) for name, one in conventions.relations.items()]
    return Vocabulary((*changed, *known.values()))


def _changed(known: Relation | None, name: str, settings: RelationSettings) -> Relation:
    kind = settings.kind or "related"
    base = known or Relation(name, kind, (name,), acyclic=kind == "broader")
    said = {
        field: each(value) if field in ("fields", "inverse", "target_type") else value
        for field in settings.__struct_fields__
        if (value := getattr(settings, field)) is not None
    }
    return msgspec.structs.replace(base, **said)


class RelationReader:
    """Says of the links of one note which relation they state."""

    __slots__ = ("_finder", "_vocabulary")

    def __init__(self, note: Note, vault: Vault) -> None:
        self._vocabulary = vault.vocabulary
        self._finder = FieldFinder(note) if note.fields else None

    def of(self, link: Link) -> tuple[str | None, Meaning | None]:
        """Return the name of the property or field a link stands in, and the relation that it states."""
        if link.kind == "property":
            key = link.key.partition(".")[0]
            return key, self._vocabulary.meaning(key)
        field = self._finder.around(link) if self._finder is not None else None
        if field is None:
            return None, None
        return field.key.strip(), self.stated(field)

    def stated(self, field: Field) -> Meaning | None:
        """Return the relation that a field of the note states of the note itself."""
        return None if field.nested else self._vocabulary.meaning(field.key)


class Statement(msgspec.Struct, frozen=True, gc=False):
    """One link that states a relation: the note at `path` says by `field` that `source` has it to `target`.

    `source` is the narrower note of broader, the earlier one of next. The other end of a link that leads
    nowhere is None.
    """

    relation: Relation
    source: str | None
    target: str | None
    path: str
    field: str
    inverse: bool
    link: Link


Pair = tuple[str, str]


class Relations:
    """Every relation that the notes of a vault state; templates state none."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.statements = tuple(_statements(vault))

    @cached_property
    def names(self) -> frozenset[str]:
        """The last components, as keys, of what the links in fields and properties name."""
        stated = self._vault.each_outlined("stated")
        return frozenset(
            {last_key(target) for target in {link.target for _, links in stated for _, link in links}}
        )

    @cached_property
    def by_relation(self) -> Mapping[str, Mapping[Pair, tuple[Statement, ...]]]:
        """What leads from note to note: by the relation's name, then by (source, target), in the order of
        the notes."""
        found: dict[str, dict[Pair, tuple[Statement, ...]]] = {
            relation.name: {} for relation in self._vault.vocabulary.relations
        }
        for one in self.statements:
            if one.source is not None and one.target is not None:
                pairs = found[one.relation.name]
                pair = (one.source, one.target)
                pairs[pair] = (*pairs.get(pair, ()), one)
        return found


def _statements(vault: Vault) -> Iterator[Statement]:
    meaning = cache(vault.vocabulary.meaning)  # the notes of a vault have few fields
    templates = vault.templates
    for path, stated in vault.each_outlined("stated"):
        if not stated or path in templates:
            continue
        for field, link in stated:
            said = meaning(field)
            if said is None:
                continue
            resolution = vault.resolve(link, path)
            other = resolution.path
            if resolution.status == "self" or (other is not None and other not in vault.notes):
                continue  # a heading below, or a picture: neither is a note to have a relation to
            source, target = (other, path) if said.inverse else (path, other)
            yield Statement(said.relation, source, target, path, field, said.inverse, link)
