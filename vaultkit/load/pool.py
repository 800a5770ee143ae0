"""Reading many notes with a pool of worker processes, where they cannot be forked (see `vaultkit.load.forked`).

Whatever goes wrong with the workers, the notes are then read here, one after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

import msgspec

from vaultkit.load.batches import Answers, cut, read_batch
from vaultkit.load.discover import Entry
from vaultkit.load.file import read_note
from vaultkit.load.processes import can_fork
from vaultkit.model.note import Note


def read_in_processes(
    root: str, entries: Sequence[Entry], jobs: int, meanwhile: Callable[[], object], answers: Answers
) -> Iterator[Note | Answers]:
    """Yield the notes at `entries` in their order, read and packed by `jobs` workers, as `answers` have them; call
    `meanwhile` beside."""
    batches = cut(entries, jobs)
    try:
        pool = ProcessPoolExecutor(jobs, process_context(), _begin)
    except (OSError, ImportError, NotImplementedError):  # a system without the semaphores for a pool
        meanwhile()
        yield from (read_note(root, entry) for entry in entries)
        return
    with pool:
        try:
            futures = [_submit(pool, root, batch) for batch in batches]
            meanwhile()
            for batch, future in zip(batches, futures, strict=True):
                yield from answers.take(_answer(future), root, batch)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, root: str, batch: Sequence[Entry]) -> Future[bytes]:
    try:
        return pool.submit(read_portable, root, _portable(batch))
    except (OSError, RuntimeError) as error:  # no further process could be started
        failed: Future[bytes] = Future()
        failed.set_exception(error)
        return failed


def _answer(future: Future[bytes]) -> bytes | None:
    """Return what a worker answered, waiting for it; None if it failed."""
    try:
        return future.result()
    except (BrokenProcessPool, OSError, RuntimeError):
        return None


def read_portable(root: str, batch: bytes) -> bytes:
    """Return what `read_batch` does for the entries that `batch` holds."""
    entries = msgspec.msgpack.decode(batch, type=list[tuple[str, int, int, bytes]])
    return read_batch(
        root,
        [
            Entry(path, size, mtime_ns, disk.decode("utf-8", "surrogatepass"))
            for path, size, mtime_ns, disk in entries
        ],
    )


def _portable(batch: Sequence[Entry]) -> bytes:
    """The name on disk may hold undecodable bytes, which MessagePack takes as bytes only."""
    return msgspec.msgpack.encode(
        [
            (entry.path, entry.size, entry.mtime_ns, entry.disk.encode("utf-8", "surrogatepass"))
            for entry in batch
        ]
    )


def process_context() -> BaseContext:
    """Return how processes are started: by forking where that is safe, anywhere else afresh."""
    return multiprocessing.get_context("fork" if can_fork() else "spawn")


def _begin() -> None:
    """Prepare a worker: an interrupt is the parent's to handle, and its values live as long as it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
