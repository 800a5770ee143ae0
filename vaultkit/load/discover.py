"""Which files a vault holds.

Hidden names are skipped as Obsidian skips them; ignore files of version control are not consulted,
because an ignored file is a link target all the same.
"""

# ruff: noqa: PTH116, PTH118
# plain strings: building ten thousand Path objects costs more than the walk itself

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import msgspec

from vaultkit.patterns import lazy_pattern
from vaultkit.text import printable


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the vault: its vault-relative POSIX path, what `stat` says, and how the disk spells it.

    `path` is always valid Unicode: bytes of a name that are not UTF-8 stand in it as `\\xNN`. `disk` is
    the vault-relative name to open. `ctime_ns` is the last change of anything about the file, which no
    program can set (on Windows when it was made), `inode` which file it is. What nobody looked up is 0.
    """

    path: str
    size: int
    mtime_ns: int
    disk: str
    ctime_ns: int = 0
    inode: int = 0


class Discovery(msgspec.Struct, frozen=True):
    """The files found, sorted by path, and what could not be looked into."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


def is_note(path: str) -> bool:
    """Return whether `path` names a Markdown note."""
    return path[-3:].lower() == ".md"


def is_canvas(path: str) -> bool:
    """Return whether `path` names a canvas."""
    return path[-7:].lower() == ".canvas"


def is_parsed(path: str) -> bool:
    """Return whether the content of `path` is read: notes and canvases; all else is only a link target."""
    return is_note(path) or is_canvas(path)


def is_hidden(path: str) -> bool:
    """Return whether a component of `path` begins with a dot, which keeps it out of the vault."""
    return path.startswith(".") or "/." in path


def discover(root: str | Path, *, look_up: bool = True) -> Discovery:
    """Return every visible file below `root`.

    Unless told to `look_up` what `stat` says of each, which takes most of the time, only their names are found.
    A symbolic link counts only while it stays inside the vault, and every real folder is visited once,
    so links can neither leave the vault nor form a loop. Only regular files count.
    """
    return _Walk(os.fspath(root), look_up).run()


class _Walk:
    def __init__(self, root: str, look_up: bool) -> None:
        self._root = root
        self._look_up = look_up
        self._real_root = os.path.realpath(root)
        self._visited: set[tuple[int, int]] = set()
        self._found: dict[str, Entry] = {}
        self._problems: list[str] = []
        self._linked: list[str] = []  # links to folders, looked at once every real folder is known

    def run(self) -> Discovery:
        self._folders("")
        while self._linked:
            linked, self._linked = sorted(self._linked), []
            for disk in linked:
                self._folders(disk + "/")
        return Discovery(
            tuple([self._found[path] for path in sorted(self._found)]), tuple(sorted(self._problems))
        )

    def _folders(self, first: str) -> None:
        """Walk the folder whose vault-relative name is `first` (empty, or with a slash at its end)."""
        pending = [first]
        while pending:
            prefix = pending.pop()
            try:
                status = os.stat(os.path.join(self._root, prefix))
                identity = (status.st_dev, status.st_ino)
                if identity in self._visited:
                    continue
                self._visited.add(identity)
                with os.scandir(os.path.join(self._root, prefix)) as entries:
                    pending.extend(self._folder(prefix, sorted(entries, key=attrgetter("name"))))
            except OSError as error:
                self._report(prefix.rstrip("/"), "the folder cannot be read", error)

    def _folder(self, prefix: str, entries: list[os.DirEntry[str]]) -> Iterator[str]:
        """Take in the files of one folder; return the folders in it."""
        for entry in entries:
            name = entry.name
            if name.startswith("."):
                continue
            disk = prefix + name
            try:
                if entry.is_file(follow_symlinks=False):  # nearly all are plain files
                    self._add(disk, entry)
                elif entry.is_symlink() and not self._stays_inside(entry):
                    self._problems.append(
                        f"{printable(disk)}: a symbolic link out of the vault is not followed"
                    )
                elif entry.is_file():
                    self._add(disk, entry)
                elif entry.is_dir():
                    if entry.is_symlink():
                        self._linked.append(disk)
                    else:
                        yield disk + "/"
            except OSError as error:
                self._report(disk, "the file cannot be looked at", error)

    def _stays_inside(self, entry: os.DirEntry[str]) -> bool:
        real = os.path.realpath(entry.path)
        return real == self._real_root or real.startswith(self._real_root.rstrip(os.sep) + os.sep)

    def _add(self, disk: str, entry: os.DirEntry[str]) -> None:
        path = disk if disk.isascii() else valid_unicode(disk)
        if path in self._found:
            self._problems.append(f"{printable(disk)}: another file's name reads the same; it is left out")
            return
        if self._look_up:
            status = entry.stat()
            self._found[path] = Entry(
                path, status.st_size, status.st_mtime_ns, disk, status.st_ctime_ns, status.st_ino
            )
        else:
            self._found[path] = Entry(path, 0, 0, disk)

    def _report(self, disk: str, what: str, error: OSError) -> None:
        self._problems.append(f"{printable(disk) or '.'}: {what} ({error.strerror})")


_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def valid_unicode(name: str) -> str:
    """Return `name` with what cannot be written as UTF-8 spelt out: undecodable bytes as `\\xNN`."""
    if name.isascii():
        return name

    def spell(found: re.Match[str]) -> str:
        code = ord(found[0])
        return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"

    return _SURROGATE.sub(spell, name)
