"""One file to one note. A file that cannot be read becomes a note with a problem, never an exception."""

# ruff: noqa: PTH118, PTH123
# plain strings: building ten thousand Path objects costs as much as reading the files

from __future__ import annotations

import os
from pathlib import Path

from vaultkit.load.discover import Entry
from vaultkit.model.note import Note, Problem
from vaultkit.text import Span


def read_note(root: str | Path, entry: Entry) -> Note:
    """Return the note at `entry`, or an empty one with the problem `unreadable`."""
    from vaultkit.parse import parse_note  # a run whose notes are all known needs no parser

    try:
        data = read_bytes(root, entry.disk)
    except OSError as error:
        return unreadable(entry, error)
    return parse_note(data, entry.path)


def read_bytes(root: str | Path, disk: str) -> bytes:
    """Return the bytes of the file whose vault-relative name on disk is `disk`.

    Raises:
        OSError: it cannot be read.
    """
    with open(os.path.join(root, disk), "rb", buffering=0) as file:
        return file.read()


def unreadable(entry: Entry, error: OSError) -> Note:
    """Return the note that stands for a file that is there but cannot be read."""
    problem = Problem("unreadable", f"the file cannot be read ({error.strerror})", Span(0, 0, 1, 1, 1, 1))
    return Note(path=entry.path, digest="", size=entry.size, problems=(problem,))
