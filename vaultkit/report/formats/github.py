"""Workflow commands: GitHub shows them as annotations beside the lines of a pull request.

A step gets ten annotations of each kind and drops the rest without a word, so the gravest come first and
a last one says how many there are besides; the job summary lists them.

Source: https://docs.github.com/actions, "Workflow commands"; escapes as in the toolkit's `command.ts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vaultkit.model.diagnostic import SEVERITIES, Diagnostic
from vaultkit.report.run import LintRun, meant
from vaultkit.report.style import PLAIN, Style
from vaultkit.report.summary import summary
from vaultkit.report.text import plural, safe

LIMIT = 10
"""Annotations of one kind that a step may have."""
ENDS_IN_SUMMARY: Final = True
COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the commands, and the summary for the log."""
    listed = run.listed()
    if run.strict and run.vanished:
        count = plural(len(run.vanished), "known finding")
        yield f"::error title=vaultkit::{count} no longer found: `vaultkit baseline prune` updates the baseline\n"
    rest: dict[str, int] = {}
    for severity in SEVERITIES:
        found = [one for one in listed if one.severity == severity]
        # The last annotation is a notice, whose place must not be taken.
        limit = LIMIT - (severity == "info" and len(listed) > LIMIT)
        yield from (_command(one, run.prefix) for one in found[:limit])
        if len(found) > limit:
            rest[severity] = len(found) - limit
    if rest:
        parts = ", ".join(plural(count, severity) for severity, count in rest.items())
        yield f"::notice title=vaultkit::and {sum(rest.values())} more ({parts}): see the job summary\n"
    yield from summary(run, PLAIN)


def _command(finding: Diagnostic, prefix: str) -> str:
    span = finding.span
    properties = {}
    if finding.path:
        properties["file"] = prefix + finding.path
        properties["line"] = str(span.line)
        properties["endLine"] = str(span.end_line)
        if span.end_line == span.line:  # columns are refused for a range of lines
            properties["col"] = str(span.column)
            properties["endColumn"] = str(span.end_column)
    properties["title"] = f"{finding.code} {finding.name}"
    text = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = _data(meant(finding, 3)) + (f"%0A{_data(finding.help)}" if finding.help else "")
    return f"::{COMMANDS[finding.severity]} {text}::{message}\n"


def _data(text: str) -> str:
    return safe(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
