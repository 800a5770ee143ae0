"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from vaultkit.patterns import lazy_pattern

_DESCRIPTOR = lazy_pattern(r"/dev/(?:stdin|stdout|stderr|fd/\d+)|/proc/(?:self|thread-self|\d+)/fd/\d+")


@contextmanager
def replacing(place: Path, *, follow: bool = True) -> Iterator[BinaryIO]:
    """Open for writing what takes the name `place` when it is complete; until then it is a hidden file beside it.

    A file that is there keeps its mode, a symbolic link stays one. A pipe, a device or a descriptor of this
    process takes bytes as they come. Unless told to `follow`, what stands there is replaced itself: where the
    user did not choose the place, a link that came with a repository must not lead to a file of theirs.

    Raises:
        OSError: it cannot be written; what was there is as before.
    """
    if follow and is_stream(place):
        with place.open("ab") as stream:  # a descriptor of a file, opened anew, would begin with emptying it
            yield stream
        return
    from tempfile import mkstemp  # brings compression and random numbers along, for a run that writes nothing

    if follow:
        place = Path(os.path.realpath(place))
    mode = place.stat().st_mode & 0o7777 if follow and place.exists() else 0o666 & ~_umask()
    # A name has at most 255 bytes on most systems, a character four.
    handle, name = mkstemp(prefix=f".{place.name[:50]}.", suffix=".tmp", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast("BinaryIO", stream)
        temporary.chmod(mode)
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_atomically(place: Path, data: bytes, *, follow: bool = True) -> None:
    """Write `data` to `place` as `replacing` does.

    Raises:
        OSError: it cannot be written; what was there is as before.
    """
    with replacing(place, follow=follow) as stream:
        stream.write(data)


def is_stream(place: Path) -> bool:
    """Return whether `place` stands for something that bytes are handed to, and not for a file of its own."""
    there = os.path.exists(place)
    return (there and not os.path.isfile(place)) or _DESCRIPTOR.fullmatch(str(place.absolute())) is not None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
