"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from vaultkit.patterns import lazy_pattern

_DESCRIPTOR = lazy_pattern(r"/dev/(?:stdin|stdout|stderr|fd/\d+)|/proc/(?:self|thread-self|\d+)/fd/\d+")

_NOT_REPLACED = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV)
"""The folder belongs to somebody else, the file is mounted by itself, or what is to replace it lies elsewhere."""


@contextmanager
def replacing(place: Path, *, follow: bool = True) -> Iterator[BinaryIO]:
    """Open for writing what takes the name `place` when it is complete; until then it is a hidden file beside it.

    A file that is there keeps its mode, a symbolic link stays one. A pipe, a device or a descriptor of this
    process takes bytes as they come; a file that cannot be replaced but written, because its folder is not the
    user's or it is mounted by itself, takes them all at once. Unless told to `follow`, what stands there is
    replaced itself: where the user did not choose the place, a link that came with a repository must not lead to
    a file of theirs.

    Raises:
        OSError: it cannot be written; what was there is as before.
    """
    if follow and is_stream(place):
        with place.open("ab") as stream:  # a descriptor of a file, opened anew, would begin with emptying it
            yield stream
        return
    from shutil import copyfile
    from tempfile import mkstemp  # both bring compression along, for a run that writes nothing

    if follow:
        place = Path(os.path.realpath(place))
    mode = place.stat().st_mode & 0o7777 if follow and place.exists() else 0o666 & ~_umask()
    # A name has at most 255 bytes on most systems, a character four.
    try:
        handle, name = mkstemp(prefix=f".{place.name[:50]}.", suffix=".tmp", dir=place.parent)
    except PermissionError:
        if not (follow and os.access(place, os.W_OK)):
            raise
        handle, name = mkstemp()
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield cast("BinaryIO", stream)
        temporary.chmod(mode)
        try:
            temporary.replace(place)
        except OSError as error:
            if not (follow and error.errno in _NOT_REPLACED and place.is_file()):
                raise
            copyfile(temporary, place)
    finally:
        temporary.unlink(missing_ok=True)


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
