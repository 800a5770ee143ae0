"""Identifiers of papers in a vault: in properties made for them and in the addresses of links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultkit.identity import Identity, identify
from vaultkit.lint.facts import link_facts
from vaultkit.model.note import Note, Property
from vaultkit.text import Span
from vaultkit.vault import Vault

_SCHEMES = {
    "arxiv": "arxiv",
    "arxiv-id": "arxiv",
    "arxivid": "arxiv",
    "eprint": "arxiv",
    "doi": "doi",
}


class Reference(NamedTuple):
    """An identifier as written, its place, the scheme its property asks for ("" for a link), and what it names."""

    written: str
    span: Span
    scheme: str
    identity: Identity | None


def property_references(note: Note, vault: Vault) -> Iterator[Reference]:
    """Yield the values of the properties made for identifiers, as they are written: 2301.10500 keeps its zeros."""
    for prop in note.properties:
        scheme = _SCHEMES.get(prop.key.strip().lower().replace("_", "-"))
        for item in (prop.children or (prop,)) if scheme else ():
            written = _written(item, note, vault)
            if written:
                yield Reference(written, item.value_span, scheme or "", _known(written, scheme))


def _written(prop: Property, note: Note, vault: Vault) -> str:
    if isinstance(prop.value, str):
        return prop.value.strip()
    if isinstance(prop.value, int | float) and not isinstance(prop.value, bool):
        return link_facts(vault).text(note.path)[prop.value_span.start : prop.value_span.end].strip()
    return ""


def link_references(note: Note) -> Iterator[Reference]:
    """Yield the addresses in the note that have to do with arXiv or a DOI."""
    for link in note.links:
        if link.external and ("arxiv" in link.target.lower() or "doi.org" in link.target.lower()):
            yield Reference(link.target, link.target_span, "", _known(link.target, None))


@lru_cache(maxsize=4096)
def _known(text: str, scheme: str | None) -> Identity | None:
    return identify(text, scheme)
