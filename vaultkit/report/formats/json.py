"""The machine format `vaultkit.lint/1`: sorted, without times and absolute paths, always valid UTF-8."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.report.documents import EditJson, FindingJson, FixJson, LintJson, SummaryJson
from vaultkit.report.encode import encode
from vaultkit.report.run import LintRun, fingerprint
from vaultkit.report.style import Style
from vaultkit.text import LineIndex


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the document."""
    counts = run.counts()
    lines = _Lines(run.source)
    document = LintJson(
        findings=[_finding(finding, lines) for finding in run.findings],
        summary=SummaryJson(
            notes=run.notes,
            errors=counts["error"],
            warnings=counts["warning"],
            infos=counts["info"],
            fixable=run.fixable("safe"),
            fixable_unsafe=run.fixable("unsafe"),
            fixed=run.fixed,
            hidden=run.hidden,
            by_rule=dict(sorted(run.by_rule().items())),
        ),
        version=run.version,
    )
    yield encode(document, indent=2) + "\n"


class _Lines:
    """Line indexes of texts, the last one kept."""

    def __init__(self, source: Callable[[str], str]) -> None:
        self._source = source
        self._known: tuple[str, LineIndex] = ("", LineIndex(""))

    def of(self, path: str) -> LineIndex:
        if self._known[0] != path:
            self._known = (path, LineIndex(self._source(path)))
        return self._known[1]


def _finding(finding: Diagnostic, lines: _Lines) -> FindingJson:
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


def _fix(fix: Fix, lines: _Lines) -> FixJson:
    edits = []
    for path, found in sorted(fix.edits.items()):
        for edit in sorted(found):
            span = lines.of(path).span(edit.start, edit.end)
            edits.append(EditJson(path, span.line, span.column, span.end_line, span.end_column, edit.text))
    return FixJson(fix.title, fix.applicability, edits)
