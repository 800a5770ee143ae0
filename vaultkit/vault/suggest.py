"""Did you mean: near names for a name that is not there. rapidfuzz is loaded only when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from vaultkit.load.notes import merged
from vaultkit.patterns import lazy_pattern
from vaultkit.vault.likeness import LONG, fold, fold_file, letters_of, numbers_in, ranked, words_of
from vaultkit.vault.names import tidy

if TYPE_CHECKING:
    from vaultkit.vault.vault import Vault

Key = TypeVar("Key")

_UNLINKABLE = lazy_pattern(r"[#^|\\]|\[\[|\]\]|%%")
_COUNT = lazy_pattern(r"^(?:\d{1,2}\.? )+")
_TELLING = 3  # words of fewer letters say nothing
_SHIFTS = {-2: (-2, -1, 0), -1: (-1, 0), 0: (-1, 0, 1), 1: (0, 1), 2: (0, 1, 2)}
"""How far two edits can move an untouched piece, by how much longer the slip is than the name."""
_FEW = 32  # so many names are compared faster than cut
_FEW_SEARCHES = 8  # to sort ten thousand names by their numbers takes as long as to go through them so often
_COMMON = 200  # a piece shared by more names tells nothing
_COMMON_WORD = 50


def suggest(name: str, choices: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Return the `choices` that `name` may be a slip for, best first (see `likeness.ranked`)."""
    return ranked(fold(name), {choice: fold(choice) for choice in choices}, limit)


