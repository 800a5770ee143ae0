"""Identifiers of works in the properties of notes: `arxiv: 2301.05217`, `doi: 10.1000/x`, `isbn: …`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultkit.identity import Identity, identify
from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.note import Note, Property
from vaultkit.text import Span
from vaultkit.vault.vault import Vault


class Identifier(NamedTuple):
    """A value of a property made for identifiers: as written, where, and what it names.

    `identity` is None where the value names nothing.
    """

    key: str
    scheme: str
    written: str
    span: Span
    identity: Identity | None


def identifiers(note: Note, vault: Vault) -> Iterator[Identifier]:
    """Yield the values of the properties of `note` that are made for identifiers, in the order of the note."""
    for prop in note.properties:
        scheme = SCHEMES.get(canonical_key(prop.key))
        for leaf in leaves(prop) if scheme is not None else ():
            written = _written(leaf, note, vault)
            if written and scheme is not None:
                yield Identifier(prop.key, scheme, written, leaf.value_span, identify(written, scheme))


def leaves(prop: Property) -> Iterator[Property]:
    """Yield the single values of a property, those of lists and mappings one by one."""
    if not prop.children:
        yield prop
    for child in prop.children:
        yield from leaves(child)


def _written(leaf: Property, note: Note, vault: Vault) -> str:
    """Return a value as it stands in the file: as a number, 2301.10050 has lost its last digit."""
    if isinstance(leaf.value, str):
        return leaf.value.strip()
    if isinstance(leaf.value, int | float) and not isinstance(leaf.value, bool):
        return vault.text(note.path)[leaf.value_span.start : leaf.value_span.end].strip()
    return ""
