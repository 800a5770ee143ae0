"""How often each rule found something: `vaultkit lint --statistics`."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.report.run import LintRun
from vaultkit.report.style import Style
from vaultkit.report.summary import summary


def statistics(run: LintRun, style: Style) -> Iterator[str]:
    """Yield a line for each rule with findings, most first: count, code, `[*]` where some can be fixed, name."""
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
    yield from summary(run, style)
