"""Tables by severity, for the comment on a pull request and for a job's summary.

GitHub refuses a comment of more than 65,536 characters and a step's summary of more than 1 MiB, so the
table is cut, the gravest findings first, and says how much it leaves out.

Source: https://docs.github.com/actions, "Adding a job summary"; GitHub Flavored Markdown 4.10 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from vaultkit.model.diagnostic import SEVERITIES, Diagnostic
from vaultkit.patterns import lazy_pattern
from vaultkit.report.counts import by_folder, missing_targets
from vaultkit.report.run import LintRun
from vaultkit.report.statistics import TOP
from vaultkit.report.style import PLAIN, Style
from vaultkit.report.summary import summary
from vaultkit.report.text import plural, safe

STATISTICS: Final = "inside"
"""With --statistics, more tables are part of the document."""
ENDS_IN_SUMMARY: Final = True
COMMENT = 60_000
SUMMARY = 900_000
"""So many bytes of tables fit into a comment and into a job's summary, with room for the rest."""
_SPECIAL = lazy_pattern(r"[\\`*_\[\]|<>~&$]")
_CALLS = lazy_pattern(r"[@#](?=\w)")
_QUOTED = lazy_pattern(r'"([^"]+)"|`([^`]+)`')


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the document, short enough for a comment."""
    yield from document(run, COMMENT)


def document(run: LintRun, limit: int) -> Iterator[str]:
    """Yield the document with tables of findings of at most `limit` bytes."""
    yield "## vaultkit\n\n"
    yield "\n".join(_escaped(line.rstrip("\n")) + "  " for line in summary(run, PLAIN)).rstrip() + "\n"
    for severity in SEVERITIES:
        found = [one for one in run.listed() if one.severity == severity]
        if found:
            text = _findings(found, severity, limit)
            limit -= len(text.encode("utf-8", "backslashreplace"))
            yield text
    if run.statistics:
        yield from _statistics(run)


def _findings(found: Sequence[Diagnostic], severity: str, limit: int) -> str:
    """Return the table of the findings of one severity, as many as `limit` leaves room for."""
    parts = [f"\n### {plural(len(found), severity)}\n\n| place | rule | finding |\n| --- | --- | --- |\n"]
    left = limit - len(parts[0])
    for number, finding in enumerate(found):
        row = _row(finding)
        left -= len(row.encode("utf-8", "backslashreplace"))
        if left < 0:
            more = f"and {plural(len(found) - number, f'more {severity}')}: `vaultkit lint` lists them all\n"
            return (
                "".join(parts) + f"\n{more}" if number else f"\n### {plural(len(found), severity)}\n\n{more}"
            )
        parts.append(row)
    return "".join(parts)


def _row(finding: Diagnostic) -> str:
    place = f"{finding.path}:{finding.span.line}:{finding.span.column}" if finding.path else "vault"
    text = _message(finding.message)
    if finding.suggestions:
        text += " — did you mean " + " or ".join(map(_code, finding.suggestions)) + "?"
    if finding.help:
        text += " — " + _message(finding.help)
    return f"| {_code(place)} | {finding.code} {_escaped(finding.name)} | {text} |\n"


def _message(text: str) -> str:
    """Return a message with what it quotes set as code."""
    parts, last = [], 0
    for quoted in _QUOTED.finditer(text):
        parts += [_escaped(text[last : quoted.start()]), _code(quoted[1] or quoted[2])]
        last = quoted.end()
    return "".join([*parts, _escaped(text[last:])])


def _escaped(text: str) -> str:
    """Return `text` so that Markdown shows it as it is and nobody is called by a name in it.

    A zero-width space after `@` and `#` keeps GitHub from notifying a person and from linking an issue.
    """
    return _CALLS.sub("\\g<0>\u200b", _SPECIAL.sub(r"\\\g<0>", safe(text)))


def _code(text: str) -> str:
    """Return `text` as code inside a table cell: longer backticks than it holds, pipes escaped."""
    text = safe(text).replace("|", "\\|")
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _statistics(run: LintRun) -> Iterator[str]:
    if run.findings:
        names = {one.code: one.name for one in run.findings}
        rules = [(f"{code} {names[code]}", count) for code, count in run.by_rule().items()]
        yield from _counts("Findings by rule", "rule", rules, len(rules))
    targets = [(target, links) for target, links, _ in missing_targets(run.findings)]
    yield from _counts("Missing targets", "target", targets, TOP)
    folders = [((folder or ".") + "/", sum(counts)) for folder, *counts in by_folder(run.findings)]
    yield from _counts("Findings by folder", "folder", folders, TOP)


def _counts(title: str, column: str, rows: Sequence[tuple[str, int]], top: int) -> Iterator[str]:
    if not rows:
        return
    yield f"\n### {title}\n\n| {column} | count |\n| --- | ---: |\n"
    for text, count in rows[:top]:
        yield f"| {_code(text)} | {count} |\n"
    if len(rows) > top:
        yield f"\nand {plural(len(rows) - top, f'more {column}')}\n"
