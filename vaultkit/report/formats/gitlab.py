"""GitLab's Code Quality report: what a merge request makes better and worse.

Source: https://docs.gitlab.com/ci/testing/code_quality/ ("Code Quality report format").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report.encode import encode
from vaultkit.report.fingerprint import fingerprint
from vaultkit.report.run import LintRun, meant
from vaultkit.report.style import Style
from vaultkit.report.text import safe

SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the document."""
    yield encode([_finding(one, run.prefix) for one in run.findings], indent=2) + "\n"


def _finding(finding: Diagnostic, prefix: str) -> dict[str, Any]:
    return {
        "check_name": finding.name,
        "description": f"{finding.code}: {safe(meant(finding, 3))}",
        "fingerprint": fingerprint(finding),
        "severity": SEVERITY[finding.severity],
        "location": {
            # The vault as a whole has no file; the report wants a path all the same.
            "path": prefix + finding.path or ".",
            "lines": {"begin": finding.span.line},
        },
    }
