"""Names that differ by a slip of the pen.

Words correspond one to one; at most two of them differ, each by one letter left out, added or swapped with its
neighbour, never the first. A changed letter makes another word too often ("perception", "perceptron"), and so do
digits ("2024-01-02", "2024-01-03").
"""

from __future__ import annotations

from itertools import zip_longest

from vaultkit.patterns import lazy_pattern

_SHORTEST = 5
_SEPARATORS = lazy_pattern(r"[\s_'’-]+")
_DIGITS = lazy_pattern(r"\d")


def is_slip(written: str, meant: str) -> bool:
    """Return whether `written` is `meant` with a slip of the pen; both as `normalise` returns them."""
    left, right = _SEPARATORS.sub(" ", written).strip(), _SEPARATORS.sub(" ", meant).strip()
    if left.replace(" ", "") == right.replace(" ", ""):
        return len(left) >= _SHORTEST
    if _DIGITS.findall(left) != _DIGITS.findall(right):
        return False
    differing = [
        pair for pair in zip_longest(left.split(), right.split(), fillvalue="") if pair[0] != pair[1]
    ]
    return len(differing) <= 2 and all(_is_word_slip(*pair) for pair in differing)


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
