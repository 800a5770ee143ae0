"""How often each rule found something, what is missing most, and where: `vaultkit lint --statistics`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vaultkit.report.counts import by_folder, missing_targets
from vaultkit.report.run import LintRun
from vaultkit.report.style import Style
from vaultkit.report.summary import summary
from vaultkit.report.text import plural, safe

TOP = 10
"""So many targets and folders are listed; JSON has all."""


def statistics(run: LintRun, style: Style) -> Iterator[str]:
    """Yield a line for each rule with findings, most first: count, code, `[*]` where some can be fixed, name.

    Then the targets that are missing most, the folders with most findings, and the summary.
    """
    counts = run.by_rule()
    names = {one.code: (one.name, one.severity) for one in run.findings}
    fixable = {one.code for one in run.findings if one.fix is not None and one.fix.applicability != "display"}
    width = max((len(str(count)) for count in counts.values()), default=1)
    for code, count in counts.items():
        name, severity = names[code]
        mark = "[*]" if code in fixable else "[ ]"
        yield f"{count:>{width}}  {style.paint(severity, code)}  {mark}  {name}\n"
    if fixable:
        yield "[*] some of them fixable\n"
    targets = [(links, safe(target)) for target, links, _ in missing_targets(run.findings)]
    yield from _top("Missing targets, by links to them:", targets, "target", style)
    folders = [(sum(counts), safe(folder or ".") + "/") for folder, *counts in by_folder(run.findings)]
    yield from _top("Findings by folder:", folders, "folder", style)
    if run.findings:
        yield "\n"
    yield from summary(run, style)


def _top(title: str, rows: Sequence[tuple[int, str]], noun: str, style: Style) -> Iterator[str]:
    """Yield the first of `rows` under `title`, and how many more there are."""
    if not rows:
        return
    yield "\n" + style.paint("path", title) + "\n"
    width = len(str(rows[0][0]))
    for count, text in rows[:TOP]:
        yield f"{count:>{width}}  {text}\n"
    if len(rows) > TOP:
        yield style.paint("dim", f"and {plural(len(rows) - TOP, f'more {noun}')}") + "\n"
