"""Notes whose properties the configuration describes, for the rules that hold them against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultkit.model.note import Note, Property
from vaultkit.model.settings import PropertySchema
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type
from vaultkit.vault.templates import template_facts

_UNREADABLE = frozenset(("invalid-yaml", "duplicate-key", "unclosed-frontmatter", "late-frontmatter"))


def described(vault: Vault) -> Iterator[str]:
    """Yield the paths of the notes of all types whose properties are described."""
    types = vault.conventions.types
    if not any(settings.properties for settings in types.values()):
        return
    for kind, notes in template_facts(vault).by_type.items():
        if kind in types and types[kind].properties:
            yield from (note.path for note in notes)


def schemas(note: Note, vault: Vault) -> Mapping[str, PropertySchema]:
    """Return what the properties of `note` have to hold, by name; nothing where they cannot be read."""
    settings = vault.conventions.types.get(note_type(note, vault)[0])
    if settings is None or any(problem.kind in _UNREADABLE for problem in note.problems):
        return {}
    return settings.properties


def says_nothing(value: object) -> bool:
    """Return whether the value of a property is empty."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def is_template_text(note: Note, prop: Property) -> bool:
    """Return whether a value holds a placeholder that was never filled in, which has a rule of its own."""
    span = prop.value_span
    return any(one.start < span.end and span.start < one.end for one in note.placeholders)


def head(note: Note) -> Span:
    """Return the first line of the property block, or the beginning of a note without one."""
    return Span(
        0, 3 if note.frontmatter is not None else 0, 1, 1, 1, 4 if note.frontmatter is not None else 1
    )
