"""Identifiers of papers in a vault: in properties made for them and in addresses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultkit.identity import Identity, identify
from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.note import Note
from vaultkit.model.outline import leads_to_papers
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.identifiers import identifiers, leaves
from vaultkit.vault.note_type import SOURCE_KEYS

_SOURCES = frozenset(map(canonical_key, SOURCE_KEYS))


class Reference(NamedTuple):
    """An identifier as written, its place, the scheme its property asks for ("" for an address), what it
    names, and the text of the link."""

    written: str
    span: Span
    scheme: str
    identity: Identity | None
    text: str | None = None


def property_references(note: Note, vault: Vault) -> Iterator[Reference]:
    """Yield the values of the properties made for identifiers, as they are written: 2301.10500 keeps its zeros."""
    for one in identifiers(note, vault):
        if one.scheme in ("arxiv", "doi"):
            yield Reference(one.written, one.span, one.scheme, one.identity)


def addresses(note: Note) -> Iterator[Reference]:
    """Yield the addresses in the note that have to do with arXiv or a DOI: those in properties that are made for
    no identifier, and those of links. The address of the note's own source (`url`) has the note's title."""
    for prop in note.properties:
        key = canonical_key(prop.key)
        for leaf in leaves(prop) if key not in SCHEMES else ():
            if isinstance(leaf.value, str) and "//" in leaf.value and leads_to_papers(leaf.value):
                title = note.title if key in _SOURCES else None
                yield Reference(leaf.value, leaf.value_span, "", _known(leaf.value), title)
    for link in note.links:
        if link.external and leads_to_papers(link.target):
            yield Reference(link.target, link.target_span, "", _known(link.target), link.display)


_known = lru_cache(maxsize=4096)(identify)
