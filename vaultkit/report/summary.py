"""The last lines of a report for people."""

from __future__ import annotations

from collections.abc import Iterator

from vaultkit.report.run import LintRun
from vaultkit.report.style import Style
from vaultkit.report.text import plural, safe


def summary(run: LintRun, style: Style) -> Iterator[str]:
    """Yield the closing lines: what was found, what can be fixed, what is not shown.

    Of a quiet run nothing is left but what fails it without a finding.
    """
    if run.quiet:
        yield from _vanished(run, style) if run.strict else ()
        return
    counts = run.counts()
    if run.fixed:
        yield style.paint("help", f"Fixed {plural(run.fixed, 'finding')}.") + "\n"
    if not run.findings:
        yield f"No findings in {plural(run.notes, 'note')}.\n"
    else:
        parts = [
            style.paint(severity, plural(count, noun))
            for (severity, count), noun in zip(counts.items(), ("error", "warning", "info"), strict=True)
            if count
        ]
        yield f"Found {', '.join(parts)} in {plural(run.notes, 'note')}{_fixable(run)}.\n"
    if counts["info"] and not run.show_info:
        yield (
            style.paint("dim", f"{counts['info']} of severity info not listed (--show-info lists them).")
            + "\n"
        )
    yield from unlisted(run, style)


def unlisted(run: LintRun, style: Style) -> Iterator[str]:
    """Yield lines about what was found, or not looked at, and is not listed."""
    if run.baselined:
        yield style.paint("dim", f"{plural(run.baselined, 'finding')} of the baseline not listed.") + "\n"
    yield from _vanished(run, style)
    if run.hidden:
        text = (
            plural(run.hidden, "more finding")
            + f" in other notes (run without {run.narrowed_by} to see them)."
        )
        yield style.paint("dim", text) + "\n"
    if run.unchecked:
        text = (
            plural(run.unchecked, "other note")
            + f" not looked at (run without {run.narrowed_by} to check them)."
        )
        yield style.paint("dim", text) + "\n"


def _vanished(run: LintRun, style: Style) -> Iterator[str]:
    """Yield how many entries of the baseline are no longer found, and which, where that fails the run."""
    if not run.vanished:
        return
    listed = run.vanished if run.strict or run.show_info else ()
    for one in listed:
        about = f" {safe(one.target)}" if one.target else ""
        yield style.paint("dim", f"no longer found: {safe(one.path)}: {one.code}{about}") + "\n"
    if len(run.vanished) == 1:
        text = "1 entry of the baseline is no longer found (`vaultkit baseline prune` removes it)."
    else:
        text = f"{len(run.vanished)} entries of the baseline are no longer found"
        text += " (`vaultkit baseline prune` removes them)."
    yield style.paint("error" if run.strict else "dim", text) + "\n"


def _fixable(run: LintRun) -> str:
    safe, unsafe = run.fixable("safe"), run.fixable("unsafe")
    if safe and unsafe:
        return f"; {safe} fixable with --fix, {unsafe} more with --unsafe-fixes"
    if safe:
        return f"; {safe} fixable with --fix"
    return f"; {unsafe} fixable with --fix --unsafe-fixes" if unsafe else ""
