"""Names that differ by a slip of the pen.

Words correspond one to one; at most two of them differ, each by one letter left out, added or swapped with its
neighbour, never the first. A changed letter makes another word too often ("perception", "perceptron"), and so do
digits ("2024-01-02", "2024-01-03").
"""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from vaultkit.patterns import lazy_pattern

_SHORTEST = 5
_SEPARATORS = lazy_pattern(r"[\s_'’-]+")
_DIGITS = lazy_pattern(r"\d")


def is_slip(written: str, meant: str) -> bool:
    """Return whether `written` is `meant` with a slip of the pen; both as `normalise` returns them."""
    left, right = _taken_apart(written), _taken_apart(meant)
    if left.letters == right.letters:
        return left.length >= _SHORTEST
    if left.digits != right.digits:
        return False
    differing = [pair for pair in zip_longest(left.words, right.words, fillvalue="") if pair[0] != pair[1]]
    return len(differing) <= 2 and all(_is_word_slip(*pair) for pair in differing)


class _Name(NamedTuple):
    """A name as it is compared: without separators, its digits, its words, and how long it is with single blanks."""

    letters: str
    digits: tuple[str, ...]
    words: tuple[str, ...]
    length: int


# One name is held against many, and the notes of a vault have many headings in common.
@lru_cache(maxsize=4096)
def _taken_apart(name: str) -> _Name:
    name = _SEPARATORS.sub(" ", name).strip()
    return _Name(name.replace(" ", ""), tuple(_DIGITS.findall(name)), tuple(name.split()), len(name))


def _is_word_slip(written: str, meant: str) -> bool:
    """Return whether one letter is left out, added or swapped with its neighbour; never the first one."""
    if min(len(written), len(meant)) < _SHORTEST or written[0] != meant[0]:
        return False
    at = next((at for at, pair in enumerate(zip(written, meant, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return abs(len(written) - len(meant)) == 1
    if len(written) == len(meant):
        return written[at : at + 2] == meant[at : at + 2][::-1] and written[at + 2 :] == meant[at + 2 :]
    return written[at + 1 :] == meant[at:] or written[at:] == meant[at + 1 :]
