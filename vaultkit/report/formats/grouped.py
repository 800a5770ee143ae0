"""The findings of each note under its name, one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report.run import LintRun, meant
from vaultkit.report.style import Style
from vaultkit.report.summary import summary
from vaultkit.report.text import safe

STATISTICS: Final = "instead"
"""With --statistics, counts take the place of the findings."""
ENDS_IN_SUMMARY: Final = True


def render(run: LintRun, style: Style) -> Iterator[str]:
    """Yield the lines of the report."""
    for path, findings in groupby(run.listed(), key=lambda one: one.path):
        yield style.paint("path", safe(run.folder + path) if path else "vault") + "\n"
        yield from _group(list(findings), style)
        yield "\n"
    yield from summary(run, style)


def _group(findings: Sequence[Diagnostic], style: Style) -> Iterator[str]:
    places = [f"{one.span.line}:{one.span.column}" for one in findings]
    width = max(map(len, places))
    for place, finding in zip(places, findings, strict=True):
        code = style.paint(finding.severity, finding.code)
        yield f"  {style.paint('dim', place.ljust(width))}  {code}  {safe(meant(finding))}\n"
