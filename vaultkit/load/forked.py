"""Reading many notes with processes forked off this one, where that can be done.

They have everything that this process has, and so need only be told which batches are theirs: each takes a number
out of a pipe that all share, and answers through a pipe of its own. To start and end them takes a tenth of the time
of a pool of `multiprocessing`, whose modules alone take longer to load than a small vault takes to read.

Whatever becomes of a process, the notes that nobody answered are read here.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from struct import Struct
from typing import NoReturn

from vaultkit.load.batches import Answers, cut, read_batch
from vaultkit.load.discover import Entry
from vaultkit.model.note import Note

_MOST = 32  # processes: the numbers of the batches of more might not fit into a pipe
_NUMBER = Struct("=I")
_HEAD = Struct("=IQ")  # the number of the batch, and the length of the answer
_PIPE = 1 << 20  # bytes: with fewer, a process that answers waits for this one

Batches = Sequence[Sequence[Entry]]


def read_in_forks(
    root: str, entries: Sequence[Entry], jobs: int, meanwhile: Callable[[], object], answers: Answers
) -> Iterator[Note | Answers]:
    """Yield the notes at `entries` in their order, read and packed by `jobs` processes, as `answers` have them; call
    `meanwhile` beside."""
    jobs = min(jobs, _MOST)
    batches = cut(entries, jobs)
    with _Workers(root, batches, jobs) as workers:
        meanwhile()
        for number, batch in enumerate(batches):
            yield from answers.take(workers.answer(number), root, batch)


class _Workers:
    """The processes that read `batches`. They end when no batch is left, and at the latest with the block."""

    def __init__(self, root: str, batches: Batches, jobs: int) -> None:
        self._answers: dict[int, bytearray] = {}
        self._lines: dict[int, _Line] = {}  # from the processes that have not ended yet
        self._processes: list[int] = []
        self._waiting = select.poll()
        try:
            numbers = _numbers(len(batches))
            try:
                for _ in range(min(jobs, len(batches))):
                    self._start(root, batches, numbers)
            finally:
                os.close(numbers)
        except OSError:  # no more processes, or pipes: those that there are do the work, or this one
            pass
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> _Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _start(self, root: str, batches: Batches, numbers: int) -> None:
        out, into = os.pipe()
        # An interrupt is this process's to handle: the other one is born deaf to it, and stays so.
        heard = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
        try:
            process = os.fork()
            if process == 0:
                _work(root, batches, numbers, into, (out, *self._lines))
            self._processes.append(process)
            self._lines[out] = _Line(out, process)
        except OSError:
            os.close(out)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, heard)
            os.close(into)
        self._waiting.register(out, select.POLLIN)

    def answer(self, number: int) -> bytearray | None:
        """Return what was answered to the batch of this number, waiting for it; None if nobody will."""
        while number not in self._answers and self._lines:
            for line, _ in self._waiting.poll():
                if not self._lines[line].read(self._answers):
                    self._close(line)
        return self._answers.pop(number, None)

    def _close(self, line: int) -> None:
        del self._lines[line]
        with suppress(KeyError):  # an interrupt came first
            self._waiting.unregister(line)
        os.close(line)

    def _end(self) -> None:
        for line, of in list(self._lines.items()):  # what still runs is not wanted any more
            with suppress(ProcessLookupError):
                os.kill(of.process, signal.SIGKILL)
            self._close(line)
        for process in self._processes:
            with suppress(ChildProcessError):  # somebody else asked already
                os.waitpid(process, 0)


def _numbers(count: int) -> int:
    """Return the end of a pipe out of which the numbers below `count` come, and then its end."""
    taken, given = os.pipe()
    os.set_blocking(given, False)  # where a pipe is small: the batches that find no room are read here
    try:
        os.write(given, b"".join(_NUMBER.pack(number) for number in range(count)))
    finally:
        os.close(given)  # so that whoever finds no number left is told so
    return taken


class _Line:
    """What comes from one `process`: answers, each behind its head."""

    def __init__(self, line: int, process: int) -> None:
        self.process = process
        self._line = line
        self._answer = bytearray()
        self._number = 0
        self._missing = 0  # bytes of the answer, none while its head is awaited

    def read(self, answers: dict[int, bytearray]) -> bool:
        """Read what there is, and put an answer that is whole among the `answers`; return whether more may come."""
        if not self._missing:
            head = os.read(self._line, _HEAD.size)
            if len(head) < _HEAD.size:  # they are written at once: this is the end
                return False
            self._number, self._missing = _HEAD.unpack(head)
            self._answer = bytearray(self._missing)
            return True
        rest = memoryview(self._answer)[-self._missing :]
        got = os.readv(self._line, [rest])  # to where it stays: answers are long
        self._missing -= got
        if not self._missing:
            answers[self._number] = self._answer
        return got > 0


def _work(root: str, batches: Batches, numbers: int, line: int, others: Iterable[int]) -> NoReturn:
    """Answer batches through `line` as long as there are any, in a process that has the ends of `others`, too."""
    try:
        import fcntl  # not everywhere, and nor are forks

        for other in others:  # or nobody would notice that the parent died
            os.close(other)
        with suppress(OSError):
            fcntl.fcntl(line, fcntl.F_SETPIPE_SZ, _PIPE)
        while taken := os.read(numbers, _NUMBER.size):
            (number,) = _NUMBER.unpack(taken)
            answer = read_batch(root, batches[number])
            _write(line, _HEAD.pack(number, len(answer)))
            _write(line, answer)
    finally:
        os._exit(0)  # what else there is in this process belongs to the parent


def _write(line: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(line, view) :]
