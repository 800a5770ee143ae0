"""One line for each finding: `path:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vaultkit.report.run import LintRun, meant
from vaultkit.report.style import Style
from vaultkit.report.summary import summary
from vaultkit.report.text import safe

STATISTICS: Final = "instead"
"""With --statistics, counts take the place of the findings."""
ENDS_IN_SUMMARY: Final = True


def render(run: LintRun, style: Style) -> Iterator[str]:
    """Yield the lines of the report."""
    for finding in run.listed():
        place = f"{safe(run.folder + finding.path)}:{finding.span.line}:{finding.span.column}"
        code = style.paint(finding.severity, finding.code)
        yield f"{style.paint('path', place)}: {code} {safe(meant(finding))}\n"
    yield from summary(run, style)
