"""Notes whose bytes hold what no Markdown shows: one pass over the files for all rules about characters.

Nothing is decoded here. Every test is one search in bytes, most notes are ASCII, and only a note that a test
points at is looked at as text by the rule.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from weakref import WeakKeyDictionary

from vaultkit.errors import VaultkitError
from vaultkit.vault import Vault

_HARMLESS = bytes(code for code in range(256) if code in (0, 9, 10, 13) or (code >= 32 and code != 127))
_MOJIBAKE = re.compile(
    rb"\xc3[\x82\x83][\xc2\xc5\xe2]|\xc3\xa2[\xc2\xe2]"
)  # A, A or a with a mark before a sign
_BIDI = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_INVISIBLE = re.compile(rb"\xe2(?:\x80[\x8b-\x8d]|\x81\xa0)|\xc2[\x80-\x9f\xad]|\xef\xbb\xbf")


class Suspects(NamedTuple):
    """Paths of the notes that may hold mojibake, bidirectional controls, invisible characters, conflict markers."""

    mojibake: list[str]
    bidi: list[str]
    invisible: list[str]
    conflict: list[str]


_KNOWN: WeakKeyDictionary[Vault, Suspects] = WeakKeyDictionary()


def suspects(vault: Vault) -> Suspects:
    """Return the notes of `vault` worth a look, found on first use. A file that is gone is nobody's suspect."""
    known = _KNOWN.get(vault)
    if known is None:
        known = _KNOWN[vault] = Suspects([], [], [], [])
        for path, note in vault.notes.items():
            if note.is_canvas or any(problem.kind == "invalid-utf8" for problem in note.problems):
                continue
            try:
                data = vault.raw(path)
            except VaultkitError:
                continue  # deleted since the vault was opened
            _sort(path, data, known)
    return known


def _sort(path: str, data: bytes, known: Suspects) -> None:
    if b"<<<<<<< " in data:
        known.conflict.append(path)
    invisible = bool(data.translate(None, _HARMLESS)) if data.isascii() else _has_invisible(data)
    if invisible:
        known.invisible.append(path)
    if not data.isascii():
        if _MOJIBAKE.search(data):
            known.mojibake.append(path)
        if _BIDI.search(data):
            known.bidi.append(path)


def _has_invisible(data: bytes) -> bool:
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    return _INVISIBLE.search(data, start) is not None or bool(data.translate(None, _HARMLESS))
