"""Notes in batches, as worker processes read them and answer.

They answer in MessagePack: what travels is data, and the same bytes could come from a cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

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


def cut(entries: Sequence[Entry], jobs: int) -> list[Sequence[Entry]]:
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


def read_batch(root: str, batch: Sequence[Entry]) -> bytes:
    """Return the notes of a batch as a worker answers them; None stands for one that cannot be packed."""
    return _encoder.encode([pack(read_note(root, entry)) for entry in batch])


def notes_in(answer: bytes | None, root: str, batch: Sequence[Entry]) -> Iterator[Note | Packed]:
    """Yield the notes of a batch out of a worker's answer; those that did not make their way are read here."""
    notes: tuple[Packed | None, ...] = (None,) * len(batch)
    if answer is not None:
        with suppress(msgspec.MsgspecError):
            notes = _decoder.decode(answer)
    for entry, note in zip(batch, notes, strict=True):
        yield read_note(root, entry) if note is None else note
