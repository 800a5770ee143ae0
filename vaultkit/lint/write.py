"""Writes fixed notes to disk: all of them or none, and never over a change that was made meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from vaultkit.errors import FixError
from vaultkit.model.note import content_digest
from vaultkit.vault import Vault

_BOM = b"\xef\xbb\xbf"
_TEMPORARY = ".vaultkit-{}.tmp"
_LEFT = _TEMPORARY.format("[0-9a-f]" * 16)
_ABANDONED = 3600  # seconds


def write_texts(vault: Vault, texts: Mapping[str, str]) -> None:
    """Write the new texts of notes of `vault`, whose files must still be as they were read.

    Every text goes to a temporary file beside its note first; then the files take the notes' places. The
    byte order mark, line ends and the file's mode stay as they are; a symbolic link stays one. A file that is a
    note by several names is written once. Temporary files that a killed run left an hour ago or longer are deleted.

    Raises:
        FixError: a note changed since it was read, or cannot be written; no note is changed then.
    """
    _clear_away(vault)
    temporaries: list[Path] = []
    prepared: dict[Path, _Prepared] = {}
    path = ""
    try:
        for path in sorted(texts, key=lambda path: _is_link(vault, path)):
            place = _place(vault, path)
            if place in prepared:  # by another name, to which the text belongs if it is the file's own
                continue
            original = place.read_bytes()
            _require_unchanged(vault, path, original)
            bom = _BOM if vault.notes[path].bom else b""
            temporaries.append(_beside(place))  # known before it is there: an interrupt may come at any time
            _fill(temporaries[-1], bom + texts[path].encode(), like=place)
            prepared[place] = _Prepared(path, temporaries[-1], original)
        for place, (path, temporary, _) in prepared.items():
            _require_unchanged(vault, path, place.read_bytes())  # to put them all on the disk takes a while
            os.replace(temporary, place)  # noqa: PTH105  the one call that is atomic
    except OSError as error:
        _put_back(prepared)
        raise FixError(f"cannot write {path}: {error.strerror}; nothing was changed") from error
    except BaseException:
        _put_back(prepared)
        raise
    finally:
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)


def _clear_away(vault: Vault) -> None:
    """Delete the temporary files of runs that were killed: Obsidian does not show them, but git would add them."""
    folders = {place.parent for path in vault.notes if (place := vault.disk_path(path)) is not None}
    for folder in folders:
        for left in folder.glob(_LEFT):
            with suppress(OSError):  # another run may do the same
                if left.stat().st_mtime < time.time() - _ABANDONED:
                    left.unlink()


class _Prepared(NamedTuple):
    """A note, the file that is to take the place of its own, and what that holds until then."""

    path: str
    temporary: Path
    original: bytes


def _put_back(prepared: Mapping[Path, _Prepared]) -> None:
    """Give the files back that were replaced: their temporary ones are gone, wherever an interrupt came."""
    for place, (_, temporary, original) in prepared.items():
        if not temporary.exists():
            _fill(temporary, original, like=place)
            os.replace(temporary, place)  # noqa: PTH105


def _require_unchanged(vault: Vault, path: str, data: bytes) -> None:
    if not unchanged(vault, path, data):
        raise FixError(
            f"{path} changed while it was checked; nothing was written", hint="run the command again"
        )


def unchanged(vault: Vault, path: str, data: bytes) -> bool:
    """Return whether `data` is what the note `path` was made from."""
    return content_digest(data) == vault.notes[path].digest


def _is_link(vault: Vault, path: str) -> bool:
    place = vault.disk_path(path)
    return place is not None and place.is_symlink()


def _place(vault: Vault, path: str) -> Path:
    """Return the file behind a note: what a symbolic link leads to, so that the link itself stays."""
    place = vault.disk_path(path)
    if place is None:
        raise FixError(f"{path} is not on disk")
    return Path(os.path.realpath(place))


def _beside(place: Path) -> Path:
    """Return a name, hidden in the same folder, that no file has."""
    return place.with_name(_TEMPORARY.format(os.urandom(8).hex()))


def _fill(temporary: Path, data: bytes, *, like: Path) -> None:
    """Write `data` to a new file, which nobody else can read until it has the mode of the file `like`."""
    mode = like.stat().st_mode & 0o7777
    with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.chmod(mode)
