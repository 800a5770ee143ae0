"""Bibliographies: the entries of a .bib file and the works they name. Needs the extra `vaultkit[bib]`."""

from __future__ import annotations

import logging
import re
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vaultkit.errors import UsageError
from vaultkit.identity import identify
from vaultkit.parse import decode_text
from vaultkit.patterns import lazy_pattern

if TYPE_CHECKING:
    from bibtexparser.model import Entry

_SCHEMES = {"doi": "doi", "eprint": "arxiv", "isbn": "isbn", "pmid": "pmid", "pmcid": "pmcid", "url": None}
_MARKUP = lazy_pattern(r"[{}]|\\(?=[&%#_$])")
_BARE = lazy_pattern(r"[a-z]{3}|\d+", re.IGNORECASE)  # jan, 2023


class BibEntry(msgspec.Struct, frozen=True):
    """An entry: its key, its type in lower case, its fields as they are written, and the ids it gives.

    Fields keep their LaTeX; those in `bare` are written without braces (`month = jan`).
    """

    key: str
    type: str
    fields: dict[str, str]
    ids: tuple[str, ...] = ()
    bare: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The title without braces and escapes; empty where there is none."""
        return " ".join(_MARKUP.sub("", self.fields.get("title", "")).split())


class Bibliography(msgspec.Struct, frozen=True):
    """The entries of a file in its order, and what could not be read of it as (line, message)."""

    name: str
    entries: tuple[BibEntry, ...]
    problems: tuple[tuple[int, str], ...] = ()


def read_bib(path: str | PathLike[str]) -> Bibliography:
    """Return the entries of a .bib file.

    Raises:
        UsageError: the file cannot be read, or bibtexparser is not installed.
    """
    place = Path(path)
    try:
        data = place.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {place}: {error.strerror}") from error
    return parse_bib(decode_text(data).text, place.name)


def parse_bib(text: str, name: str = "") -> Bibliography:
    """Return the entries of the text of a .bib file; an entry that cannot be read is among the problems.

    Raises:
        UsageError: bibtexparser is not installed.
    """
    try:
        from bibtexparser.entrypoint import parse_string
    except ImportError as error:
        raise UsageError(
            "reading a .bib file needs bibtexparser", hint="pip install 'vaultkit[bib]'"
        ) from error
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # its complaints are our problems
    library = parse_string(text)
    problems = tuple(
        (1 if block.start_line is None else block.start_line + 1, _reason(block.error))
        for block in library.failed_blocks
    )
    return Bibliography(name, tuple(map(_entry, library.entries)), problems)


def _reason(error: Exception | None) -> str:
    said = " ".join(str(error or "").split())
    return said or "an entry that cannot be read"


def _entry(entry: Entry) -> BibEntry:
    fields: dict[str, str] = {}
    bare = set()
    for field in entry.fields:
        name, value = field.key.lower(), str(field.value).strip()
        if field.enclosing == "no-enclosing":
            if not _BARE.fullmatch(value):
                continue  # a name of @string, which means nothing outside of its file
            bare.add(name)
        fields.setdefault(name, value)
    return BibEntry(entry.key, entry.entry_type.lower(), fields, _ids(fields), frozenset(bare))


def _ids(fields: dict[str, str]) -> tuple[str, ...]:
    """Return the ids of the works that the fields name: of one work, as far as the entry is right."""
    found: dict[str, None] = {}
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower()
    for name, scheme in _SCHEMES.items():
        if name not in fields or (name == "eprint" and archive != "arxiv"):
            continue
        identity = identify(fields[name].replace("\\_", "_"), scheme)
        if identity is not None and not identity.problem and identity.scheme != "url":
            found[identity.id] = None
    return tuple(found)
