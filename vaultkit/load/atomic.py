"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast


@contextmanager
def replacing(place: Path) -> Iterator[BinaryIO]:
    """Open for writing what takes the name `place` when it is complete; until then it is a hidden file beside it.

    A file that is there keeps its mode, a symbolic link stays one. A pipe, a device or a descriptor of this
    process takes bytes as they come.

    Raises:
        OSError: it cannot be written; what was there is as before.
    """
    if is_stream(place):
        with place.open("ab") as stream:  # a descriptor of a file, opened anew, would begin with emptying it
            yield stream
        return
    from tempfile import mkstemp  # brings compression and random numbers along, for a run that writes nothing

    place = Path(os.path.realpath(place))
    mode = place.stat().st_mode & 0o7777 if place.exists() else 0o666 & ~_umask()
    handle, name = mkstemp(prefix=f".{place.name[:80]}.", suffix=".tmp", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast("BinaryIO", stream)
        temporary.chmod(mode)
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_atomically(place: Path, data: bytes) -> None:
    """Write `data` to `place` as `replacing` does.

    Raises:
        OSError: it cannot be written; what was there is as before.
    """
    with replacing(place) as stream:
        stream.write(data)


def is_stream(place: Path) -> bool:
    """Return whether `place` stands for something that bytes are handed to, and not for a file of its own."""
    return (os.path.exists(place) and not os.path.isfile(place)) or place.is_relative_to("/dev")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
