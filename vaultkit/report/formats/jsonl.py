"""One finding a line, each as in `--format json`: for programs that read as they go."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.report.encode import encode
from vaultkit.report.findings import Lines, finding_json
from vaultkit.report.run import LintRun
from vaultkit.report.style import Style


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the lines; without findings there is none."""
    lines = Lines(run.source)
    for finding in run.findings:
        yield encode(finding_json(finding, lines)) + "\n"
