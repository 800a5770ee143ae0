"""One line for each finding: `path:line:column: CODE message`."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.report.run import LintRun
from vaultkit.report.style import Style
from vaultkit.report.summary import summary
from vaultkit.report.text import safe


def render(run: LintRun, style: Style) -> Iterator[str]:
    """Yield the lines of the report."""
    for finding in run.listed():
        place = f"{safe(finding.path)}:{finding.span.line}:{finding.span.column}"
        meant = f" (did you mean {finding.suggestions[0]}?)" if len(finding.suggestions) == 1 else ""
        code = style.paint(finding.severity, finding.code)
        yield f"{style.paint('path', place)}: {code} {safe(finding.message + meant)}\n"
    yield from summary(run, style)
