"""Writes notes so that nothing is left lying about where the process is told to stop meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

from vaultkit.lint.write import write_texts
from vaultkit.vault import Vault

# Of the keyboard, of the system or a build server, and of a terminal that is closed.
_ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")
_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)


def write_notes(vault: Vault, texts: Mapping[str, str]) -> None:
    """Write the new texts of notes of `vault` as `write_texts` does.

    Raises:
        FixError: a note changed since it was read, or cannot be written; no note is changed then.
        KeyboardInterrupt, SystemExit: a signal told the process to stop; no note is changed, and no temporary file
            is left.
    """
    with _stoppable():
        write_texts(vault, texts)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let the first signal that ends a process end it by an exception, and no other one disturb what follows of it.

    What is ignored stays so, as under nohup.
    """
    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    ending = {number: handler for number, handler in before.items() if handler in _DEFAULTS}

    def stop(number: int, _: FrameType | None) -> None:
        for other in ending:
            signal.signal(other, signal.SIG_IGN)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)  # what a shell says of a process that the signal ended

    for number in ending:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in ending.items():
            signal.signal(number, handler)
