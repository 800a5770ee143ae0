"""Brackets as Obsidian reads them: `[text]`, `[text][label]`, `![alt]` and `^[note]` are nodes, defined or not.

So did the parser whose tree Obsidian's metadata cache shows: a tag may begin inside such a text or right behind
it, marks of emphasis in it close none outside, and what stands in a label or an alternative text is no tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from vaultkit.parse.math import is_escaped
from vaultkit.patterns import lazy_pattern

_BRACKET = lazy_pattern(r"\\.|[\[\]]", re.DOTALL)


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A text in brackets from `start` to `end`; `text_end` is where its text ends and its label may begin."""

    start: int
    text_start: int
    text_end: int
    end: int
    opaque: bool  # an image or a footnote mark: nothing in it is read


def find_references(text: str, start: int, end: int, hidden_end: Callable[[int], int]) -> Iterator[Reference]:
    """Yield the references of the inline text `text[start:end]`, leftmost first; none stands inside another.

    `hidden_end` returns the end of the code, wikilink or image round an offset, or -1.
    """
    pairs, nesting = _pairs(text, start, end)
    done = start
    for opening in sorted(pairs):
        if opening < done or hidden_end(opening) >= 0:
            continue
        closing = pairs[opening]
        stop = closing + 1
        if stop < end and text[stop] == "[" and stop in pairs and stop not in nesting:
            stop = pairs[stop] + 1
        labelled = stop > closing + 3
        before = text[opening - 1] if opening > start and not is_escaped(text, opening - 1, start) else ""
        if before != "^" and not labelled and (opening in nesting or closing == opening + 1):
            continue  # brackets in brackets, or nothing in them
        begin = opening - 1 if before and before in "!^" else opening
        yield Reference(begin, opening + 1, closing, stop, before == "!" or text.startswith("^", opening + 1))
        done = stop


def _pairs(text: str, start: int, end: int) -> tuple[dict[int, int], set[int]]:
    """Opening to closing brackets, and the opening ones with others inside."""
    pairs: dict[int, int] = {}
    nesting: set[int] = set()
    opened: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            pairs[opened.pop()] = match.start()
            if opened:
                nesting.add(opened[-1])
    return pairs, nesting