def sharing_words(name: str, choices: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Return the `choices` that have all words of `name`, or of which `name` has all, the fewest others first.

    For where one of few is surely meant: of all notes of a vault too many have a name that goes on or begins before.
    A number that counts them does not belong to their words.
    """
    wanted = _words_after_count(name)
    found: list[tuple[int, str]] = []
    for choice in choices:
        words = _words_after_count(choice)
        if max(map(len, wanted & words), default=0) >= _TELLING and (wanted <= words or words <= wanted):
            found.append((len(wanted ^ words), choice))
    return tuple(choice for _, choice in sorted(found)[:limit])


def _words_after_count(name: str) -> frozenset[str]:
    return frozenset(words_of(_COUNT.sub("", fold(name))).split())


def suggest_notes(vault: Vault, name: str, *, limit: int = 3) -> tuple[str, ...]:
    """Return what a link to the missing `name` may have meant, best first, as texts to put into the link.

    Names are compared without their folder, so a path that leads nowhere finds the note of that name; of several
    those in folders that it names come first.
    Names that differ in a number are different names (days, chapters, versions), never slips.
    """
    return vault.near_names.find(name, limit)


class NearNames:
    """The names of a vault's files, indexed so that a search compares a few of them instead of all.

    Names with other numbers are never near. So names are searched among those with the same numbers, which in a
    vault of days, papers and versions are few, and these are made ready when the first of them is searched for.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self._files = sorted(files)
        self._paths: dict[tuple[str, ...], list[str]] | None = None  # by the numbers in the name
        self._searches = 0
        self._alike: dict[tuple[str, ...], _Alike] = {}

    def index(self) -> NearNames:
        """Sort the names by their numbers now, as many searches need it; return these names."""
        self._sorted_by_numbers()
        return self

    def _sorted_by_numbers(self) -> dict[tuple[str, ...], list[str]]:
        if self._paths is None:
            self._paths = _by_numbers(self._files)
        return self._paths

    def _with(self, numbers: tuple[str, ...]) -> list[str]:
        """Return the files with just these numbers in their names, sorted."""
        self._searches += 1
        if self._paths is None and numbers and self._searches <= _FEW_SEARCHES:
            having = [path for path in self._files if all(number in path for number in numbers)]
            return [path for path in having if numbers_in(path) == numbers]
        return self._sorted_by_numbers().get(numbers, [])

    def changed(self, gone: Collection[str], added: Collection[str]) -> NearNames:
        """Return the names without the files `gone` and with those `added`."""
        names = copy(self)
        names._alike = dict(self._alike)
        names._files = merged(self._files, {*gone, *added}, added)
        names._paths = None if self._paths is None else dict(self._paths)
        left, come = _by_numbers(gone), _by_numbers(added)
        for numbers in left.keys() | come.keys():
            names._alike.pop(numbers, None)
            if names._paths is not None:
                there = come.get(numbers, [])
                names._paths[numbers] = merged(
                    names._paths.get(numbers, ()), {*left.get(numbers, ()), *there}, there
                )
        return names

    def find(self, name: str, limit: int) -> tuple[str, ...]:
        """Return the link texts of the names nearest to `name`, best first."""
        written = tidy(name).replace("\\", "/")
        query = fold_file(_without_extension(_last(written)))
        numbers = numbers_in(query)
        if not query:
            return ()
        alike = self._alike.get(numbers)
        if alike is None:
            files = self._with(numbers)
            if not files:
                return ()
            alike = self._alike[numbers] = _Alike(files)
        near = ranked(query, {one: one for one in alike.candidates(query)}, limit)
        folders = written.lower().split("/")[:-1]
        return tuple(text for folded in near for text in _first_in(folders, alike.texts[folded]))[:limit]


class _Alike:
    """The names of `files`, which hold the same numbers; `texts` are those to put into a link, by folded name.

    Two edits leave one of three pieces of a name intact, so a name two edits away shares a piece at
    almost the same place; longer names are also compared when they share a rare word. Names are cut when
    the first one of nearly their length is searched for, because most runs search for very few.
    """

    def __init__(self, files: Iterable[str]) -> None:
        self.texts: dict[str, list[str]] = {}
        self._by_length: dict[int, list[str]] = {}
        self._pieces: dict[int, list[dict[str, list[str]]]] = {}  # by length: names by each piece
        names: dict[str, list[str]] = {}
        for path in files:
            names.setdefault(_last(path).lower(), []).append(path)
        for paths in names.values():
            for path in paths:
                text = _without_extension(_last(path) if len(paths) == 1 else path)
                if not _UNLINKABLE.search(text):
                    self.texts.setdefault(fold_file(_without_extension(_last(path))), []).append(text)
        for folded in self.texts:
            self._by_length.setdefault(len(folded), []).append(folded)

    def candidates(self, query: str) -> Collection[str]:
        """Return the folded names that may be near `query`."""
        if len(self.texts) <= _FEW:
            return self.texts.keys()
        found = set(self._by_letters.get(letters_of(query), ()))
        words = words_of(query)
        for longer, shifts in _SHIFTS.items():
            length = len(query) - longer
            if length not in self._by_length:
                continue
            *pieces, sorted_words = self._pieces_of(length)
            found.update(sorted_words.get(words, ()))
            for (start, end), names in zip(_cuts(length), pieces, strict=True):
                for shift in shifts:
                    if end > start >= -shift:
                        near = names.get(query[start + shift : end + shift], ())
                        if len(near) <= _COMMON:
                            found.update(near)
        if len(query) >= LONG:
            for word in set(query.split()):
                near = self._words.get(word, ())
                if len(near) <= _COMMON_WORD:
                    found.update(near)
        return found

    def _pieces_of(self, length: int) -> list[dict[str, list[str]]]:
        """Return the names of so many letters by their first, second and third piece, and by their sorted words."""
        pieces = self._pieces.get(length)
        if pieces is None:
            pieces = self._pieces[length] = []
            for start, end in _cuts(length):
                names: dict[str, list[str]] = {}
                for folded in self._by_length[length]:
                    names.setdefault(folded[start:end], []).append(folded)
                pieces.append(names)
            pieces.append(_gathered(self._by_length[length], words_of))
        return pieces

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        return _gathered(self.texts, letters_of)

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """The longer names by each of their words."""
        words: dict[str, list[str]] = {}
        for length, names in self._by_length.items():
            for folded in names if length >= LONG - 3 else ():
                for word in set(folded.split()):
                    words.setdefault(word, []).append(folded)
        return words


def _by_numbers(paths: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Return `paths`, in their order, by the numbers in their names."""
    return _gathered(paths, numbers_in)


def _gathered(names: Iterable[str], key_of: Callable[[str], Key]) -> dict[Key, list[str]]:
    """Return `names`, in their order, by their keys."""
    found: dict[Key, list[str]] = {}
    for name in names:
        found.setdefault(key_of(name), []).append(name)
    return found


def _first_in(folders: Collection[str], texts: list[str]) -> list[str]:
    """Return `texts`, in their order but for those in the most of the `folders`, which come first."""
    if not folders or len(texts) == 1:
        return texts
    return sorted(texts, key=lambda text: -len(set(folders).intersection(text.lower().split("/")[:-1])))


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _without_extension(path: str) -> str:
    return path[:-3] if path[-3:].lower() == ".md" else path


def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    first, second = length // 3, 2 * length // 3
    return (0, first), (first, second), (second, length)
