"""Each finding with its line, the place underlined, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report.run import LintRun
from vaultkit.report.style import Style
from vaultkit.report.summary import summary
from vaultkit.report.text import columns, safe, shown
from vaultkit.text import line_around

STATISTICS: Final = "instead"
"""With --statistics, counts take the place of the findings."""
ENDS_IN_SUMMARY: Final = True

WINDOW = 100
"""A longer line is shown as the part around the finding, at most so many columns wide."""
NARROWEST = 20


def render(run: LintRun, style: Style) -> Iterator[str]:
    """Yield the lines of the report."""
    path, text = "", ""
    for finding in run.listed():
        if finding.path != path:
            path, text = finding.path, run.source(finding.path)
        yield "".join(_finding(finding, run, line_around(text, finding.span.start), style))
    yield from summary(run, style)


def _finding(finding: Diagnostic, run: LintRun, line: str, style: Style) -> Iterator[str]:
    span = finding.span
    place = f"{safe(run.folder + finding.path)}:{span.line}:{span.column}" if finding.path else "vault"
    title = style.paint(finding.severity, f"{finding.severity}[{finding.code}]")
    yield f"{style.paint('path', place)}: {title} {style.paint('dim', finding.name)}\n"
    number = str(span.line)
    margin = " " * len(number)
    room = WINDOW if run.width is None else run.width - len(f"  {number} | ……")
    source, marker = _excerpt(finding, line, max(NARROWEST, min(room, WINDOW)))
    bar = style.paint("dim", "|")
    if source:
        yield f"  {style.paint('dim', number)} {bar} {source}\n"
        yield f"  {margin} {bar} {style.paint(finding.severity, marker)} {safe(finding.message)}\n"
    else:
        yield f"  {margin} {bar} {safe(finding.message)}\n"
    for word, text in _remedies(finding):
        yield f"  {margin} {style.paint('dim', '=')} {style.paint('help', word)}: {safe(text)}\n"
    yield "\n"


def _excerpt(finding: Diagnostic, line: str, room: int) -> tuple[str, str]:
    """Return the line as it is printed, cut to `room` columns where it is long, and the carets under the place."""
    span = finding.span
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    first, last = _window(line, start, room)
    if (taken := columns(line[first:last])) > room:  # some characters are wide
        first, last = _window(line, start, room * (last - first) // taken)
    end = max(start, min(end, last))
    before, after = ("…" if first else ""), ("…" if last < len(line) else "")
    blanks = columns(before + line[first:start])
    carets = max(1, columns(line[start:end]))
    return (before + shown(line[first:last]) + after).rstrip(), " " * blanks + "^" * carets


def _window(line: str, start: int, size: int) -> tuple[int, int]:
    """Return where to cut a line so that at most `size` characters are left, `start` and some before it among them."""
    first = 0 if len(line) <= size else max(0, min(start - size // 4, len(line) - size))
    return first, min(len(line), first + size)


def _remedies(finding: Diagnostic) -> Iterator[tuple[str, str]]:
    """Yield what to do, as (word, text)."""
    if finding.help:
        yield "help", finding.help
    if finding.suggestions:
        yield "did you mean", " or ".join(finding.suggestions) + "?"
    if finding.fix is not None and finding.fix.applicability != "display":
        option = "--fix" if finding.fix.applicability == "safe" else "--fix --unsafe-fixes"
        yield "fix", f"{finding.fix.title} ({option})"
