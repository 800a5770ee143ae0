"""A call beside other work: the same result wherever it runs, and its errors."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from threading import Thread

import pytest

from vaultkit.load import beside as module
from vaultkit.load import pool
from vaultkit.load.beside import at_hand, beside, forked

# Later Pythons warn of forking beside other threads, which a test runner may have.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def fail() -> None:
    raise ValueError("no")


def vanish() -> int:
    if os.getpid() != PARENT:
        os._exit(1)
    return 7


def pick_up(results: list[Callable[[], int]]) -> int:
    return results[0]()


PARENT = os.getpid()


@pytest.fixture(params=["fork", "spawn"])
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two processors, and processes begun in one way or the other."""
    if request.param not in pool.multiprocessing.get_all_start_methods():
        pytest.skip(f"no {request.param} here")
    monkeypatch.setattr(module, "available_processors", lambda: 2)
    monkeypatch.setattr(module, "process_context", lambda: pool.multiprocessing.get_context(request.param))
    return str(request.param)


def test_the_result_comes_from_another_process(method: str) -> None:
    with beside(square, 3) as result:
        value, process = result()
        assert result() == (value, process)
    assert value == 9
    assert process != os.getpid()


def test_one_processor_does_it_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "available_processors", lambda: 1)
    for begin in (beside, forked):
        with at_hand("string"), begin(square, 3) as result:
            assert result() == (9, os.getpid())


def test_an_error_reaches_who_asks(method: str) -> None:
    with beside(fail) as result, pytest.raises(ValueError, match="no"):
        result()


def test_a_process_that_dies_is_made_up_for(method: str) -> None:
    with beside(vanish) as result:
        assert result() == 7
    with at_hand("string"), beside(vanish) as result:
        assert result() == 7


def test_only_a_forked_process_can_have_what_cannot_travel(method: str) -> None:
    here = os.getpid()
    with forked(pick_up, [lambda: os.getpid()]) as result:
        assert (result() == here) == (method == "spawn")
    with forked(pick_up, [lambda: Thread()]) as result:  # nor can this travel back
        assert isinstance(result(), Thread)


def test_the_process_at_hand_makes_the_first_call(method: str) -> None:
    with at_hand("string"):
        waiting = module._AT_HAND.get()
        assert waiting is not None
        with beside(square, 3) as one, beside(square, 4) as other:
            assert one() == (9, waiting._process.pid)
            value, process = other()
    assert value == 16
    assert process not in (waiting._process.pid, os.getpid())
    assert not waiting._process.is_alive()


def test_nobody_waits_for_a_call_that_is_not_asked_for(method: str) -> None:
    with at_hand("string"):
        waiting = module._AT_HAND.get()
        assert waiting is not None
        with beside(time.sleep, 60):
            assert waiting._process.is_alive()
    assert not waiting._process.is_alive()


def test_a_process_at_hand_ends_when_nobody_is_left_to_call_it(method: str) -> None:
    with at_hand("string"):
        waiting = module._AT_HAND.get()
        assert waiting is not None
        waiting._line.close()  # as it is when this process is killed
        waiting._process.join(10)
        assert not waiting._process.is_alive()
