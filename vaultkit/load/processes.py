"""Whether and how this process may start others."""

from __future__ import annotations

import os
import sys
import threading


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether to fork this process is safe: on Linux, while there is one thread."""
    return sys.platform == "linux" and threading.active_count() == 1


def in_a_worker() -> bool:
    """Whether this process is itself a worker: it must not start workers of its own.

    That includes a script without a main guard, which a spawned worker runs again from the top.
    """
    process = sys.modules.get("multiprocessing.process")
    return process is not None and process.parent_process() is not None
