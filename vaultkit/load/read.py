"""All notes of a vault, read here or by worker processes."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from vaultkit.load.batches import Answers
from vaultkit.load.cache import NoteCache
from vaultkit.load.discover import Entry
from vaultkit.load.file import read_note, size_of
from vaultkit.load.notes import Held, Notes
from vaultkit.load.processes import available_processors, can_fork, in_a_worker
from vaultkit.model.note import Note

_WORTH_A_POOL = 1_000_000
"""Bytes of notes from which worker processes pay: below, starting them costs what they save."""
_MANY = 1000
"""So many notes pay in any case; their sizes are not looked up for it."""


def _nothing() -> None:
    """Do nothing."""


def read_notes(
    root: str | Path,
    entries: Iterable[Entry],
    *,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cache: NoteCache | None = None,
    meanwhile: Callable[[], object] = _nothing,
    heard: Callable[[Answers, Sequence[str]], object] | None = None,
) -> Notes:
    """Return the notes at `entries` in their order; `progress` hears how many of how many are read.

    Notes that `cache` knows are taken from there. At most `jobs` worker processes share the rest, by default
    one per processor at hand; a little is read here, because it is done before workers have started.
    `meanwhile` is called once, where there are workers while they read. They answer in batches: `heard` is called
    with the answers so far and the paths of the notes that the last one brought.
    """
    entries = list(entries)
    collecting = gc.isenabled()
    gc.disable()  # nothing of what is built here can be garbage yet; collecting it costs half the time
    try:
        known = cache.known(entries) if cache is not None else {}
        unknown = [entry for entry in entries if entry.path not in known] if known else entries
        jobs = available_processors() if jobs is None else jobs
        found = _read(os.fspath(root), unknown, jobs, meanwhile, Answers(heard))
        if progress is not None:
            found = _counted(found, len(unknown), progress)
        held: dict[str, Held] = dict(zip((entry.path for entry in unknown), found, strict=True))
        if known:
            for path, one in held.items():
                if isinstance(one, Answers):  # notes have one store, and that is the cache
                    held[path] = one.packed(path)
            held.update(known)
            held = {entry.path: held[entry.path] for entry in entries}
        if cache is not None:
            cache.keep(entries, held)
    finally:
        if collecting:
            gc.enable()
    places = {entry.path: entry for entry in entries if entry.path != entry.disk}
    return Notes(held, lambda path: read_note(root, places.get(path) or Entry(path, 0, 0, path)))


def _read(
    root: str, entries: Sequence[Entry], jobs: int, meanwhile: Callable[[], object], answers: Answers
) -> Iterable[Note | Answers]:
    if jobs < 2 or in_a_worker() or not _is_much(root, entries):
        meanwhile()
        return (read_note(root, entry) for entry in entries)
    if can_fork():
        from vaultkit.load.forked import read_in_forks

        return read_in_forks(root, entries, jobs, meanwhile, answers)
    from vaultkit.load.pool import read_in_processes  # multiprocessing takes its time to load

    return read_in_processes(root, entries, jobs, meanwhile, answers)


def _is_much(root: str, entries: Sequence[Entry]) -> bool:
    """Whether worker processes would save more than it costs to start them."""
    return len(entries) >= _MANY or sum(size_of(root, entry) for entry in entries) >= _WORTH_A_POOL


def _counted(
    notes: Iterable[Note | Answers], total: int, progress: Callable[[int, int], None]
) -> Iterator[Note | Answers]:
    for done, note in enumerate(notes):
        if done % 100 == 0:
            progress(done, total)
        yield note
