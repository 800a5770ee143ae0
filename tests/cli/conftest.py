"""Runs the command line inside the test's process."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from vaultkit.cli.app import run


class Done(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def vaultkit(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `vaultkit ARGUMENTS...` and return its exit code and output, which must be UTF-8."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def call(*arguments: object) -> Done:
        capfdbinary.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        assert "Traceback" not in err.decode()
        return Done(code, out.decode("utf-8"), err.decode("utf-8"))

    return call
