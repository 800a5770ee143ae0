"""Notes in batches, as worker processes read them and answer.

They answer in MessagePack: what travels is data, and the same bytes could come from a cache. As in a cache, the fields
of the outlines lie one below the other: so they are decoded and looked through in half the time.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import msgspec

from vaultkit.load.discover import Entry
from vaultkit.load.file import read_note
from vaultkit.load.notes import Packed, column_decoder, columns_of, pack, unpack
from vaultkit.model.note import Note
from vaultkit.model.outline import Outline

_FIRST = 8
"""A batch is this part of what is left for each worker: ever smaller ones, so that all workers end together."""
_SMALLEST = 200
"""No batch is smaller than this part of all notes for each worker: it would not be worth its way."""


class _Answer(msgspec.Struct, frozen=True, array_like=True):
    """What is said of the notes of a batch but for those that cannot be packed, whose places in it are `missing`.

    The packed notes stand behind it, of these `sizes` in bytes: inside, a decoder would have to go through each to
    find its end.
    """

    missing: list[int]
    columns: list[msgspec.Raw]
    sizes: list[int]


_HEAD = struct.Struct("=Q")  # the length of an `_Answer`
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Answer)


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
    """Return the notes of a batch as a worker answers them."""
    return answer_of([pack(read_note(root, entry)) for entry in batch])


def answer_of(packed: Sequence[Packed | None]) -> bytes:
    """Return the answer that holds these notes of a batch; None stands for one that cannot be packed."""
    there = [one for one in packed if one is not None]
    columns = [msgspec.Raw(_encode(column)) for column in columns_of(one.outline for one in there)]
    missing = [at for at, one in enumerate(packed) if one is None]
    notes = [one.data for one in there]
    said = _encode(_Answer(missing, columns, [len(memoryview(note)) for note in notes]))
    return b"".join((_HEAD.pack(len(said)), said, *notes))


class Answers:
    """The notes that workers have answered so far: what holds them packed (see `vaultkit.load.notes.Store`).

    `heard` is called with the paths of the notes of each answer when it has come in.
    """

    def __init__(self, heard: Callable[[Answers, Sequence[str]], object] | None = None) -> None:
        self._heard = heard
        self._paths: list[str] = []
        self._places: dict[str, int] = {}
        self._notes: list[memoryview] = []
        self._columns: dict[str, list[Any]] = {name: [] for name in Outline.__struct_fields__}
        self._outlines: Mapping[str, Outline] | None = None

    def take(
        self, answer: bytes | bytearray | None, root: str, batch: Sequence[Entry]
    ) -> Iterator[Note | Answers]:
        """Take in the answer to a batch, and yield for each of its notes what has it: these answers, or the note
        itself, read here, where it did not make its way."""
        missing = self._add(answer, batch) if answer is not None else None
        for at, entry in enumerate(batch):
            yield read_note(root, entry) if missing is None or at in missing else self

    def _add(self, answer: bytes | bytearray, batch: Sequence[Entry]) -> frozenset[int] | None:
        """Take in an answer; return the places of the notes that are not in it, None where it cannot be used."""
        whole = memoryview(answer)
        try:
            begin = _HEAD.size + _HEAD.unpack_from(whole)[0]
            found = _decoder.decode(whole[_HEAD.size : begin])
            missing = frozenset(found.missing)
            paths = [entry.path for at, entry in enumerate(batch) if at not in missing]
            columns = [
                column_decoder(name).decode(column)
                for name, column in zip(self._columns, found.columns, strict=bool(paths))
            ]
        except (ValueError, struct.error):
            return None
        ends = list(accumulate(found.sizes, initial=begin))
        if ends[-1] != len(whole) or any(len(column) != len(paths) for column in (found.sizes, *columns)):
            return None
        self._places.update(zip(paths, range(len(self._paths), len(self._paths) + len(paths)), strict=True))
        self._paths += paths
        self._notes += [whole[start:end] for start, end in pairwise(ends)]
        for known, column in zip(self._columns.values(), columns, strict=bool(paths)):
            known += column
        if self._heard is not None:
            self._heard(self, paths)
        return missing

    def note(self, path: str) -> Note | None:
        """Return the note at `path`, or None where it is damaged."""
        at = self._places[path]
        return unpack(self._notes[at], path, self._columns["digest"][at], b"")

    def packed(self, path: str) -> Packed:
        """Return the note at `path` with its outline."""
        return Packed(self.outlines()[path], msgspec.Raw(self._notes[self._places[path]]))

    @property
    def paths(self) -> Sequence[str]:
        """The paths of the notes, in the order in which they came in."""
        return self._paths

    def column(self, name: str) -> Sequence[Any]:
        """Return the field of this name of every outline, in the order of `paths`."""
        return self._columns[name]

    def newest(self, name: str, count: int) -> Sequence[Any]:
        """Return the field of this name of the last `count` outlines that came in, in their order."""
        return self._columns[name][len(self._paths) - count :]

    def outlines(self) -> Mapping[str, Outline]:
        """Return the outlines by path."""
        if self._outlines is None or len(self._outlines) < len(self._paths):
            self._outlines = dict(zip(self._paths, map(Outline, *self._columns.values()), strict=True))
        return self._outlines

    def holding(self, name: str, pattern: re.Pattern[bytes]) -> set[str]:
        """Return the paths of the notes in whose outline this field, of texts, holds the `pattern`: in UTF-8, ASCII in
        lower case."""
        return {
            path
            for path, texts in zip(self._paths, self._columns[name], strict=True)
            if texts and pattern.search("\n".join(texts).encode("utf-8", "surrogatepass").lower())
        }
