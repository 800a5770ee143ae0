"""How Obsidian compares names, and the index of every file by path, by name and by path suffix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from unicodedata import normalize

from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern

_SLASHES = lazy_pattern(r"/{2,}")


def tidy(linkpath: str) -> str:
    """Return `linkpath` in NFC with plain spaces and trimmed, its case kept."""
    if not linkpath.isascii():
        linkpath = normalize("NFC", linkpath).replace("\u00a0", " ").replace("\u202f", " ")
    return linkpath.strip()


def normalise(linkpath: str) -> str:
    """Return the key under which Obsidian looks `linkpath` up: NFC, plain spaces, trimmed, lower case.

    Lookups ignore case on every operating system, and a name stored in NFD is found by an NFC link.
    """
    return tidy(linkpath).lower()


def normalise_path(path: str) -> str:
    """Return `path` as Obsidian's `normalizePath` writes it: one kind of slash, none at the ends, NFC."""
    path = normalize("NFC", path).replace("\u00a0", " ").replace("\u202f", " ")
    return _SLASHES.sub("/", path.replace("\\", "/")).strip("/")


class NameIndex:
    """Every file of a vault, found by its path or by the end of its path.

    Keys are normalised paths with their extension. Files that differ only by case or by Unicode
    composition share a key. Suffixes are indexed one component at a time and only below names that are
    asked for, so a name shared by thousands of files costs one pass over them, not one per link.

    `unique` holds the path of every file whose name no other file bears, by the key of the name.
    """

    __slots__ = ("_by_name", "_by_path", "_suffixes", "unique")

    def __init__(self, files: Iterable[str]) -> None:
        by_path: dict[str, tuple[str, ...]] = {}
        by_name: dict[str, list[str]] = {}
        for path in sorted(files):
            key = normalise(path)
            if key in by_path:
                by_path[key] += (path,)
                continue
            by_path[key] = (path,)
            name = key.rpartition("/")[2]
            if name in by_name:
                by_name[name].append(key)
            else:
                by_name[name] = [key]
        self.unique = {
            name: by_path[keys[0]][0]
            for name, keys in by_name.items()
            if len(keys) == 1 and len(by_path[keys[0]]) == 1
        }
        self._by_path = by_path
        self._by_name = by_name
        self._suffixes: dict[str, dict[str, list[str]]] = {}

    def at(self, key: str) -> tuple[str, ...]:
        """Return the files whose whole path has the key `key`; more than one only for twins."""
        return self._by_path.get(key, ())

    def ending_with(self, key: str) -> list[str]:
        """Return the path keys that are `key` or end with `/` + `key`, in sorted order.

        The match ends at a component boundary: `b/note.md` does not find `ab/note.md`.
        """
        head, _, suffix = key.rpartition("/")
        found = self._by_name.get(suffix, [])
        while head and found:
            head, _, component = head.rpartition("/")
            if len(found) == 1:
                return found if ("/" + found[0]).endswith("/" + key) else []
            found = self._split(suffix, found).get(component, [])
            suffix = f"{component}/{suffix}"
        return found

    def _split(self, suffix: str, keys: list[str]) -> dict[str, list[str]]:
        """Return `keys`, which all end with `suffix`, grouped by the component before it."""
        groups = self._suffixes.get(suffix)
        if groups is None:
            groups = {}
            cut = len(suffix) + 1
            for key in keys:
                if len(key) > cut:
                    groups.setdefault(key[:-cut].rpartition("/")[2], []).append(key)
            self._suffixes[suffix] = groups
        return groups


def alias_index(notes: Mapping[str, Note]) -> dict[str, tuple[str, ...]]:
    """Return the paths of the notes that claim each alias, by normalised alias.

    Aliases never resolve a link in Obsidian; the index serves explanations and suggestions.
    """
    found: dict[str, list[str]] = {}
    for path, note in notes.items():
        for key in {normalise(alias) for alias in note.aliases}:
            if key:
                found.setdefault(key, []).append(path)
    return {key: tuple(paths) for key, paths in sorted(found.items())}
