"""How to write a text as a value of a property."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Return `text` in quotes: double ones, where nothing in it has a meaning there."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
