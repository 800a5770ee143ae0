"""The keys of citations that a vault knows: those of its bibliographies, and of notes made for one paper each."""

from __future__ import annotations

import re

from vaultkit.errors import VaultkitError
from vaultkit.model.identifier_keys import canonical_key
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault
from vaultkit.vault.memo import PerVault

_ENTRY = lazy_pattern(rb"@\s*(?!comment|string|preamble)[A-Za-z]+\s*[{(]\s*([^\s,{}()=]+)\s*,", re.IGNORECASE)
_KEYS = ("citekey", "citation-key", "cite-key")
_SHARE = 0.5


class _Library:
    """`keys` are known; `trusted` says whether a key that is not among them is missing."""

    def __init__(self, vault: Vault) -> None:
        self.keys: set[str] = set()
        self.bibliographies = {path for path in vault.files if path.lower().endswith(".bib")}
        for path in self.bibliographies:
            try:
                data = vault.raw(path)
            except VaultkitError:
                continue  # deleted since the vault was opened
            self.keys.update(key.decode("utf-8", "replace") for key in _ENTRY.findall(data))
        for note in vault.notes.values():
            self.keys.update(_own_keys(note))
        citing = (vault.notes[path] for path in vault.with_traits(Trait.CITATION))
        cited = {one.key for note in citing for one in note.citations}
        self.trusted = bool(self.keys) and (
            bool(self.bibliographies) or len(cited & self.keys) >= len(cited) * _SHARE
        )


def _own_keys(note: Note) -> list[str]:
    """The keys that a note stands for: its name `@key`, an alias of that form, a property."""
    found = [name[1:] for name in (note.name, *note.aliases) if name.startswith("@")]
    found += [
        prop.value.strip().lstrip("@")
        for prop in note.properties
        if canonical_key(prop.key) in _KEYS and isinstance(prop.value, str)
    ]
    return found


_LIBRARIES = PerVault(_Library)


def known_keys(vault: Vault, note: Note) -> set[str] | None:
    """Return the keys that `note` can cite, or None where it cannot be said: there is no bibliography in the
    vault, its notes for papers hold less than half of the keys cited, or the note names another bibliography."""
    library = _LIBRARIES.of(vault)
    if not library.trusted or any(not _is_there(name, library) for name in _named(note)):
        return None
    return library.keys


def _named(note: Note) -> list[str]:
    """The bibliographies that the note's property `bibliography` names."""
    prop = note.get("bibliography")
    items = (prop.children or (prop,)) if prop is not None else ()
    return [item.value for item in items if isinstance(item.value, str)]


def _is_there(name: str, library: _Library) -> bool:
    wanted = name.rpartition("/")[2].lower()
    return any(path.rpartition("/")[2].lower() == wanted for path in library.bibliographies)
