"""The public names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import vaultkit


@pytest.mark.parametrize("name", vaultkit.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(vaultkit, name) is not None
    assert name in dir(vaultkit)


@pytest.mark.parametrize("name", [name for name in vaultkit.__all__ if not name.startswith("__")])
def test_every_name_is_documented(name: str) -> None:
    found = getattr(vaultkit, name)
    text = found.__doc__ or ""
    assert text.strip().endswith((".", ":")) or "\n" in text
    assert not text.startswith(f"{name}(")  # what dataclasses and structs make up by themselves


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        vaultkit.nonsense  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys, vaultkit; print([name for name in sys.modules if name.startswith('vaultkit.')])"
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_example_of_the_package() -> None:
    import doctest

    assert doctest.testmod(vaultkit).failed == 0
    assert doctest.testmod(vaultkit).attempted > 0
