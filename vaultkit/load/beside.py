"""A long computation in a process of its own, while this one goes on with something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from vaultkit.load.pool import process_context
from vaultkit.load.read import available_processors, in_a_worker

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def beside(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Iterator[Callable[[], T]]:
    """Begin a call of `function` and give what waits for its result; the call ends with the block.

    The function must be one that a module defines, its arguments and result such that pickle takes them.
    Where there is one processor, or no process can be started, it is called here when the result is asked for.
    """
    here = partial(function, *arguments, **named)
    if available_processors() < 2 or in_a_worker():
        yield here
        return
    try:
        pool = ProcessPoolExecutor(1, process_context())
    except (OSError, ImportError, NotImplementedError):  # a system without the semaphores for a pool
        yield here
        return
    with pool:
        try:
            future: Future[T] | None = pool.submit(function, *arguments, **named)
        except (OSError, RuntimeError):
            future = None

        def result() -> T:
            try:
                return here() if future is None else future.result()
            except (BrokenProcessPool, OSError):
                return here()

        yield result
