"""`vaultkit hubs`."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.cli.analysis import Asked, analysis_command, limit_option
from vaultkit.model.row import Row

HELP = """List the notes that much leads to: by PageRank over the links between notes.

Links, embeds and relations count, and citing a paper that has a note of its own; tags and days do not.

\b
Examples:
  vaultkit hubs notes/
  vaultkit hubs notes/ --folder Topics --limit 50
  vaultkit hubs notes/ --limit 0 --format csv -o hubs.csv
"""


@analysis_command("hubs", HELP)
@limit_option
def hubs(asked: Asked, limit: int | None) -> Sequence[Row]:
    """Rank the notes; the text for users is `HELP`."""
    from vaultkit.graph.analyze.hubs import hubs

    return hubs(asked.graph(), limit=limit)
