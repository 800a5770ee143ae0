"""Fields and properties that were meant for a relation and state none: misnamed, or without a link."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from vaultkit.model.note import Note
from vaultkit.model.relation import Relation, letters
from vaultkit.text import Span
from vaultkit.vault.relations import RelationReader
from vaultkit.vault.slips import is_slip
from vaultkit.vault.vault import Vault

_USUAL = 3  # a name that so many notes have is a word of the vault's own


class MisnamedField(NamedTuple):
    """A field with links in the note at `path`, where its name stands, and the relations' fields it is a slip for."""

    path: str
    written: str
    span: Span
    meant: tuple[str, ...]


class EmptyRelationField(NamedTuple):
    """A field of a relation in the note at `path` whose `value` holds no link; `span` is that of the field."""

    path: str
    relation: Relation
    field: str
    value: str
    span: Span


def misnamed_fields(vault: Vault) -> Iterator[MisnamedField]:
    """Yield the fields whose name is a slip for that of a relation, unless three notes have it."""
    known = {letters(name): name for one in vault.vocabulary.relations for name in one.fields + one.inverse}
    fold, templates = cache(letters), vault.templates  # the notes of a vault have few fields
    notes: dict[str, list[str]] = {}
    for path, stated in vault.each_outlined("stated"):
        if stated and path not in templates:
            for key in {fold(field) for field, _ in stated} - known.keys():
                notes.setdefault(key, []).append(path)
    for key, paths in notes.items():
        if len(paths) < _USUAL and (meant := tuple(known[name] for name in known if is_slip(key, name))):
            for path in paths:
                for written, span in _places(vault.notes[path], key):
                    yield MisnamedField(path, written, span, meant)


def _places(note: Note, key: str) -> Iterator[tuple[str, Span]]:
    """The fields and properties of that name, as written and where."""
    for prop in note.properties:
        if prop.key_span is not None and letters(prop.key) == key:
            yield prop.key, prop.key_span
    for field in note.fields:
        if letters(field.key) == key and "[[" in field.value:
            span, width = field.span, len(field.key)
            yield (
                field.key,
                Span(span.start, span.start + width, span.line, span.column, span.line, span.column + width),
            )


def empty_relation_fields(vault: Vault) -> Iterator[EmptyRelationField]:
    """Yield the fields and properties of relations in which no link stands, in the order of the notes."""
    for path, note in vault.notes.items():
        if not vault.is_template(path):
            yield from _empty_properties(note, vault)
            yield from _empty_fields(note, vault)


def _empty_properties(note: Note, vault: Vault) -> Iterator[EmptyRelationField]:
    linked: set[str] | None = None
    for prop in note.properties:
        said = vault.vocabulary.meaning(prop.key)
        if said is None or prop.key_span is None:
            continue
        if linked is None:
            linked = {link.key.partition(".")[0] for link in note.links if link.kind == "property"}
        if prop.key not in linked:
            yield EmptyRelationField(note.path, said.relation, prop.key, _plain(prop.value), prop.key_span)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return "" if value is None else str(value)


def _empty_fields(note: Note, vault: Vault) -> Iterator[EmptyRelationField]:
    if not note.fields:
        return
    reader = RelationReader(note, vault)
    starts = sorted(link.span.start for link in note.links)
    for field in note.fields:
        said = reader.stated(field)
        if said is not None and not _any_within(starts, field.value_span):
            value = " ".join(field.value.split())
            yield EmptyRelationField(note.path, said.relation, field.key.strip(), value, field.span)


def _any_within(starts: list[int], span: Span) -> bool:
    at = bisect_left(starts, span.start)
    return at < len(starts) and starts[at] < span.end
