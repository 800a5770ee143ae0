"""A call beside other work: the same result wherever it runs, and its errors."""

from __future__ import annotations

import os

import pytest

from vaultkit.load import beside as module
from vaultkit.load.beside import beside


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def fail() -> None:
    raise ValueError("no")


def vanish() -> int:
    if os.getpid() != PARENT:
        os._exit(1)
    return 7


PARENT = os.getpid()


def test_the_result_comes_from_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "available_processors", lambda: 2)
    with beside(square, 3) as result:
        value, process = result()
    assert value == 9
    assert process != os.getpid()


def test_one_processor_does_it_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "available_processors", lambda: 1)
    with beside(square, 3) as result:
        assert result() == (9, os.getpid())


def test_an_error_reaches_who_asks() -> None:
    with beside(fail) as result, pytest.raises(ValueError, match="no"):
        result()


def test_a_process_that_dies_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "available_processors", lambda: 2)
    with beside(vanish) as result:
        assert result() == 7
