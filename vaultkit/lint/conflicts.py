"""Merge conflicts that git left in a text.

Source: https://git-scm.com/docs/git-merge, "How conflicts are presented".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from vaultkit.patterns import lazy_pattern

_MARKER = lazy_pattern(
    r"^(?:(?P<first><<<<<<< [^\r\n]*)|(?P<middle>=======\r?\n)|(?P<last>>>>>>>> )|[ \t>]*(?P<fence>```|~~~))",
    re.MULTILINE,
)


class Conflict(msgspec.Struct, frozen=True):
    """A conflict with all its three marks: `start:end` is the line `<<<<<<< `; `in_code` what is behind a fence."""

    start: int
    end: int
    in_code: bool


def find_conflicts(text: str) -> Iterator[Conflict]:
    """Yield the conflicts of `text` that have their `=======` and their `>>>>>>> `, in order."""
    if "<<<<<<< " not in text:
        return
    first: Conflict | None = None
    divided = in_code = False
    for mark in _MARKER.finditer(text):
        kind = mark.lastgroup
        if kind == "fence":
            in_code = not in_code
        elif kind == "first" and first is None:
            first, divided = Conflict(*mark.span(), in_code), False
        elif kind == "middle":
            divided = True
        elif kind == "last" and first is not None and divided:
            yield first
            first = None
