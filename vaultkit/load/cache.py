"""Parsed notes kept between runs: facts, never verdicts.

There is one file for each vault. A note is known again while `stat` says what it said, or else by the hash of
its bytes; a note that was changed so shortly before it was read that a second change could look the same is
never known by `stat`.

Whatever is wrong with the file makes it a miss, and nothing in it is ever run. It is replaced by renaming, so that
two runs at once both see a whole one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from vaultkit import __version__
from vaultkit.hashing import blake2b
from vaultkit.load.cache_file import NEVER, CacheFile, Row, file_parts, open_file
from vaultkit.load.cache_folder import LARGEST, SUFFIX, evict, prepare
from vaultkit.load.discover import Entry, is_canvas
from vaultkit.load.file import read_bytes
from vaultkit.load.notes import Held, Packed, pack
from vaultkit.model.note import PARSER_VERSION, Note, content_digest

FORMAT = 5
"""Raised with every change of the file's layout or of outlines; PARSER_VERSION tells of other facts."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times can be trusted: no file system counts in larger steps."""
WORTH_WRITING = 50
"""The file is written when one in so many notes was read anew: for fewer, writing costs more than it saves."""

_FINDING_FACTS = ("parse", "model", "identity", ".")


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
        self._file: CacheFile | None = None
        self._fresh: list[Entry] = []

    def known(self, entries: Sequence[Entry]) -> dict[str, Note | CacheFile]:
        """Return the notes among `entries`, just found by `stat`, that need no parsing, by path: the note itself
        or the file that holds it."""
        self._moment = time.time_ns()
        self._file = file = self._open()
        self._fresh = list(entries)
        if file is None:
            return {}
        same = file.unchanged(entries)
        self._fresh = [entry for entry in entries if entry.path not in same]
        found: dict[str, Note | CacheFile] = dict.fromkeys(same, file)
        read = self._by_content(file, self._fresh, entries)
        found.update(read)
        self.remarks.append(
            f"{len(same):,} of {len(entries):,} notes are as they were, "
            f"{len(read):,} have the same content, {len(self._fresh) - len(read):,} are parsed"
        )
        return found

    def keep(self, entries: Sequence[Entry], notes: Mapping[str, Held]) -> None:
        """Write `notes`, of which those at `entries` were found by `stat` before they were read, and asked for."""
        fresh = len(self._fresh)
        gone = (len(self._file) if self._file is not None else 0) - len(entries)
        if not entries or max(fresh, gone) * WORTH_WRITING < len(entries):
            if fresh:
                self.remarks.append(f"it is not written for {fresh:,} of {len(entries):,} notes")
            self._touch()
            return
        try:
            self._write(file_parts(_head(), list(self._rows(entries, notes))))
        except (OSError, ValueError) as error:
            self.remarks.append(f"{self.file} cannot be written: {error}")

    def _open(self) -> CacheFile | None:
        """Open the file; whatever is wrong with it, there is then nothing known."""
        try:
            file = open_file(self.file, _head())
            if file is None:
                self.remarks.append(f"{self.file} was written by another version")
            return file
        except FileNotFoundError:
            self.remarks.append(f"{self.file} is not there yet")
        except OSError as error:
            self.remarks.append(f"{self.file} cannot be read: {error.strerror}")
        except ValueError as error:
            self.remarks.append(f"{self.file} is damaged: {error}")
        return None

    def _by_content(
        self, file: CacheFile, unsure: Sequence[Entry], entries: Sequence[Entry]
    ) -> dict[str, Note | CacheFile]:
        """Return those of `unsure` whose bytes are those of a known note: of the one at that path, or of one
        that is no longer where it was."""
        there = {entry.path for entry in entries}
        left = [path for path in file.paths if path not in there]
        sizes = {file.size(path) for path in left}
        try:
            digests = dict(zip(file.paths, file.column("digest"), strict=True)) if unsure else {}
        except ValueError:
            return {}
        moved = {digests[path]: path for path in left} if unsure else {}
        found: dict[str, Note | CacheFile] = {}
        for entry in unsure:
            path = entry.path
            if entry.size not in sizes and (path not in file or file.size(path) != entry.size):
                continue
            try:
                digest = content_digest(read_bytes(self._root, entry.disk))
            except OSError:
                continue  # whoever reads it next will say so
            if digests.get(path) == digest:
                found[path] = file
                continue
            if (before := moved.get(digest)) and is_canvas(before) == is_canvas(path):
                note = file.note(before)
                if note is not None:
                    found[path] = replace(note, path=path)
        return found

    def _rows(self, entries: Sequence[Entry], notes: Mapping[str, Held]) -> Iterator[Row]:
        """Yield the notes that are worth keeping."""
        for entry in entries:
            one = notes[entry.path]
            packed: Packed | None
            match one:
                case Note():
                    packed = pack(one)
                case Packed():
                    packed = one
                case _:
                    packed = one.packed(entry.path)
            if packed is None or not packed.outline.digest:
                continue
            settled = max(entry.mtime_ns, entry.ctime_ns) < self._moment - SETTLED
            yield Row(entry if settled else replace(entry, mtime_ns=NEVER, ctime_ns=NEVER), packed)

    def _write(self, parts: Sequence[bytes]) -> None:
        size = sum(map(len, parts))
        if size > LARGEST:
            self.remarks.append(f"{self.file} would be too large: {size:,} bytes")
            return
        prepare(self.folder)
        from vaultkit.load.atomic import write_atomically  # most runs find all notes known

        write_atomically(self.file, b"".join(parts), follow=False)
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
