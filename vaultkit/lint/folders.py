"""Destinations of Markdown links that are no notes and yet are no faults."""

from __future__ import annotations

from functools import lru_cache

from vaultkit.lint.facts import link_facts
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise

_ELSEWHERE = lazy_pattern(r"\s*(?:~|[A-Za-z]:[\\/])")  # somebody's home folder, a drive


def names_a_folder(target: str, note: Note, vault: Vault) -> bool:
    """Return whether `target` is a folder of the vault, seen from the note's folder, the root, or as the
    end of a path."""
    wanted = normalise(target).rstrip("/")
    parts = _joined(wanted, "" if wanted.startswith("/") else normalise(note.folder))
    if parts is None:
        return False
    known = link_facts(vault).names
    return "/".join(parts) in known.folders or known.has_folder(wanted)


def is_bare_file(target: str, note: Note, vault: Vault) -> bool:
    """Return whether `target` is a file without an extension that is there, seen as `names_a_folder` does."""
    wanted = normalise(target)
    parts = _joined(wanted, "" if wanted.startswith("/") else normalise(note.folder))
    bare = link_facts(vault).names.bare_files
    return wanted.strip("/") in bare or (parts is not None and "/".join(parts) in bare)


def lies_outside(target: str, note: Note) -> bool:
    """Return whether `target` climbs out of the vault or names something hidden from Obsidian.

    Source: Obsidian help, "Embed files": a picture may be named by its place on a drive of Windows.
    """
    if _ELSEWHERE.match(target):
        return True
    if any(part.startswith(".") and part not in (".", "..") for part in target.strip().split("/")):
        return True
    return _joined(target.strip(), "" if target.startswith("/") else note.folder) is None


@lru_cache(maxsize=4096)
def _joined(target: str, folder: str) -> tuple[str, ...] | None:
    """Return the components of `target` seen from `folder`; None when it climbs out of the vault."""
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return tuple(parts)
