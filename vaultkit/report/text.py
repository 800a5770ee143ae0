"""Text of a vault made fit to be shown: no control character reaches the terminal, columns are counted
as the terminal counts them, and what cannot be written as UTF-8 is spelt out."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, east_asian_width

from vaultkit.patterns import lazy_pattern

TAB = 4
_UNSAFE = lazy_pattern(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def safe(text: str) -> str:
    """Return `text` with control characters, direction marks and lone surrogates as escapes (`\\n`, `\\x1b`)."""
    if text.isprintable():  # nothing unsafe is
        return text
    return _UNSAFE.sub(lambda found: ascii(found[0])[1:-1], text)


def utf8(text: str) -> str:
    """Return `text` with lone surrogates as escapes; everything else as it is."""
    return text.encode("utf-8", "backslashreplace").decode()


@lru_cache(maxsize=4096)  # the notes of a vault have few characters
def width(character: str) -> int:
    """Return how many columns a terminal gives to `character`: 0, 1 or 2.

    Source: Unicode Standard Annex 11 (wide and fullwidth take two), combining marks and format
    characters none.
    """
    if character.isascii():
        return 1
    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def shown(text: str) -> str:
    """Return a line of a note as it is printed: tabs as blanks, unsafe characters one column each."""
    if text.isprintable():  # no tab and nothing unsafe is
        return text
    parts = []
    for character in text:
        if character == "\t":
            parts.append(" " * TAB)
        elif _UNSAFE.match(character):
            parts.append(chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd")
        else:
            parts.append(character)
    return "".join(parts)


def columns(text: str) -> int:
    """Return the width of `shown(text)` in columns."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(width, shown(text)))


def plural(count: int, noun: str) -> str:
    """Return `1 note`, `2 notes`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
