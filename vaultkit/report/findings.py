"""Findings as the machine formats hold them."""

from __future__ import annotations

from collections.abc import Callable

from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.report.documents import EditJson, FindingJson, FixJson
from vaultkit.report.fingerprint import fingerprint
from vaultkit.text import LineIndex

KEPT = 32


class Lines:
    """Line indexes of texts, a few kept: findings come sorted by note, but a fix may edit several."""

    def __init__(self, source: Callable[[str], str]) -> None:
        self._source = source
        self._known: dict[str, LineIndex] = {}

    def of(self, path: str) -> LineIndex:
        """Return the line index of the note `path`."""
        found = self._known.get(path)
        if found is None:
            if len(self._known) >= KEPT:
                self._known.clear()
            found = self._known[path] = LineIndex(self._source(path))
        return found


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
