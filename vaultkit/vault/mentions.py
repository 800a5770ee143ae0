"""Which notes may link to a name, where only a few names are asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from vaultkit.vault.memo import PerVault
from vaultkit.vault.names import normalise
from vaultkit.vault.vault import Vault

_FEW = 100
_TELLING = 3  # letters: fewer are found everywhere
_ASCII = re.compile(r"[\x00-\x7f]+")
INTO_ASCII = {" ": "\u00a0\u202f", ";": "\u037e", "`": "\u1fef", "i": "\u0130", "k": "\u212a"}
"""The only characters that are not ASCII and of which `normalise` makes some, by what it makes of them."""
_CHOICES = {made: f"(?:{'|'.join((made, *of))})" for made, of in INTO_ASCII.items()}


def notes_mentioning(vault: Vault, key: str, paths: Collection[str]) -> list[str]:
    """Return those of the notes at `paths` that may have a link with the normalised target `key`.

    That is all canvases, too. What a cache holds of the links is searched as it lies there: to decode all of it and
    to compare names as Obsidian does would take ten times longer.
    """
    notes, pattern = vault.notes, _pattern(key)
    if pattern is not None and len(notes.unstored) < _FEW:
        found = notes.stored_with("targets", pattern) | notes.stored_with("parts", pattern)
        return [path for path in found.union(vault.canvases, notes.unstored) if path in paths]
    texts = frozenset(_SPELLINGS.of(vault).get(key, ()))
    targets, parts, canvases = vault.outlined("targets"), vault.outlined("parts"), vault.canvases
    return [
        path
        for path in paths
        if path in canvases or not (texts.isdisjoint(targets[path]) and texts.isdisjoint(parts[path]))
    ]


def _pattern(key: str) -> re.Pattern[bytes] | None:
    """Return what occurs in every text with the normalised form `key`, written in UTF-8 with ASCII in lower case.

    None for a name without enough ASCII to tell it from others.
    """
    odd = "".join(INTO_ASCII)  # what begins with a plain letter is found faster
    longest = max((run.strip(odd) for run in _ASCII.findall(key)), key=len, default="")
    if len(longest) < _TELLING:
        return None
    return re.compile("".join(_CHOICES.get(one, re.escape(one)) for one in longest).encode())


def _spellings(vault: Vault) -> Mapping[str, Sequence[str]]:
    """Return the texts of links by the normalised targets that they may have."""
    targets, parts = vault.link_texts
    found: dict[str, list[str]] = {}
    for target in targets:
        found.setdefault(normalise(target), []).append(target)
    for part in parts:
        for at in re.finditer("#", part):  # an escaped one may belong to the target
            found.setdefault(normalise(part[: at.start()]), []).append(part)
    return found


_SPELLINGS = PerVault(_spellings)
