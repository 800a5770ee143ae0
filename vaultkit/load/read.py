"""All notes of a vault, read here or by worker processes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from vaultkit.load.discover import Entry
from vaultkit.load.file import read_note
from vaultkit.model.note import Note

_WORTH_A_POOL = 1_000_000
"""Bytes of notes from which worker processes pay: below, starting them costs what they save."""


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
