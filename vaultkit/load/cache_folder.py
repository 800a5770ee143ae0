"""The folder of the cache: where it lies, how it is made, and that it does not grow without end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

ENVIRONMENT = "VAULTKIT_CACHE_DIR"
LARGEST = 1 << 30
"""Bytes of all vaults' files together; those not used for the longest time go first."""
SUFFIX, TEMPORARY = ".notes", ".tmp"
_ABANDONED = 3600
"""Seconds after which a temporary file belongs to a run that was killed."""
# Source: https://bford.info/cachedir/, which backup programs know.
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by vaultkit, and may be deleted at any time.\n"


def default_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Return where the cache lies: VAULTKIT_CACHE_DIR, else the platform's place; None without a home.

    Source: XDG Base Directory Specification (a relative XDG_CACHE_HOME is ignored); Apple's File System
    Programming Guide; Windows' Known Folders.
    """
    if given := environment.get(ENVIRONMENT):
        return Path(given)
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return Path(local, "vaultkit", "Cache") if local else None
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  Path.expanduser raises without a home
    caches = home / ("Library/Caches" if platform == "darwin" else ".cache")
    if platform != "darwin":
        xdg = Path(environment.get("XDG_CACHE_HOME", ""))
        caches = xdg if xdg.is_absolute() else caches
    return caches / "vaultkit" if caches.is_absolute() else None


def prepare(folder: Path) -> None:
    """Make the folder, marked as a cache for backups and as nothing for git.

    Raises:
        OSError: it cannot be made.
    """
    folder.mkdir(0o700, parents=True, exist_ok=True)  # what notes say is nobody else's
    for name, content in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
        place = folder / name
        if not os.path.lexists(place):
            place.write_text(content, encoding="utf-8")


def evict(folder: Path, largest: int = LARGEST) -> None:
    """Delete what was not used for the longest time until the files take at most `largest` bytes."""
    total = 0
    for _, size, file in sorted(_files(folder, SUFFIX), reverse=True):
        total += size
        if total > largest:
            with suppress(OSError):
                file.unlink()
    for used, _, file in _files(folder, TEMPORARY):
        if used < time.time() - _ABANDONED:
            with suppress(OSError):
                file.unlink()


def clean(folder: Path) -> tuple[int, int]:
    """Delete all files of the cache; return how many vaults' they were, and their bytes.

    Raises:
        OSError: one cannot be deleted.
    """
    vaults = size = 0
    for suffix in (SUFFIX, TEMPORARY):
        for _, length, file in _files(folder, suffix):
            file.unlink(missing_ok=True)
            vaults += suffix == SUFFIX
            size += length
    return vaults, size


def _files(folder: Path, suffix: str) -> Iterator[tuple[float, int, Path]]:
    """Yield when each file of the cache was last used, its bytes, and where it is."""
    with suppress(OSError):
        for file in list(folder.iterdir()):
            if file.suffix == suffix:
                with suppress(OSError):  # another run may have deleted it
                    status = file.lstat()
                    yield status.st_mtime, status.st_size, file
