"""How Obsidian compares names, and the index of every file by path, by name and by path suffix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from unicodedata import normalize

from vaultkit.load.notes import merged
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern

_SLASHES = lazy_pattern(r"/{2,}")
_JOINT = "\0"  # in no path, joined to no character and of no case


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


def last_key(path: str) -> str:
    """Return the key of the last component of a path or link target."""
    return normalise(path).rpartition("/")[2]


def link_keys(path: str) -> tuple[str, str]:
    """Return the keys of the last components of all link targets that can lead to, or away from, the file at `path`.

    Whether a link leads to a file can only depend on files of the name that the link ends with, with or without `.md`.
    """
    name = last_key(path)
    return name, name.removesuffix(".md")


def tidy_all(paths: Sequence[str]) -> list[str]:
    """Return `tidy(path)` for each of `paths`: all at once, because most calls would change nothing."""
    joined = _JOINT.join(paths)
    if not joined.isascii():
        joined = tidy(joined)
    tidied = joined.split(_JOINT) if paths else []
    if len(tidied) != len(paths):  # a path holds the joint
        return [tidy(path) for path in paths]
    return [path.strip() for path in tidied]


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

    def __init__(self, files: Iterable[str]) -> None:
        self._paths = sorted(files)
        keys = [path.lower() for path in self._tidied]
        self._by_path = dict(zip(keys, self._paths, strict=True))
        names = [key.rpartition("/")[2] for key in self._by_path]
        self._by_name = dict(zip(names, self._by_path, strict=True))
        # Few files share a key or a name: only these are gathered one by one.
        twins = _gather(keys, self._paths) if len(self._by_path) < len(keys) else {}
        self._twins = {key: tuple(paths) for key, paths in twins.items()}
        self._namesakes = _gather(names, self._by_path) if len(self._by_name) < len(names) else {}
        self.unique = dict(zip(names, self._by_path.values(), strict=True))
        for name in (*self._namesakes, *(key.rpartition("/")[2] for key in self._twins)):
            self.unique.pop(name, None)
        self._suffixes: dict[str, dict[str, list[str]]] = {}

    def changed(self, gone: Collection[str], added: Collection[str]) -> NameIndex:
        """Return the index without the files `gone` and with those `added`."""
        index = copy(self)
        index._paths = merged(self._paths, gone, added)
        index._suffixes = {}
        for derived in ("_tidied", "literal"):
            index.__dict__.pop(derived, None)
        for known in ("_by_path", "_by_name", "_twins", "_namesakes", "unique"):
            setattr(index, known, dict(getattr(self, known)))
        named: dict[str, list[str]] = {last_key(path): [] for path in gone}
        for path in added:
            named.setdefault(last_key(path), []).append(path)
        for name, there in named.items():
            index._set_named(name, merged(sorted(self.named(name)), gone, there))
        return index

    def _set_named(self, name: str, paths: Sequence[str]) -> None:
        """Let `paths`, sorted, be all the files whose name has the key `name`."""
        for key in self._named(name):
            del self._by_path[key]
            self._twins.pop(key, None)
        for known in (self._by_name, self._namesakes, self.unique):
            known.pop(name, None)
        alike: dict[str, list[str]] = {}
        for path in paths:
            alike.setdefault(normalise(path), []).append(path)
        for key, twins in alike.items():
            self._by_path[key], self._by_name[name] = twins[-1], key
            if len(twins) > 1:
                self._twins[key] = tuple(twins)
        if len(alike) > 1:
            self._namesakes[name] = list(alike)
        if len(paths) == 1:
            self.unique[name] = paths[0]

    @cached_property
    def _tidied(self) -> list[str]:
        return tidy_all(self._paths)

    @cached_property
    def literal(self) -> Mapping[str, str]:
        """Files of unique names by the texts that lead to them from everywhere, as links write them: the name and
        the path as they are on disk, and of a note both without `.md`."""
        found: dict[str, str] = {}
        odd = {path for path, tidied in zip(self._paths, self._tidied, strict=True) if path != tidied}
        for path in self.unique.values():
            name = path[path.rfind("/") + 1 :]
            if "." not in name or name[0].isspace() or path[0] in "./" or path in odd:
                continue
            found[path] = found[name] = path
            stem = name[:-3]
            if name.endswith(".md") and stem and "." not in stem and not stem[-1].isspace():
                found[path[:-3]] = found[stem] = path  # with a dot, a stem is the name of a file as it stands
        return found

    def at(self, key: str) -> tuple[str, ...]:
        """Return the files whose whole path has the key `key`; more than one only for twins."""
        path = self._by_path.get(key)
        return () if path is None else self._twins.get(key) or (path,)

    def named(self, key: str) -> list[str]:
        """Return the files whose name has the key `key`, sorted."""
        if key not in self._by_name:  # as nearly every alias that is asked about
            return []
        return [path for found in self._named(key) for path in self.at(found)]

    def _named(self, key: str) -> list[str]:
        """Return the keys of the files whose name has the key `key`, in sorted order."""
        only = self._by_name.get(key)
        return [] if only is None else self._namesakes.get(key) or [only]

    def ending_with(self, key: str) -> list[str]:
        """Return the path keys that are `key` or end with `/` + `key`, in sorted order.

        The match ends at a component boundary: `b/note.md` does not find `ab/note.md`.
        """
        head, _, suffix = key.rpartition("/")
        found = self._named(suffix)
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


def _gather(keys: Iterable[str], values: Iterable[str]) -> dict[str, list[str]]:
    """Return the `values` of every key that occurs more than once, in their order."""
    count = Counter(keys := list(keys))
    found: dict[str, list[str]] = {}
    for key, value in zip(keys, values, strict=True):
        if count[key] > 1:
            found.setdefault(key, []).append(value)
    return found


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
