"""Names that differ so little that they may be slips for one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from unicodedata import normalize

_WORD = re.compile(r"[^\W_]+")
_MANY = 8  # names that share their folded form: a series or a convention, no slips
_LONG_WORD = 5  # letters from which one may be wrong
_LONGER_WORD = 12  # letters from which two may be
_CROWD = 20  # words that share what is left of them: an ending or a stem, no slips


def near_pairs(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of keys of `names` whose names may mean the same, each once, in a fixed order.

    Near are names that are equal without letter case, accents, punctuation, plural `s` and the order of
    their words, and names of as many words of which one word differs by a letter (two in long words) and
    begins with the same letter. Other numbers make another name.
    """
    by_words: dict[tuple[str, ...], list[str]] = {}
    for key, name in sorted(names.items()):
        words = _words(name)
        if words:
            by_words.setdefault(words, []).append(key)
    told: set[tuple[str, str]] = set()
    series = {words for words, keys in by_words.items() if len(keys) > _MANY}
    for words, keys in by_words.items():
        if words not in series:
            told.update(combinations(keys, 2))
    for one, other in _slips(by_words):
        if one not in series and other not in series:
            told.update((min(pair), max(pair)) for pair in product(by_words[one], by_words[other]))
    yield from sorted(told)


def _words(name: str) -> tuple[str, ...]:
    plain = "".join(ch for ch in normalize("NFKD", name.casefold()) if not _is_accent(ch))
    return tuple(sorted(_singular(word) for word in _WORD.findall(plain)))


def _is_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "su" else word


def _slips(names: Iterable[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield pairs of names, as sorted words, that differ in one word by a slip."""
    known = set(names)
    near = _near_words({word for words in known for word in words})
    for words in sorted(known):
        for at, word in enumerate(words):
            for slip in near.get(word, ()):
                other = tuple(sorted((*words[:at], slip, *words[at + 1 :])))
                if words < other and other in known:
                    yield words, other


def _near_words(words: Iterable[str]) -> dict[str, set[str]]:
    """Return the words that are near each word.

    Two words that are one edit apart share what is left of them without one letter, two edits without
    two: so each word is compared with a few others and not with all (Garbe's symmetric deletion).
    """
    from rapidfuzz.distance import OSA

    left: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _LONG_WORD and not any(map(str.isdigit, word)):
            for rest in _without_letters(word):
                left.setdefault(rest, []).append(word)
    near: dict[str, set[str]] = {}
    for alike in left.values():
        if len(alike) > _CROWD:
            continue
        for one, other in combinations(alike, 2):
            most = 2 if min(len(one), len(other)) >= _LONGER_WORD else 1
            if one != other and OSA.distance(one, other, score_cutoff=most) <= most:
                near.setdefault(one, set()).add(other)
                near.setdefault(other, set()).add(one)
    return near


def _without_letters(word: str) -> set[str]:
    """Return what is left of a word without one letter, of a long one without two; the first letter stays."""
    left = {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}
    if len(word) >= _LONGER_WORD:
        left |= {
            one[:at] + one[at + 1 :] for one in left if len(one) < len(word) for at in range(1, len(one))
        }
    return left
