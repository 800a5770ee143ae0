"""How like two names are: what is no difference between them, and which difference may be a slip."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from unicodedata import normalize

from vaultkit.patterns import lazy_pattern
from vaultkit.vault.names import tidy

LONG = 21  # letters from which a name may be near with more than two edits
_LETTERS_PER_EDIT = 7
_SHORT = 4  # of fewer letters, a change of one makes another word
_LONG_ENOUGH = (
    8  # a word of so many letters may have two slips, a name of so many one in the first letter of a word
)
_SEPARATORS = lazy_pattern(r"""[\s_,:;()'"‘’“”–—-]+""")
_ACCENTS = lazy_pattern("[\u0300-\u036f]")  # of alphabets; the marks of other scripts make other letters
_DIGITS = lazy_pattern(r"\d+")
_DAY = lazy_pattern(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_DAY_LENGTH = 8
_FORM = 2  # how much longer or shorter another form of a word is


@lru_cache(maxsize=4096)  # one choice is offered for many names
def fold(name: str) -> str:
    """Return `name` without what is no difference: case, accents, a "the" before it, and what is between words."""
    folded = tidy(name).casefold()
    if not folded.isascii():
        folded = normalize("NFC", _ACCENTS.sub("", normalize("NFD", folded)))
    return _SEPARATORS.sub(" ", folded).strip().removeprefix("the ") or folded


def fold_file(name: str) -> str:
    """Return the name of a file folded, its numbers without leading zeros and its days as year, month and day."""
    folded = fold(name)
    return _DIGITS.sub(_number, folded) if _DIGITS.search(folded) else folded


def numbers_in(path: str) -> tuple[str, ...]:
    """Return the numbers in the last part of a path or link target: only names with the same are near.

    They are those of the folded name: "2024-6-20", "2024-06-20" and "20240620" hold the same.
    """
    found = _DIGITS.findall(path, path.rfind("/") + 1)  # ".md" holds none
    for number in found:
        if number[0] == "0" or len(number) == _DAY_LENGTH:
            return tuple(" ".join(map(_plain, found)).split(" "))
    return tuple(found)


def _number(found: re.Match[str]) -> str:
    return _plain(found[0])


def _plain(number: str) -> str:
    day = _DAY.fullmatch(number)
    return " ".join(part.lstrip("0") or "0" for part in (day.groups() if day else (number,)))


def letters_of(folded: str) -> str:
    """Return a folded name without blanks: names with the same differ by where their words end."""
    return folded.replace(" ", "")


def words_of(folded: str) -> str:
    """Return the words of a folded name in the singular, sorted: names with the same differ by their order or form."""
    return " ".join(sorted(map(_singular, folded.split())))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def ranked(query: str, choices: Mapping[str, str], limit: int) -> tuple[str, ...]:
    """Return the keys of `choices` whose folded name is like the folded `query`, nearest first, then by alphabet.

    Like are names of the same letters or the same words, and those two edits away (one in a short name, a swap of
    neighbours being one), or one edit in seven letters, where each word may be a slip for the other's.
    """
    if not choices:  # a name like no other: to load what compares names takes 12 ms
        return ()
    edits = 0 if len(query) < _SHORT else 1 if len(query) < 6 else 2
    most = max(edits, len(query) // _LETTERS_PER_EDIT)
    near = {choice: distance for _, distance, choice in _comparison()(query, choices, score_cutoff=most)}
    letters, words = letters_of(query), words_of(query)
    found: list[tuple[float, str]] = []
    for choice, folded in choices.items():
        if letters_of(folded) == letters:
            found.append((0, choice))
        elif choice in near and _may_be_slips(query, folded):
            found.append((near[choice], choice))
        elif abs(len(folded) - len(query)) <= _FORM and words_of(folded) == words:
            found.append((1, choice))
    return tuple(choice for _, choice in sorted(found)[:limit])


def _may_be_slips(written: str, meant: str) -> bool:
    """Return whether each word of a name may be a slip for the one of the other in its place.

    Two edits make "biology" of "ecology", and one makes "M theory" of "K theory" and "formal" of "normal". In a long
    name nobody chooses words so alike.
    """
    if len(written) >= LONG:
        return True
    left, right = written.split(), meant.split()
    if len(left) != len(right):
        left, right = [letters_of(written)], [letters_of(meant)]
    differing = [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]]
    return all(_may_be_slip(*pair, name_length=len("".join(left))) for pair in differing)


def _may_be_slip(written: str, meant: str, *, name_length: int) -> bool:
    longest = max(len(written), len(meant))
    same_start = written[0] == meant[0]
    if longest < _SHORT or not (same_start or name_length >= _LONG_ENOUGH):
        return False
    return _distance()(written, meant) <= (2 if same_start and longest >= _LONG_ENOUGH else 1)


def load_comparison() -> None:
    """Load now what compares names, where that need not be waited for."""
    _comparison()


@cache
def _comparison() -> Callable[..., list[tuple[str, float, str]]]:
    """Return what finds the choices within so many edits of a text, as (folded, edits, choice)."""
    from rapidfuzz.process import extract

    return partial(extract, scorer=_distance(), processor=None, limit=None)


@cache
def _distance() -> Callable[[str, str], int]:
    """Return what counts the edits between two texts."""
    from rapidfuzz.distance import OSA

    return OSA.distance
