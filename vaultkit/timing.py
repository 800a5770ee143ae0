"""Where the time of a run goes: phases that note how long they took, when somebody asked for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PHASES = ("discover", "read", "index", "check", "report")
START = "start"
"""The phase of what loads and sets up the program, wherever it is done; as time outside of all phases."""


class Timings:
    """Seconds by phase and by rule; what runs inside another phase counts there no more."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.rules: dict[str, float] = {}
        self._open: list[float] = []  # seconds that the phases inside each open one took


_TIMINGS: ContextVar[Timings | None] = ContextVar("timings", default=None)


@contextmanager
def recording() -> Iterator[Timings]:
    """Record the phases that run inside."""
    timings = Timings()
    token = _TIMINGS.set(timings)
    try:
        yield timings
    finally:
        _TIMINGS.reset(token)


@contextmanager
def phase(name: str, rule: str = "") -> Iterator[None]:
    """Count the time inside for the phase `name`, and for `rule` where one is named."""
    timings = _TIMINGS.get()
    if timings is None:
        yield
        return
    started = time.perf_counter()
    timings._open.append(0.0)
    try:
        yield
    finally:
        took = time.perf_counter() - started
        own = took - timings._open.pop()
        timings.phases[name] = timings.phases.get(name, 0.0) + own
        if rule:
            timings.rules[rule] = timings.rules.get(rule, 0.0) + own
        if timings._open:
            timings._open[-1] += took
