"""Parsed notes kept between runs: facts, never verdicts.

One file for each vault holds a table (what `stat` said of every note, its outline, where its facts lie) and
behind it the facts. Only the table is decoded, and of the facts those that somebody asks for. A note is known
again while `stat` says what it said, or else by the hash of its bytes; a note that was changed so shortly
before it was read that a second change could look the same is never known by `stat`.

Whatever is wrong with the file makes it a miss. Nothing in it is ever run, and lengths and checksums are
compared before anything is decoded. It is replaced by renaming, so that two runs at once both see a whole one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec.structs import replace

from vaultkit import __version__
from vaultkit.load.cache_folder import LARGEST, SUFFIX, evict, prepare
from vaultkit.load.discover import Entry, is_canvas
from vaultkit.load.file import read_bytes
from vaultkit.load.notes import Packed, checksum, pack
from vaultkit.model.note import PARSER_VERSION, Note, content_digest
from vaultkit.model.outline import Outline

FORMAT = 3
"""Raised with every change of the file's layout or of outlines; PARSER_VERSION tells of other facts."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times can be trusted: no file system counts in larger steps."""
WORTH_WRITING = 50
"""The file is written when one in so many notes was read anew: for fewer, writing costs more than it saves."""

_FINDING_FACTS = ("parse", "model", "identity", ".")
_LENGTH, _DIGEST = 8, 16
_NEVER = -1


class _Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A note of the table: what `stat` said of it, where its facts lie, its outline.

    The times are -1 for a note that was changed too shortly before it was read.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    offset: int
    length: int
    checksum: bytes
    outline: Outline


_decoder = msgspec.msgpack.Decoder(list[_Record])
_encoder = msgspec.msgpack.Encoder()


