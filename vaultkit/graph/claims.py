"""Which works a note is about: what makes the edges `represents`, and what of them is one work.

A note is about a work when it gives the work's identifier in a property or a field (`arxiv:: 2301.05217`), its
address as its source (`source:`, `url:`), or when its title or a link called "Read original" leads there.
Topics, logs and indexes are about more than one work, so what they name is only cited; the same holds for a
source or heading that names several. Two notes that claim one work both represent it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from vaultkit.identity import Identity, identify
from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.model.stated import FieldFinder
from vaultkit.vault import Vault
from vaultkit.vault.identifiers import identifiers, leaves
from vaultkit.vault.note_type import SOURCE_KEYS

_ORIGINAL = re.compile(r"\s*(?:read|view|see|open)\s+(?:the\s+)?original\b", re.IGNORECASE)
_OF_MANY = frozenset(("topic", "log", "index"))
_SOURCES = frozenset(map(canonical_key, SOURCE_KEYS))
# "# [2301.05217] Title", as arXiv titles its pages, and "# arXiv:2301.05217", "# Title (doi:10.1000/x)".
_IN_HEADING = re.compile(r"\[([\w./-]*\d[\w./-]*)\]\s|\b((?:arxiv|doi)\s*:\s*[^\s\])]+)", re.IGNORECASE)

Identify = Callable[[str], Identity | None]


class Claim(NamedTuple):
    """A work that a note is about: where the note says so, and in which property or field."""

    identity: Identity
    line: int
    field: str | None


def claims(note: Note, kind: str, vault: Vault, identify_url: Identify) -> tuple[Claim, ...]:
    """Return the works that a note of the type `kind` is about, each once, in the order above."""
    if note.is_canvas or kind in _OF_MANY or vault.is_template(note.path):
        return ()
    found: dict[str, Claim] = {}
    for named in (
        _by_identifier(note, vault),
        *_alone_by_key(_by_source(note, identify_url)),
        *_alone_by_key(_by_field(note, kind, identify_url)),
        _alone(_by_heading(note, identify_url)),
        _alone(_by_original(note, identify_url)),
    ):
        for claim in named:
            found.setdefault(claim.identity.id, claim)
    return tuple(found.values())


def one_work(found: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return the claims on papers that are one work: valid, and no two of one scheme; else none.

    A note with an arXiv number and a DOI says that both are the same paper. With two arXiv numbers it is
    about two papers, and which DOI belongs to which it does not say.
    """
    papers = tuple(one for one in found if one.identity.kind == "paper" and not one.identity.problem)
    schemes = {one.identity.scheme for one in papers}
    return papers if len(schemes) == len(papers) and "url" not in schemes else ()


def _alone(named: Iterator[Claim]) -> tuple[Claim, ...]:
    """Return the claims where they are all on one work."""
    found = tuple(named)
    return found[:1] if len({claim.identity.id for claim in found}) == 1 else ()


def _alone_by_key(named: Iterator[Claim]) -> Iterator[tuple[Claim, ...]]:
    by_key: dict[str, list[Claim]] = {}
    for claim in named:
        by_key.setdefault(canonical_key(claim.field or ""), []).append(claim)
    for found in by_key.values():
        yield _alone(iter(found))


def _by_identifier(note: Note, vault: Vault) -> Iterator[Claim]:
    for one in identifiers(note, vault):
        if one.identity is not None and any(map(str.isdigit, one.written)):
            yield Claim(one.identity, one.span.line, one.key)


def _by_source(note: Note, identify_url: Identify) -> Iterator[Claim]:
    for prop in note.properties:
        for leaf in leaves(prop) if canonical_key(prop.key) in _SOURCES else ():
            identity = identify_url(leaf.value) if isinstance(leaf.value, str) else None
            if identity is not None:
                yield Claim(identity, leaf.value_span.line, prop.key)


def _by_field(note: Note, kind: str, identify_url: Identify) -> Iterator[Claim]:
    """Yield what inline fields name. A list item (`- Source: …`) speaks for the note only in one about a work."""
    fields = [
        field
        for field in note.fields
        if canonical_key(field.name) in _SOURCES.union(SCHEMES)
        and (field.syntax != "list" or (kind in ("paper", "clipping") and field.span.column <= 3))
    ]
    if not fields:
        return
    finder = FieldFinder(note)
    linked = {id(field): link for link in note.links if link.external and (field := finder.around(link))}
    for field in fields:
        key = canonical_key(field.name)
        link = linked.get(id(field))
        if link is None and field.value.startswith("[["):
            continue  # names a note, not an identifier
        identity = identify_url(link.target) if link is not None else identify(field.value, SCHEMES.get(key))
        if identity is not None:
            yield Claim(identity, field.span.line, field.key)


def _by_heading(note: Note, identify_url: Identify) -> Iterator[Claim]:
    heading = note.title_heading
    if heading is None:
        return
    inside = [link for link in note.links if heading.span.start <= link.span.start < heading.span.end]
    for link in inside:
        if link.external and (identity := identify_url(link.target)) is not None:
            yield Claim(identity, heading.span.line, None)
    written = _IN_HEADING.match(heading.text) or _IN_HEADING.search(heading.text)
    if not inside and written is not None:
        identity = identify(written[2]) if written[2] else identify(written[1], "arxiv")
        if identity is not None and (written[2] or not identity.problem):
            yield Claim(identity, heading.span.line, None)


def _by_original(note: Note, identify_url: Identify) -> Iterator[Claim]:
    for link in note.links:
        if _is_original(link) and (identity := identify_url(link.target)) is not None:
            yield Claim(identity, link.span.line, None)


def _is_original(link: Link) -> bool:
    return link.external and link.display is not None and _ORIGINAL.match(link.display) is not None
