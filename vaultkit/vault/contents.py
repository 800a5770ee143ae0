"""What stands in the files of a vault, on disk or in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from vaultkit.errors import VaultkitError
from vaultkit.load.file import read_bytes
from vaultkit.load.notes import Notes


class Contents:
    """The part of a `Vault` that gives the contents of its files."""

    root: Path | None
    notes: Notes
    files: tuple[str, ...]

    _contents: Mapping[str, bytes]  # texts held in memory: buffers, vaults without a disk
    _disk: Mapping[str, str]  # names on disk where they differ from the path

    def raw(self, path: str) -> bytes:
        """Return the bytes of a file of the vault; empty for a note that could not be read when opened.

        Raises:
            VaultkitError: there is no such file, or it can no longer be read.
        """
        data = self._contents.get(path)
        if data is not None:
            return data
        note = self.notes.get(path)
        if note is not None and any(problem.kind == "unreadable" for problem in note.problems):
            return b""
        if self.root is None or path not in self._file_set:
            raise VaultkitError(f"{path} is not a file of the vault")
        try:
            return read_bytes(self.root, self._disk.get(path, path))
        except OSError as error:
            raise VaultkitError(f"{path} can no longer be read ({error.strerror})") from error

    def text(self, path: str) -> str:
        """Return the decoded text of a file without its byte order mark: what the spans count in.

        Raises:
            VaultkitError: as `raw`.
        """
        from vaultkit.parse import decode_text

        return decode_text(self.raw(path)).text

    def has_file(self, path: str) -> bool:
        """Return whether there is a file at `path`."""
        return path in self._file_set

    def disk_path(self, path: str) -> Path | None:
        """Return where a file lies on disk, or None in memory. Differs from root / path for odd names."""
        return None if self.root is None else self.root / self._disk.get(path, path)

    @cached_property
    def _file_set(self) -> frozenset[str]:
        return frozenset(self.files)
