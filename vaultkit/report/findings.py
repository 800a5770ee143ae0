"""Findings as the machine formats hold them."""

from __future__ import annotations

from collections.abc import Callable

from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.report.documents import EditJson, FindingJson, FixJson
from vaultkit.report.run import fingerprint
from vaultkit.text import LineIndex


class Lines:
    """Line indexes of texts, the last one kept: findings come sorted by note."""

    def __init__(self, source: Callable[[str], str]) -> None:
        self._source = source
        self._known: tuple[str, LineIndex] = ("", LineIndex(""))

    def of(self, path: str) -> LineIndex:
        """Return the line index of the note `path`."""
        if self._known[0] != path:
            self._known = (path, LineIndex(self._source(path)))
        return self._known[1]


def finding_json(finding: Diagnostic, lines: Lines) -> FindingJson:
    """Return `finding` with the places of its edits as lines and columns."""
    span = finding.span
    return FindingJson(
        code=finding.code,
        name=finding.name,
        severity=finding.severity,
        path=finding.path,
        line=span.line,
        column=span.column,
        end_line=span.end_line,
        end_column=span.end_column,
        message=finding.message,
        target=finding.target,
        suggestions=list(finding.suggestions),
        help=finding.help,
        fix=None if finding.fix is None else _fix(finding.fix, lines),
        fingerprint=fingerprint(finding),
    )


def _fix(fix: Fix, lines: Lines) -> FixJson:
    edits = []
    for path, found in sorted(fix.edits.items()):
        for edit in sorted(found):
            span = lines.of(path).span(edit.start, edit.end)
            edits.append(EditJson(path, span.line, span.column, span.end_line, span.end_column, edit.text))
    return FixJson(fix.title, fix.applicability, edits)
