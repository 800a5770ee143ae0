"""Names that differ by a slip of the pen: what somebody who mistyped a link surely meant.

Stricter than a suggestion, because a slip makes a broken link of what else is an unwritten note. Words
correspond one to one; at most two of them differ, each by one letter left out, added or swapped with its
neighbour, never the first. A changed letter makes another word too often ("perception", "perceptron"),
and so do digits ("2024-01-02", "2024-01-03").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from vaultkit.vault import Vault
from vaultkit.vault.names import normalise
from vaultkit.vault.suggest import suggest_notes

SHORTEST = 5
_SEPARATORS = re.compile(r"[\s_'’-]+")
_DIGITS = re.compile(r"\d")


def is_slip(written: str, meant: str) -> bool:
    """Return whether `written` is `meant` with a slip of the pen; both as `normalise` returns them."""
    left, right = _SEPARATORS.sub(" ", written).strip(), _SEPARATORS.sub(" ", meant).strip()
    if left.replace(" ", "") == right.replace(" ", ""):
        return len(left) >= SHORTEST
    if _DIGITS.findall(left) != _DIGITS.findall(right):
        return False
    differing = [
        pair for pair in zip_longest(left.split(), right.split(), fillvalue="") if pair[0] != pair[1]
    ]
    return len(differing) <= 2 and all(_is_word_slip(*pair) for pair in differing)


def _is_word_slip(written: str, meant: str) -> bool:
    """Return whether one letter is left out, added or swapped with its neighbour; never the first one."""
    if min(len(written), len(meant)) < SHORTEST or written[0] != meant[0]:
        return False
    at = next((at for at, pair in enumerate(zip(written, meant, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return abs(len(written) - len(meant)) == 1
    if len(written) == len(meant):
        return written[at : at + 2] == meant[at : at + 2][::-1] and written[at + 2 :] == meant[at + 2 :]
    return written[at + 1 :] == meant[at:] or written[at:] == meant[at + 1 :]


def slips_of(written: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Return the `choices`, as they come, that `written` equals or is a slip for; equal ones alone if any."""
    wanted = normalise(written)
    keys = {choice: normalise(choice) for choice in choices}
    equal = tuple(choice for choice, key in keys.items() if key == wanted)
    return equal or tuple(choice for choice, key in keys.items() if is_slip(wanted, key))


def near_notes(vault: Vault, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that the missing link target `target` was surely meant for, and those that it may
    have been meant for, both as texts to put into the link, best first.

    Surely: the files of exactly that name in other folders, or else those whose name it is a slip for.
    """
    texts = suggest_notes(vault, target.strip(), limit=10)
    by_base: dict[str, list[str]] = {}
    for text in texts:
        by_base.setdefault(base(text), []).append(text)
    sure = tuple(text for name in slips_of(base(target), by_base) for text in by_base[name])
    return sure, (*sure, *(text for text in texts if text not in sure))


def base(target: str) -> str:
    """Return the last part of a link target as names are compared, without `.md`."""
    return normalise(target).rstrip("/").rpartition("/")[2].removesuffix(".md")
