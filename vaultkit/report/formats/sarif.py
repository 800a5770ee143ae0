"""SARIF 2.1.0, for GitHub's code scanning and other viewers.

No times, no absolute paths, and no line in the fingerprint, so that a finding is the same one while text
moves around it. URIs are relative to `%SRCROOT%`, which whoever reads the file knows.

GitHub refuses a run of more than 25,000 results; of more the gravest are kept, and a notification says so.

Source: OASIS SARIF 2.1.0 and https://docs.github.com/code-security, "SARIF support for code scanning".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from vaultkit.lint.examples import documentation
from vaultkit.lint.registry import INTERNAL_ERROR, all_rules, family
from vaultkit.lint.rule import Rule
from vaultkit.model.diagnostic import SEVERITIES, Diagnostic, Fix
from vaultkit.report.encode import encode
from vaultkit.report.findings import Lines
from vaultkit.report.fingerprint import fingerprint
from vaultkit.report.rules import rule_text
from vaultkit.report.run import LintRun, meant
from vaultkit.report.style import PLAIN, Style
from vaultkit.report.summary import unlisted
from vaultkit.report.text import plural, safe, utf8
from vaultkit.text import Span

LEVELS = {"error": "error", "warning": "warning", "info": "note"}
BASE = "%SRCROOT%"
LIMIT = 25_000
"""So many results GitHub takes of a run."""


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the document."""
    rules = [_rule(rule) for rule in all_rules()]
    if any(one.code == INTERNAL_ERROR[0] for one in run.findings):
        rules.insert(0, _internal_error())
    index = {rule["id"]: at for at, rule in enumerate(rules)}
    results = _Results(run, index)
    driver: dict[str, Any] = {"name": "vaultkit"}
    if run.version:
        driver["version"] = run.version
    invocation: dict[str, Any] = {
        "executionSuccessful": all(one.code != INTERNAL_ERROR[0] for one in run.findings)
    }
    if told := list(_notifications(run)):
        invocation["toolExecutionNotifications"] = told
    content = {
        "tool": {"driver": driver | {"rules": rules}},
        "invocations": [invocation],
        "originalUriBaseIds": {BASE: {"description": {"text": "the folder that paths are relative to"}}},
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "results": [results.result(finding) for finding in _gravest(run.findings)],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [content],
    }
    yield encode(document, indent=2) + "\n"


def _gravest(findings: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return the findings in their order, or as many of the gravest as a run may have, the gravest first."""
    if len(findings) <= LIMIT:
        return findings
    return sorted(findings, key=lambda one: SEVERITIES.index(one.severity))[:LIMIT]


def _notifications(run: LintRun) -> Iterator[dict[str, Any]]:
    """Yield what readers of the results should know of those that are not there."""
    if len(run.findings) > LIMIT:
        left_out = len(run.findings) - LIMIT
        text = f"{plural(left_out, 'result')} left out, the least grave: a run holds {LIMIT} at most"
        yield {"level": "warning", "message": {"text": text}}
    for line in unlisted(run, PLAIN):
        yield {"level": "note", "message": {"text": line.rstrip("\n")}}


def _rule(rule: Rule) -> dict[str, Any]:
    text = documentation(rule)
    plain = "".join(rule_text(rule, PLAIN)).partition("\n\n")[2]
    examples = (f"**{example.kind}**\n\n~~~~~\n{example.source}\n~~~~~" for example in text.examples)
    markdown = [text.summary, text.prose, *examples]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": text.summary},
        "fullDescription": {"text": " ".join(text.prose.partition("\n\n")[0].split()) or text.summary},
        "help": {"text": plain.rstrip(), "markdown": "\n\n".join(markdown)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": [family(rule)]},
    }


def _internal_error() -> dict[str, Any]:
    code, name = INTERNAL_ERROR
    text = "A rule itself failed. This is a fault of vaultkit, not of the note; please report it."
    return {
        "id": code,
        "name": name,
        "shortDescription": {"text": "A rule itself failed."},
        "fullDescription": {"text": text},
        "help": {"text": text},
        "defaultConfiguration": {"level": "error"},
    }


class _Results:
    """Makes results: knows the rules' places and the lines of notes."""

    def __init__(self, run: LintRun, index: dict[str, int]) -> None:
        self._prefix = run.prefix
        self._compared = run.vanished is not None
        self._index = index
        self._lines = Lines(run.source)

    def result(self, finding: Diagnostic) -> dict[str, Any]:
        """Return one finding."""
        message = safe(meant(finding, 3)) + (f"\n{safe(finding.help)}" if finding.help else "")
        result: dict[str, Any] = {"ruleId": finding.code}
        if finding.code in self._index:
            result["ruleIndex"] = self._index[finding.code]
        place: dict[str, Any] = {"artifactLocation": self._artifact(finding.path)}
        if finding.path:
            place["region"] = _region(finding.span)
        result |= {
            "level": LEVELS[finding.severity],
            "message": {"text": message},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"vaultkit/v1": fingerprint(finding)},
        }
        if self._compared:
            result["baselineState"] = "new"
        fix = finding.fix
        if fix is not None and fix.applicability != "display" and any(fix.edits.values()):
            result["fixes"] = [self._fix(fix)]
        return result

    def _artifact(self, path: str) -> dict[str, str]:
        """Return the location of a file; of the folder itself for findings about the vault as a whole."""
        from urllib.parse import quote

        return {"uri": quote(utf8(self._prefix + path)) or "./", "uriBaseId": BASE}

    def _fix(self, fix: Fix) -> dict[str, Any]:
        changes = []
        for path, edits in sorted(fix.edits.items()):
            lines = self._lines.of(path)
            replacements = [
                {
                    "deletedRegion": _region(lines.span(edit.start, edit.end)),
                    "insertedContent": {"text": edit.text},
                }
                for edit in sorted(edits)
            ]
            if replacements:
                changes.append({"artifactLocation": self._artifact(path), "replacements": replacements})
        return {
            "description": {"text": safe(fix.title)},
            "artifactChanges": changes,
            "properties": {"applicability": fix.applicability},
        }


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
