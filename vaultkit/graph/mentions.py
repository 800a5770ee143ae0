"""Names in running text: one pass over the words finds every name of a vault that stands there.

The names stand in a trie whose edges are words, so a text costs the same whether ten names are looked for
or a hundred thousand. Of several names that begin at a word the longest is taken, and the search goes on
behind it. A name is found as whole words, in any letter case (names in capitals alone only as they are),
with any blanks, hyphens or one line break between its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, is_normalized, normalize

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_GAP = re.compile(r"[\s_\-‐‑–]+")
_CAPITALS = re.compile(r"[^a-z]*[A-Z][^a-z]*")
_LONGEST_ABBREVIATION = 6  # letters up to which a name in capitals stands for other words

_EVERYDAY = (
    "a about above after all also an and any are area areas article as at author authors base be because been below "
    "book books but by can case cases change class code concept concepts could daily data date day days definition "
    "did discussion do done draft each end event events example examples few figure file files first five for four "
    "from general good group had has have he her here him his history home how i idea ideas if image images inbox "
    "index info information intro introduction is issue issues it its journal just key language last level life like "
    "link links list lists log logs made main make map many may meeting meetings me method methods misc model models "
    "month more most my name names new news next no not note notes now of off old on one only open or order other our "
    "out outline over overview own page pages paper papers part parts people person place places plan point problem "
    "problems process project projects question questions read reading reference references related research result "
    "results review school second section see set she should so some source sources state story study subject such "
    "summary system systems table tag tags task tasks template templates term terms test text than that the their them "
    "then theory there these they thing things this those three time times title to todo todos tool tools topic topics "
    "two type types under up us use used using value values very video videos view was way we week were what when "
    "where which who why will with word words work works world would year years you your "
    "january february march april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
#: Names of one word that are words of every text, in lower case.
COMMON_WORDS = frozenset(_EVERYDAY.split())


class Mention(NamedTuple):
    """A name that stands in a text, `text[start:end]`; `name` is as it was given to `Mentions`."""

    name: str
    start: int
    end: int


class _Pattern(NamedTuple):
    """A name, how it reads when folded, and how many characters stand before its first and after its last word."""

    name: str
    folded: str
    before: int
    after: int
    exact: bool


class _Node:
    """A place in the trie: where each further word leads, and the names that end here."""

    __slots__ = ("ends", "further")

    def __init__(self) -> None:
        self.further: dict[str, _Node] = {}
        self.ends: list[_Pattern] = []


class Mentions:
    """Finds names in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names to look for.

        Those without a letter, or of one word that is short or in `COMMON_WORDS`, are left out.
        """
        self._root = _Node()
        for name in dict.fromkeys(names):
            places = [match.span() for match in _WORD.finditer(name)]
            words = [_folded_word(name[start:end]) for start, end in places]
            if not _worth_finding(name, words):
                continue
            node = self._root
            for word in words:
                node = node.further.setdefault(word, _Node())
            exact = len(name) <= _LONGEST_ABBREVIATION and _CAPITALS.fullmatch(name) is not None
            node.ends.append(
                _Pattern(name, folded_name(name), places[0][0], len(name) - places[-1][1], exact)
            )

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the names in `text` in order, none within another."""
        fold = str.lower if text.isascii() or is_normalized("NFC", text) else _folded_word
        words = list(map(fold, _WORD.findall(text)))
        words.append("")
        further = self._root.further
        candidates = [
            (at, found)
            for at, (word, following) in enumerate(pairwise(words))
            if (node := further.get(word)) is not None
            and (node.ends or following in node.further)
            and (found := self._at(words, at))
        ]
        if not candidates:
            return
        places = [match.span() for match in _WORD.finditer(text)]
        free = 0
        for at, found in candidates:
            if at < free:
                continue
            for size, pattern in reversed(found):
                start, end = places[at][0] - pattern.before, places[at + size - 1][1] + pattern.after
                if start >= 0 and _is_written(text, start, end, pattern):
                    free = at + size
                    yield Mention(pattern.name, start, end)
                    break

    def _at(self, words: list[str], at: int) -> list[tuple[int, _Pattern]]:
        """Return the names whose words stand at `at`, each with how many words it has, the longest last."""
        found: list[tuple[int, _Pattern]] = []
        node = self._root
        for place in range(at, len(words)):
            following = node.further.get(words[place])
            if following is None:
                break
            node = following
            if node.ends:
                found.extend((place + 1 - at, pattern) for pattern in node.ends)
        return found


def _worth_finding(name: str, words: list[str]) -> bool:
    if not any(map(str.isalpha, name)):
        return False
    return len(words) > 1 or (len(words) == 1 and len(words[0]) > 1 and words[0] not in COMMON_WORDS)


def _folded_word(word: str) -> str:
    return word.lower() if word.isascii() else normalize("NFC", word.lower())


def folded_name(text: str) -> str:
    """Return a name as it is compared: in lower case, with single blanks between its words."""
    return _GAP.sub(" ", normalize("NFC", text)).strip().casefold()


def _is_written(text: str, start: int, end: int, pattern: _Pattern) -> bool:
    """Whether the name stands there as it is: with its own punctuation, and as words of its own."""
    written = text[start:end]
    if written.count("\n") > 1 or (pattern.exact and written != pattern.name):
        return False
    if _goes_on(text[end : end + 2]) or _goes_on(text[max(0, start - 2) : start][::-1]):
        return False
    return folded_name(written) == pattern.folded


def _goes_on(text: str) -> bool:
    """Whether a word goes on here: with a letter, mark or digit, or with one behind an underscore (`a_name`)."""
    return text.removeprefix("_")[:1] != "" and category(text.removeprefix("_")[0])[0] in "LMN"
