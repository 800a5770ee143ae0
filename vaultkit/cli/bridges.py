"""`vaultkit bridges`."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.cli.analysis import Asked, analysis_command, limit_option
from vaultkit.model.row import Row

HELP = """List the notes that hold parts of the vault together, and how many notes each alone connects with the rest.

Up to 2,000 notes betweenness is exact. Above, shortest ways from 1,000 notes are followed, and the column ±
is the standard error of the figure. Tags and days connect nothing.

\b
Examples:
  vaultkit bridges notes/
  vaultkit bridges notes/ --folder Topics --limit 50
  vaultkit bridges notes/ --limit 0 --format csv -o bridges.csv
"""


@analysis_command("bridges", HELP)
@limit_option
def bridges(asked: Asked, limit: int | None) -> Sequence[Row]:
    """Rank the notes; the text for users is `HELP`."""
    from vaultkit.graph.analyze.bridges import bridges

    return bridges(asked.graph(), limit=limit)
