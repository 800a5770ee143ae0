"""Writes notes so that nothing is left lying about where the process is told to stop meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from vaultkit.lint.write import write_texts
from vaultkit.vault import Vault

_ENDINGS = ("SIGTERM", "SIGHUP")  # of the system or a build server, and of a terminal that is closed


def write_notes(vault: Vault, texts: Mapping[str, str]) -> None:
    """Write the new texts of notes of `vault` as `write_texts` does.

    Raises:
        FixError: a note changed since it was read, or cannot be written; no note is changed then.
        SystemExit: a signal told the process to stop; no note is changed, and no temporary file is left.
    """
    with _stoppable():
        write_texts(vault, texts)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let signals that end a process at once end it by an exception; what is ignored stays so, as under nohup."""
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    ending = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ending:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number)  # what a shell says of a process that the signal ended
