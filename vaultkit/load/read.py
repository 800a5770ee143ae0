"""Files to notes. A file that cannot be read becomes a note with a problem, never an exception."""

# ruff: noqa: PTH118, PTH123
# plain strings: building ten thousand Path objects costs as much as reading the files

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from vaultkit.load.discover import Entry
from vaultkit.model.note import Note, Problem
from vaultkit.text import Span

_WORTH_A_POOL = 1_000_000
"""Bytes of notes from which worker processes pay: below, starting them costs what they save."""


def read_note(root: str | Path, entry: Entry) -> Note:
    """Return the note at `entry`, or an empty one with the problem `unreadable`."""
    from vaultkit.parse import parse_note  # a run whose notes are all known needs no parser

    try:
        data = read_bytes(root, entry.disk)
    except OSError as error:
        return unreadable(entry, error)
    return parse_note(data, entry.path)


def read_notes(
    root: str | Path,
    entries: Iterable[Entry],
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Note]:
    """Return the notes at `entries` in their order; `progress` hears how many of how many are read.

    At most `jobs` worker processes share the work, by default one per processor at hand; a small vault is
    read here, because it is done before workers have started.
    """
    entries = list(entries)
    notes: Iterable[Note]
    if jobs is None:
        jobs = available_processors()
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is built here can be garbage yet; collecting it costs half the time
    try:
        if jobs < 2 or sum(entry.size for entry in entries) < _WORTH_A_POOL or _in_a_worker():
            notes = (read_note(root, entry) for entry in entries)
        else:
            from vaultkit.load.pool import read_in_processes  # multiprocessing takes its time to load

            notes = read_in_processes(os.fspath(root), entries, jobs)
        return list(notes) if progress is None else list(_counted(notes, len(entries), progress))
    finally:
        if collecting:
            gc.enable()


def _counted(notes: Iterable[Note], total: int, progress: Callable[[int, int], None]) -> Iterator[Note]:
    for done, note in enumerate(notes):
        if done % 100 == 0:
            progress(done, total)
        yield note


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _in_a_worker() -> bool:
    """Whether this process is itself a worker: it must not start workers of its own.

    That includes a script without a main guard, which a spawned worker runs again from the top.
    """
    process = sys.modules.get("multiprocessing.process")
    return process is not None and process.parent_process() is not None


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
