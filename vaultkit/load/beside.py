"""A long computation in a process of its own, while this one goes on with something else.

A process that cannot be started, dies or fails is made up for: the call is then made here, where its errors
are seen by who asked for the result.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, partial
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, ParamSpec, TypeVar, cast

from vaultkit.load.pool import process_context
from vaultkit.load.processes import available_processors, in_a_worker

P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def beside(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Iterator[Callable[[], T]]:
    """Begin a call of `function` and give what waits for its result; the call ends with the block.

    The function must be one that a module defines, its arguments and result such that pickle takes them.
    Where there is one processor, or no process can be started, it is called here when the result is asked for.
    """
    call = partial(function, *arguments, **named)
    waiting = _AT_HAND.get()
    if waiting is not None and waiting.take(call):
        yield waiting.result(call)
        return
    with _begun(call, process_context()) as result:
        yield result


@contextmanager
def forked(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Iterator[Callable[[], T]]:
    """Begin a call as `beside` does, of which only the result travels: a vault, say, is too much to send.

    The process has the arguments because it is forked off this one. Where that cannot be done safely, the
    function is called here when the result is asked for.
    """
    call = partial(function, *arguments, **named)
    context = process_context()
    if context.get_start_method() != "fork":
        yield call
        return
    with _begun(call, context) as result:
        yield result


@contextmanager
def at_hand(module: str) -> Iterator[None]:
    """Have a process wait for the first call of `beside` in the block, and import `module` for it meanwhile.

    One that is forked off when there is little in memory takes little: of all that two processes share, each
    page that one of them writes is there twice, and Python writes where it only looks.
    """
    process = _start(partial(import_module, module), process_context(), free=True)
    token = _AT_HAND.set(process)
    try:
        yield
    finally:
        _AT_HAND.reset(token)
        if process is not None:
            process.end()


@contextmanager
def _begun(call: Callable[[], T], context: BaseContext) -> Iterator[Callable[[], T]]:
    process = _start(call, context)
    if process is None:
        yield call
        return
    try:
        yield process.result(call)
    finally:
        process.end()


class _Process:
    """A process that makes the call it is started with; a `free` one answers another that it is given then."""

    def __init__(self, call: Callable[[], Any], context: BaseContext, *, free: bool) -> None:
        self._free = free
        self._line, other = Pipe()
        self._process = context.Process(target=_answer, args=(call, other, self._line, free), daemon=True)  # type: ignore[attr-defined]
        try:
            self._process.start()
        except BaseException:
            self._line.close()
            raise
        finally:
            other.close()

    def take(self, call: Callable[[], Any]) -> bool:
        """Give the process its call; return whether it takes it."""
        if not self._free:
            return False
        self._free = False
        try:
            self._line.send(call)
        except OSError:  # it has died
            return False
        return True

    def result(self, call: Callable[[], T]) -> Callable[[], T]:
        """Return what waits for the result of the call that the process makes."""

        @cache  # it answers once
        def result() -> T:
            try:
                return cast("T", self._line.recv())
            except (EOFError, OSError, pickle.UnpicklingError):
                return call()

        return result

    def end(self) -> None:
        """End the process: it has answered, or nobody wants to know any more."""
        self._line.close()
        self._process.terminate()
        self._process.join()


_AT_HAND: ContextVar[_Process | None] = ContextVar("at_hand", default=None)


def _start(call: Callable[[], Any], context: BaseContext, *, free: bool = False) -> _Process | None:
    """Start a process; return None where there is nothing to gain from one, or none can be started."""
    if available_processors() < 2 or in_a_worker():
        return None
    try:
        return _Process(call, context, free=free)
    except (OSError, RuntimeError, pickle.PicklingError):
        return None


def _answer(call: Callable[[], Any], line: Connection, end: Connection, free: bool) -> None:
    """Make the call in the process and send its result; one that fails is made again by who waits for it."""
    end.close()  # the parent's: held here as well, the line would never say that the parent is no more
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    gc.disable()
    with suppress(Exception):
        found = call()
        line.send(line.recv()() if free else found)
    os._exit(0)
