"""`vaultkit stats`."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.model.row import Row

HELP = """Show what a vault is made of, on one screen: notes by type, links, papers, tags, days, connected parts.

\b
Examples:
  vaultkit stats notes/
  vaultkit stats notes/ --folder Topics
  vaultkit stats notes/ --format json
"""


@analysis_command("stats", HELP)
def stats(asked: Asked) -> Sequence[Row]:
    """Count; the text for users is `HELP`."""
    from vaultkit.graph.analyze.stats import stats

    return stats(asked.graph())
