"""Identifiers of papers in a vault: in properties made for them and in the addresses of links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultkit.identity import Identity, identify
from vaultkit.model.note import Note
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.identifiers import identifiers


class Reference(NamedTuple):
    """An identifier as written, its place, the scheme its property asks for ("" for a link), what it names,
    and the text of the link."""

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


def link_references(note: Note) -> Iterator[Reference]:
    """Yield the addresses in the note that have to do with arXiv or a DOI."""
    for link in note.links:
        if link.external and ("arxiv" in link.target.lower() or "doi.org" in link.target.lower()):
            yield Reference(link.target, link.target_span, "", _known(link.target), link.display)


_known = lru_cache(maxsize=4096)(identify)
