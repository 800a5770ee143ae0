"""The file of a cache: a table of all notes, and behind it the facts of each.

Of the table the outlines are decoded field by field, and of the facts those of the notes that somebody asks for.
Lengths and checksums are compared before anything is decoded.
"""

from __future__ import annotations

import re
import sys
from binascii import crc32
from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from mmap import ACCESS_READ, mmap
from pathlib import Path
from stat import S_ISREG
from typing import Any

import msgspec

from vaultkit.load.discover import Entry
from vaultkit.load.notes import Packed, checksum, column_decoder, columns_of, unpack
from vaultkit.model.note import Note
from vaultkit.model.outline import Outline

_LENGTH, _CHECK, _SUM = 8, 4, 4  # bytes: the table's length, its checksum, the checksum of a note's facts
NEVER = -1
"""The time of a note that was changed so shortly before it was read that its times say nothing."""
_FIELDS = Outline.__struct_fields__


class Row(msgspec.Struct, frozen=True):
    """A note for the file: what `stat` said of it, and its facts with their checksum."""

    entry: Entry
    packed: Packed


class _Table(msgspec.Struct, frozen=True, array_like=True):
    """What is known of the notes at `paths`: what `stat` said of each, where its facts begin (and at the end
    where the last ones end), the checksums of the facts, and every field of the outlines."""

    paths: list[str]
    sizes: list[int]
    mtimes: list[int]
    ctimes: list[int]
    inodes: list[int]
    starts: list[int]
    sums: bytes
    fields: list[msgspec.Raw]


_decoder = msgspec.msgpack.Decoder(_Table)
_rows = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_encode = msgspec.msgpack.Encoder().encode


class CacheFile:
    """The notes in the file of a cache, their `facts` one after the other.

    These are not read but mapped into memory: another run may put a new file in the place of this one, which
    then stays what it is.
    """

    def __init__(self, table: _Table, facts: memoryview) -> None:
        count = len(table.paths)
        columns = (table.sizes, table.mtimes, table.ctimes, table.inodes, table.starts[1:])
        if any(len(column) != count for column in columns) or len(table.sums) != _SUM * count:
            raise ValueError("the table has holes")
        if len(table.fields) != len(_FIELDS):
            raise ValueError("the outlines have holes")
        if table.starts[-1] > len(facts):
            raise ValueError("it ends too early")
        self._table = table
        self._places = {path: at for at, path in enumerate(table.paths)}
        self._facts = facts
        self._columns: dict[str, list[Any]] = {}
        self._outlines: Mapping[str, Outline] | None = None

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: str) -> bool:
        return path in self._places

    @property
    def paths(self) -> list[str]:
        """The paths of the notes."""
        return self._table.paths

    def unchanged(self, entries: Sequence[Entry]) -> set[str]:
        """Return the paths of those of `entries` of which `stat` says what it said when the note was read."""
        table, places = self._table, self._places
        sizes, mtimes, ctimes, inodes = table.sizes, table.mtimes, table.ctimes, table.inodes
        found: set[str] = set()
        for entry in entries:
            at = places.get(entry.path)
            if (
                at is not None
                and mtimes[at] == entry.mtime_ns
                and sizes[at] == entry.size
                and ctimes[at] == entry.ctime_ns
                and inodes[at] == entry.inode
            ):
                found.add(entry.path)
        return found

    def size(self, path: str) -> int:
        """Return how many bytes the note at `path` had."""
        return self._table.sizes[self._places[path]]

    def packed(self, path: str) -> Packed:
        """Return the note at `path` with its outline."""
        return Packed(self.outlines()[path], self._data(path), self._sum(path))

    def note(self, path: str) -> Note | None:
        """Return the note at `path`, or None where it is damaged."""
        try:
            digest = self.column("digest")[self._places[path]]
        except ValueError:
            return None
        return unpack(self._data(path), path, digest, self._sum(path))

    def column(self, name: str) -> list[Any]:
        """Return a field of all outlines, in the order of `paths`, to be left as it is.

        Raises:
            ValueError: it is damaged.
        """
        found = self._columns.get(name)
        if found is None:
            found = column_decoder(name).decode(self._table.fields[_FIELDS.index(name)])
            if len(found) != len(self.paths):
                raise ValueError("a field of the outlines has holes")
            self._columns[name] = found
        return found

    def holding(self, name: str, pattern: re.Pattern[bytes]) -> set[str]:
        """Return the paths of the notes in whose outline a field holds the `pattern`: in UTF-8, ASCII in lower case.

        Raises:
            ValueError: it is damaged.
        """
        data = self._table.fields[_FIELDS.index(name)]
        found = [match.start() for match in pattern.finditer(bytes(data).lower())]
        if not found:
            return set()
        rows = _rows(data)
        ends = list(accumulate(map(len, rows), initial=len(data) - sum(map(len, rows))))
        return {self.paths[bisect(ends, at) - 1] for at in found}

    def outlines(self) -> Mapping[str, Outline]:
        """Return the outlines by path.

        Raises:
            ValueError: one is damaged.
        """
        if self._outlines is None:
            columns = map(self.column, _FIELDS)
            self._outlines = dict(zip(self.paths, map(Outline, *columns), strict=True))
        return self._outlines

    def _data(self, path: str) -> msgspec.Raw:
        """Return the facts of a note; whatever lies outside of the file is nothing."""
        at = self._places[path]
        return msgspec.Raw(self._facts[self._table.starts[at] : self._table.starts[at + 1]])

    def _sum(self, path: str) -> bytes:
        at = self._places[path]
        return self._table.sums[_SUM * at : _SUM * (at + 1)]


def open_file(place: Path, head: bytes) -> CacheFile | None:
    """Return the notes in the file at `place`, None where it does not begin with `head`.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged.
    """
    if not S_ISREG(place.lstat().st_mode):  # to open a pipe would wait for a writer
        raise ValueError("it is no file")
    with place.open("rb") as file:
        if sys.platform == "win32":  # where a file that is in use cannot be replaced
            data = memoryview(file.read())
        else:
            data = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    if data[: len(head)] != head:
        return None
    start = len(head) + _LENGTH + _CHECK
    length, check = data[len(head) : start - _CHECK], data[start - _CHECK : start]
    end = start + int.from_bytes(length, "little")
    if end > len(data) or crc32(data[start:end]) != int.from_bytes(check, "little"):
        raise ValueError("the checksum differs")
    try:
        return CacheFile(_decoder.decode(data[start:end]), data[end:])
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def file_parts(head: bytes, rows: Sequence[Row]) -> list[bytes]:
    """Return the parts of a file that begins with `head` and holds the notes `rows`."""
    entries = [row.entry for row in rows]
    facts = [bytes(row.packed.data) for row in rows]
    starts = [0]
    for data in facts:
        starts.append(starts[-1] + len(data))
    table = _encode(
        _Table(
            [entry.path for entry in entries],
            [entry.size for entry in entries],
            [entry.mtime_ns for entry in entries],
            [entry.ctime_ns for entry in entries],
            [entry.inode for entry in entries],
            starts,
            b"".join(row.packed.checksum or checksum(row.packed.data) for row in rows),
            [msgspec.Raw(_encode(column)) for column in columns_of(row.packed.outline for row in rows)],
        )
    )
    length, check = len(table).to_bytes(_LENGTH, "little"), crc32(table).to_bytes(_CHECK, "little")
    return [head, length, check, table, *facts]
