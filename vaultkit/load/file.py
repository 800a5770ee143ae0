"""One file to one note. A file that cannot be read becomes a note with a problem, never an exception."""

# ruff: noqa: PTH116, PTH118
# plain strings: building ten thousand Path objects costs as much as reading the files

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from vaultkit.load.discover import Entry
from vaultkit.model.note import Note, Problem
from vaultkit.text import Span

_READING = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOINHERIT", 0)
)
_AT_ONCE = 1 << 16


def read_note(root: str | Path, entry: Entry) -> Note:
    """Return the note at `entry`, or an empty one with the problem `unreadable`."""
    from vaultkit.parse.note import parse_note  # a run whose notes are all known needs no parser

    try:
        data = read_bytes(root, entry.disk)
    except OSError as error:
        return unreadable(root, entry, error)
    return parse_note(data, entry.path)


def read_bytes(root: str | Path, disk: str) -> bytes:
    """Return the bytes of the file whose vault-relative name on disk is `disk`.

    Raises:
        OSError: it cannot be read.
    """
    # Without a file object, which costs half as much as reading the file.
    handle = os.open(_prefix(root) + disk, _READING)
    try:
        parts = []
        while part := os.read(handle, _AT_ONCE):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(handle)


@lru_cache(maxsize=4)
def _prefix(root: str | Path) -> str:
    return os.path.join(root, "")


def size_of(root: str | Path, entry: Entry) -> int:
    """Return the size of a file in bytes, looked up if nobody has done so; 0 where it cannot be."""
    if entry.size:
        return entry.size
    try:
        return os.stat(_prefix(root) + entry.disk).st_size
    except OSError:
        return 0


def unreadable(root: str | Path, entry: Entry, error: OSError) -> Note:
    """Return the note that stands for a file that is there but cannot be read."""
    problem = Problem("unreadable", f"the file cannot be read ({error.strerror})", Span(0, 0, 1, 1, 1, 1))
    return Note(path=entry.path, digest="", size=size_of(root, entry), problems=(problem,))
