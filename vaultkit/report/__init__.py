"""Findings and facts as text: one file per format in `vaultkit.report.formats`, found by name."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from vaultkit.errors import UsageError
from vaultkit.report import formats as package
from vaultkit.report.run import LintRun
from vaultkit.report.style import PLAIN, Style

__all__ = ["PLAIN", "LintRun", "Style", "ends_in_summary", "format_names", "render", "where_statistics_go"]


def format_names() -> list[str]:
    """Return the names of the formats that findings can be written in, sorted."""
    return sorted(module.name for module in iter_modules(package.__path__))


def render(run: LintRun, format: str, style: Style = PLAIN) -> Iterable[str]:
    """Return `run` in the format named `format`, piece by piece.

    Raises:
        UsageError: there is no such format.
    """
    pieces: Iterable[str] = _module(format).render(run, style)
    return pieces


def where_statistics_go(format: str) -> str:
    """Return where statistics stand in a format: `instead` of the findings, `inside` it, or `beside` it.

    Raises:
        UsageError: there is no such format.
    """
    where: str = getattr(_module(format), "STATISTICS", "beside")
    return where


def ends_in_summary(format: str) -> bool:
    """Return whether a format tells people at its end what was found.

    Raises:
        UsageError: there is no such format.
    """
    return getattr(_module(format), "ENDS_IN_SUMMARY", False) is True


def _module(format: str) -> ModuleType:
    if format not in format_names():
        raise UsageError(f'unknown format "{format}"', hint=f"there are {', '.join(format_names())}")
    return import_module(f"{package.__name__}.{format}")
