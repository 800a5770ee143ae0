"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(place: Path, data: bytes) -> None:
    """Write `data` to `place`: into a hidden file beside it first, which then takes its name.

    A file that is there keeps its mode, a symbolic link stays one.

    Raises:
        OSError: it cannot be written; what was there is as before.
    """
    from tempfile import mkstemp  # brings compression and random numbers along, for a run that writes nothing

    place = Path(os.path.realpath(place))
    mode = place.stat().st_mode & 0o7777 if place.exists() else 0o666 & ~_umask()
    handle, name = mkstemp(prefix=f".{place.name[:80]}.", suffix=".tmp", dir=place.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary.chmod(mode)
        temporary.replace(place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
