"""Reading many notes with worker processes.

Workers answer in MessagePack: what travels is data, and the same bytes could come from a cache. Whatever
goes wrong with the workers, the notes are then read here, one after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

import msgspec

from vaultkit.load.discover import Entry
from vaultkit.load.file import read_note
from vaultkit.load.notes import Packed, pack
from vaultkit.model.note import Note

_FIRST = 8
"""A batch is this part of what is left for each worker: ever smaller ones, so that all workers end together."""
_SMALLEST = 200
"""No batch is smaller than this part of all notes for each worker: it would not be worth its way."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(tuple[Packed | None, ...])


def read_in_processes(root: str, entries: Sequence[Entry], jobs: int) -> Iterator[Note | Packed]:
    """Yield the notes at `entries` in their order, read and packed by `jobs` worker processes."""
    batches = _batches(entries, jobs)
    try:
        pool = ProcessPoolExecutor(jobs, process_context(), _begin)
    except (OSError, ImportError, NotImplementedError):  # a system without the semaphores for a pool
        yield from (read_note(root, entry) for entry in entries)
        return
    with pool:
        try:
            futures = [_submit(pool, root, batch) for batch in batches]
            for batch, future in zip(batches, futures, strict=True):
                yield from _result(root, batch, future)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, root: str, batch: Sequence[Entry]) -> Future[bytes]:
    try:
        return pool.submit(read_batch, root, _encoder.encode([_portable(entry) for entry in batch]))
    except (OSError, RuntimeError) as error:  # no further process could be started
        failed: Future[bytes] = Future()
        failed.set_exception(error)
        return failed


def _result(root: str, batch: Sequence[Entry], future: Future[bytes]) -> Iterator[Note | Packed]:
    """Yield the notes of a batch; those that did not make it through the pool are read here."""
    notes: tuple[Packed | None, ...]
    try:
        notes = _decoder.decode(future.result())
    except (BrokenProcessPool, OSError, RuntimeError, msgspec.MsgspecError):
        notes = (None,) * len(batch)
    for entry, note in zip(batch, notes, strict=True):
        yield read_note(root, entry) if note is None else note


def read_batch(root: str, batch: bytes) -> bytes:
    """Read the notes of a batch in a worker and pack them; None stands for one that cannot be packed."""
    entries = msgspec.msgpack.decode(batch, type=list[tuple[str, int, int, bytes]])
    return _encoder.encode(
        [
            pack(read_note(root, Entry(path, size, mtime_ns, disk.decode("utf-8", "surrogatepass"))))
            for path, size, mtime_ns, disk in entries
        ]
    )


def _portable(entry: Entry) -> tuple[str, int, int, bytes]:
    """The name on disk may hold undecodable bytes, which MessagePack takes as bytes only."""
    return entry.path, entry.size, entry.mtime_ns, entry.disk.encode("utf-8", "surrogatepass")


def _batches(entries: Sequence[Entry], jobs: int) -> list[Sequence[Entry]]:
    """Cut `entries` into runs for `jobs` workers, of like size in bytes, or in notes where no sizes are known."""
    left = sum(entry.size + 1 for entry in entries)
    smallest = left / (jobs * _SMALLEST)
    batches: list[Sequence[Entry]] = []
    start, size = 0, 0
    for at, entry in enumerate(entries, 1):
        size += entry.size + 1
        if size >= smallest and size * jobs * _FIRST >= left:
            batches.append(entries[start:at])
            start, left, size = at, left - size, 0
    if start < len(entries):
        batches.append(entries[start:])
    return batches


def process_context() -> BaseContext:
    """Forking is quickest and safe on Linux while there is one thread; anywhere else start afresh."""
    fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if fork else "spawn")


def _begin() -> None:
    """Prepare a worker: an interrupt is the parent's to handle, and its values live as long as it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
