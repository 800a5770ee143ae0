"""`vaultkit timeline`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.cli.output import note, style_for
from vaultkit.model.row import Row
from vaultkit.report.text import safe

if TYPE_CHECKING:
    from vaultkit.graph.analyze.timeline import By, Period

HELP = """Show what was read and done when, from dated logs and daily notes.

Logs are notes with dates as headings or lines of their own and entries below them; what a sign at the beginning
of an entry means is read from the log's legend. Daily notes are found by the settings of their plugin, what
they link to counts. Dates that do not exist are pointed out, and what stands below them belongs to no day.

\b
Examples:
  vaultkit timeline notes/
  vaultkit timeline notes/ --by week --plot
  vaultkit timeline notes/ --by type --since 2024-05
  vaultkit timeline notes/ --by day --format csv -o days.csv
"""

_FILLED = {"day": 3, "week": 8, "month": 12}  # longer gaps are one line


@analysis_command("timeline", HELP)
@click.option(
    "--by",
    type=click.Choice(["day", "week", "month", "type"]),
    default="month",
    show_default=True,
    help="What a row stands for.",
)
@click.option("--plot", is_flag=True, help="Draw bars, one for each row and as wide as the terminal.")
def timeline(asked: Asked, by: By, plot: bool) -> Sequence[Row] | str:
    """Show; the text for users is `HELP`."""
    from vaultkit.graph.analyze.timeline import timeline

    for path, line, message in asked.whole.graph["faults"]:
        note(safe(f"{path}:{line}: {message}"))
    rows = timeline(asked.graph(), by)
    return "".join(_plot(rows, by)) if plot else rows


def _plot(rows: Sequence[Period], by: By) -> Iterator[str]:
    from vaultkit.report.plot import bars

    options = click.get_current_context().params
    to_file = options["output"] not in (None, "-")
    style = style_for("never" if to_file else options["color"])
    drawn: list[tuple[str, Sequence[tuple[str, int]]] | None] = []
    for row in rows:
        if drawn and by != "type":
            drawn += _between(drawn[-1][0] if drawn[-1] is not None else "", row.period, by)
        drawn.append((row.period, [(one.type, one.count) for one in row.types]))
    return bars(drawn, width=shutil.get_terminal_size().columns, style=style)


def _between(before: str, after: str, by: By) -> list[tuple[str, Sequence[tuple[str, int]]] | None]:
    """Return empty bars for the periods between two, or a gap for many."""
    from vaultkit.graph.analyze.timeline import next_period

    found: list[tuple[str, Sequence[tuple[str, int]]] | None] = []
    period = next_period(before, by)
    while period is not None and period < after:
        found.append((period, ()))
        if len(found) > _FILLED[by]:
            return [None]
        period = next_period(period, by)
    return found