class NoteCache:
    """The parsed notes of the vault at `root` in the file for it in `folder`.

    `remarks` tells how it went, for people.
    """

    def __init__(self, folder: str | Path, root: str | Path) -> None:
        self.folder = Path(folder)
        name = blake2b(os.fsencode(os.path.realpath(root)), digest_size=12).hexdigest()
        self.file = self.folder / f"{name}{SUFFIX}"
        self.remarks: list[str] = []
        self._root = os.fspath(root)
        self._moment = 0
        self._records: dict[str, _Record] = {}
        self._facts = memoryview(b"")

    def known(self, entries: Sequence[Entry]) -> dict[str, Note | Packed]:
        """Return the notes among `entries`, just found by `stat`, that need no parsing, by path."""
        self._moment = time.time_ns()
        self._read()
        found: dict[str, Note | Packed] = {}
        unsure: list[Entry] = []
        for entry in entries:
            record = self._records.get(entry.path)
            if record is not None and _is_same(record, entry):
                found[entry.path] = self._packed(record)
            else:
                unsure.append(entry)
        if self._records:
            read = self._by_content(unsure, entries)
            found.update(read)
            self.remarks.append(
                f"{len(entries) - len(unsure):,} of {len(entries):,} notes are as they were, "
                f"{len(read):,} have the same content, {len(unsure) - len(read):,} are parsed"
            )
        return found

    def keep(self, entries: Sequence[Entry], notes: Mapping[str, Note | Packed]) -> None:
        """Write `notes`, of which those at `entries` were found by `stat` before they were read."""
        fresh = sum(1 for entry in entries if not self._has(entry))
        gone = len(self._records) - len(entries)
        if not entries or max(fresh, gone) * WORTH_WRITING < len(entries):
            if fresh:
                self.remarks.append(f"it is not written for {fresh:,} of {len(entries):,} notes")
            self._touch()
            return
        try:
            self._write(self._encoded(entries, notes))
        except OSError as error:
            self.remarks.append(f"{self.file} cannot be written: {error.strerror}")

    def _has(self, entry: Entry) -> bool:
        record = self._records.get(entry.path)
        return record is not None and _is_same(record, entry)

    def _packed(self, record: _Record) -> Packed:
        data = self._facts[record.offset : record.offset + record.length]
        return Packed(record.outline, msgspec.Raw(data), record.checksum)

    def _read(self) -> None:
        """Take in the file; whatever is wrong with it, there is then nothing known."""
        try:
            data = memoryview(self.file.read_bytes())
        except FileNotFoundError:
            self.remarks.append(f"{self.file} is not there yet")
            return
        except OSError as error:
            self.remarks.append(f"{self.file} cannot be read: {error.strerror}")
            return
        head = _head()
        start = len(head) + _LENGTH + _DIGEST
        if data[: len(head)] != head:
            self.remarks.append(f"{self.file} was written by another version")
            return
        try:
            end = start + int.from_bytes(data[len(head) : len(head) + _LENGTH], "little")
            if end > len(data) or _digest(data[start:end]) != data[start - _DIGEST : start]:
                raise ValueError("the checksum differs")
            records = {record.path: record for record in _decoder.decode(data[start:end])}
            size = len(data) - end
            if any(one.offset < 0 or not 0 < one.length <= size - one.offset for one in records.values()):
                raise ValueError("a place lies outside of the file")
        except (ValueError, RecursionError) as error:
            self.remarks.append(f"{self.file} is damaged: {error}")
            return
        self._records, self._facts = records, data[end:]

    def _by_content(self, unsure: Sequence[Entry], entries: Sequence[Entry]) -> dict[str, Note | Packed]:
        """Return those of `unsure` whose bytes are those of a known note: of the one at that path, or of one
        that is no longer where it was."""
        left = self._records.keys() - {entry.path for entry in entries}
        moved = {self._records[path].outline.digest: self._records[path] for path in left}
        sizes = {record.size for record in moved.values()}
        found: dict[str, Note | Packed] = {}
        for entry in unsure:
            record = self._records.get(entry.path)
            if entry.size not in sizes and (record is None or record.size != entry.size):
                continue
            try:
                digest = content_digest(read_bytes(self._root, entry.disk))
            except OSError:
                continue  # whoever reads it next will say so
            if record is not None and record.outline.digest == digest:
                found[entry.path] = self._packed(record)
            elif (before := moved.get(digest)) and is_canvas(before.path) == is_canvas(entry.path):
                note = self._packed(before).unpack(before.path)
                if note is not None:
                    found[entry.path] = replace(note, path=entry.path)
        return found

    def _encoded(self, entries: Sequence[Entry], notes: Mapping[str, Note | Packed]) -> list[bytes]:
        """Return the parts of the file."""
        records: list[_Record] = []
        facts: list[bytes] = []
        offset = 0
        for entry in entries:
            one = notes[entry.path]
            packed = pack(one) if isinstance(one, Note) else one
            if packed is None or not packed.outline.digest:
                continue
            data = bytes(packed.data)
            settled = max(entry.mtime_ns, entry.ctime_ns) < self._moment - SETTLED
            records.append(
                _Record(
                    entry.path,
                    entry.size,
                    entry.mtime_ns if settled else _NEVER,
                    entry.ctime_ns if settled else _NEVER,
                    entry.inode,
                    offset,
                    len(data),
                    packed.checksum or checksum(data),
                    packed.outline,
                )
            )
            facts.append(data)
            offset += len(data)
        table = _encoder.encode(records)
        return [_head(), len(table).to_bytes(_LENGTH, "little"), _digest(table), table, *facts]

    def _write(self, parts: Sequence[bytes]) -> None:
        size = sum(map(len, parts))
        if size > LARGEST:
            self.remarks.append(f"{self.file} would be too large: {size:,} bytes")
            return
        prepare(self.folder)
        from vaultkit.load.atomic import write_atomically  # most runs find all notes known

        write_atomically(self.file, b"".join(parts))
        self.remarks.append(f"{self.file} is written, {size:,} bytes")
        evict(self.folder)

    def _touch(self) -> None:
        """Note that the file was of use, so that others are evicted before it."""
        with suppress(OSError):
            os.utime(self.file)


def _head() -> bytes:
    """Return what the file begins with: everything but the notes themselves that their facts depend on."""
    version = f"{FORMAT}/{__version__}/{PARSER_VERSION}/{_code_stamp()}"
    return b"vaultkit cache " + blake2b(version.encode(), digest_size=12).hexdigest().encode() + b"\n"


def _code_stamp() -> str:
    """Return sizes and times of the modules that find facts, so that code under development is never taken
    for what it was; empty where they are not files."""
    found: list[tuple[str, int, int]] = []
    package = Path(__file__).parents[1]
    for name in _FINDING_FACTS:
        with suppress(OSError), os.scandir(package / name) as modules:
            found += (
                (module.name, module.stat().st_size, module.stat().st_mtime_ns)
                for module in modules
                if module.name.endswith(".py")
            )
    return repr(sorted(found))


def _is_same(record: _Record, entry: Entry) -> bool:
    """Whether `stat` says of a file what it said when the note was read."""
    return (
        record.mtime_ns == entry.mtime_ns
        and record.size == entry.size
        and record.ctime_ns == entry.ctime_ns
        and record.inode == entry.inode
    )


def _digest(data: bytes | memoryview) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()
