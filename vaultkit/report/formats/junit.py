"""JUnit XML, which most build servers can show: a suite for each note, a failed case for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from vaultkit.model.diagnostic import Diagnostic
from vaultkit.patterns import lazy_pattern
from vaultkit.report.run import LintRun, meant
from vaultkit.report.style import Style
from vaultkit.report.text import plural, safe

_NO_CHARACTER = lazy_pattern("[\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the document. Without findings it holds one case that passed, for servers that want some."""
    found = run.listed()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="vaultkit" tests="{max(1, len(found))}" failures="{len(found)}" errors="0">\n'
    if not found:
        yield '  <testsuite name="vaultkit" tests="1" failures="0" errors="0" skipped="0">\n'
        yield f'    <testcase name="{plural(run.notes, "note")}" classname="vaultkit"/>\n  </testsuite>\n'
    for path, group in groupby(found, key=lambda one: one.path):
        yield from _suite(path, list(group), run.prefix)
    yield "</testsuites>\n"


def _suite(path: str, findings: Sequence[Diagnostic], prefix: str) -> Iterator[str]:
    name, count = _xml(path or "vault"), len(findings)
    yield f'  <testsuite name="{name}" tests="{count}" failures="{count}" errors="0" skipped="0">\n'
    for finding in findings:
        yield from _case(finding, name, prefix)
    yield "  </testsuite>\n"


def _case(finding: Diagnostic, suite: str, prefix: str) -> Iterator[str]:
    line, column = finding.span.line, finding.span.column
    place = f' file="{_xml(prefix + finding.path)}" line="{line}"' if finding.path else ""
    message = _xml(meant(finding, 3))
    title = f"{finding.code} {finding.name} at {line}:{column}"
    yield f'    <testcase name="{_xml(title)}" classname="{suite}"{place}>\n'
    yield f'      <failure type="{finding.severity}" message="{message}">'
    yield f"{suite}:{line}:{column}: {_xml(finding.code)} {message}"
    if finding.help:
        yield f"\nhelp: {_xml(finding.help)}"
    yield "</failure>\n    </testcase>\n"


def _xml(text: str) -> str:
    """Return `text` for XML 1.0: what it has no character for, and what cannot be seen, is spelt out.

    Source: XML 1.0, production 2 (`Char`).
    """
    return _NO_CHARACTER.sub(lambda found: ascii(found[0])[1:-1], safe(text)).translate(_ESCAPES)
