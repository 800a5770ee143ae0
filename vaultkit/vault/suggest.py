"""Did you mean: near names for a name that is not there. rapidfuzz is loaded only when one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from copy import copy
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING

from vaultkit.load.notes import merged
from vaultkit.patterns import lazy_pattern
from vaultkit.vault.names import tidy

if TYPE_CHECKING:
    from vaultkit.vault.vault import Vault

_SEPARATORS = lazy_pattern(r"[\s_-]+")
_DIGITS = lazy_pattern(r"\d+")
_UNLINKABLE = lazy_pattern(r"[#^|\\]|\[\[|\]\]|%%")
_LETTERS_PER_EDIT = 7
_LONG = 21  # letters from which a name may be near with more than two edits
_SHIFTS = {-2: (-2, -1, 0), -1: (-1, 0), 0: (-1, 0, 1), 1: (0, 1), 2: (0, 1, 2)}
"""How far two edits can move an untouched piece, by how much longer the slip is than the name."""
_FEW = 32  # so many names are compared faster than cut
_FEW_SEARCHES = 8  # to sort ten thousand names by their numbers takes as long as to go through them so often
_COMMON = 200  # a piece shared by more names tells nothing
_COMMON_WORD = 50


def suggest(name: str, choices: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Return the `choices` that `name` may be a slip for, best first: two edits away, or one edit in seven letters."""
    return _ranked(_fold(name), {choice: _fold(choice) for choice in choices}, limit)


def suggest_notes(vault: Vault, name: str, *, limit: int = 3) -> tuple[str, ...]:
    """Return what a link to the missing `name` may have meant, best first, as texts to put into the link.

    Names are compared without their folder, so a path that leads nowhere finds the note of that name.
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
        query = _fold(_without_extension(_last(tidy(name))))
        numbers = numbers_in(query)
        if not query:
            return ()
        alike = self._alike.get(numbers)
        if alike is None:
            files = self._with(numbers)
            if not files:
                return ()
            alike = self._alike[numbers] = _Alike(files)
        ranked = _ranked(query, {near: near for near in alike.candidates(query)}, limit)
        return tuple(text for folded in ranked for text in alike.texts[folded])[:limit]


class _Alike:
    """The names of `files`, which hold the same numbers; `texts` are those to put into a link, by folded name.

    Two edits leave one of three pieces of a name intact, so a name two edits away shares a piece at
    almost the same place; longer names also count as near when they share a rare word. Names are cut when
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
                    self.texts.setdefault(_fold(_without_extension(_last(path))), []).append(text)
        for folded in self.texts:
            self._by_length.setdefault(len(folded), []).append(folded)

    def candidates(self, query: str) -> Collection[str]:
        """Return the folded names that may be near `query`."""
        if len(self.texts) <= _FEW:
            return self.texts.keys()
        found = {query} if query in self.texts else set()
        for longer, shifts in _SHIFTS.items():
            length = len(query) - longer
            if length not in self._by_length:
                continue
            for (start, end), names in zip(_cuts(length), self._pieces_of(length), strict=True):
                for shift in shifts:
                    if end > start >= -shift:
                        near = names.get(query[start + shift : end + shift], ())
                        if len(near) <= _COMMON:
                            found.update(near)
        if len(query) >= _LONG:
            for word in set(query.split()):
                near = self._words.get(word, ())
                if len(near) <= _COMMON_WORD:
                    found.update(near)
        return found

    def _pieces_of(self, length: int) -> list[dict[str, list[str]]]:
        """Return the names of so many letters by their first, second and third piece."""
        pieces = self._pieces.get(length)
        if pieces is None:
            pieces = self._pieces[length] = []
            for start, end in _cuts(length):
                names: dict[str, list[str]] = {}
                for folded in self._by_length[length]:
                    names.setdefault(folded[start:end], []).append(folded)
                pieces.append(names)
        return pieces

    @cached_property
    def _words(self) -> dict[str, list[str]]:
        """The longer names by each of their words."""
        words: dict[str, list[str]] = {}
        for length, names in self._by_length.items():
            for folded in names if length >= _LONG - 3 else ():
                for word in set(folded.split()):
                    words.setdefault(word, []).append(folded)
        return words


def numbers_in(name: str) -> tuple[str, ...]:
    """Return the numbers in the last part of a path or link target: only names with the same are near."""
    return tuple(_DIGITS.findall(name, name.rfind("/") + 1))  # ".md" holds none


def _by_numbers(paths: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Return `paths`, in their order, by the numbers in their names."""
    found: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        found.setdefault(numbers_in(path), []).append(path)
    return found


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _without_extension(path: str) -> str:
    return path[:-3] if path[-3:].lower() == ".md" else path


@lru_cache(maxsize=4096)  # one choice is offered for many names
def _fold(name: str) -> str:
    """Case, and which separator stands between words, are no difference."""
    return _SEPARATORS.sub(" ", tidy(name).lower())


def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    first, second = length // 3, 2 * length // 3
    return (0, first), (first, second), (second, length)


def _ranked(query: str, choices: dict[str, str], limit: int) -> tuple[str, ...]:
    """Return the keys of `choices` whose folded name is near `query`, nearest first, then by alphabet.

    Near is two edits (one in a short name, a swap of neighbours being one), or one edit in seven letters.
    """
    if not choices:  # a name like no other: to load what compares names takes 12 ms
        return ()
    edits = 0 if len(query) < 4 else 1 if len(query) < 6 else 2
    most = max(edits, int(len(query) / _LETTERS_PER_EDIT))
    near = _comparison()(query, choices, score_cutoff=most)
    return tuple(choice for _, choice in sorted((distance, choice) for _, distance, choice in near)[:limit])


def load_comparison() -> None:
    """Load now what compares names, where that need not be waited for."""
    _comparison()


@cache
def _comparison() -> Callable[..., list[tuple[str, float, str]]]:
    """Return what finds the choices within so many edits of a text, as (folded, edits, choice)."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    return partial(extract, scorer=OSA.distance, processor=None, limit=None)
