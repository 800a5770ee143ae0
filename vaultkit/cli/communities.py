"""`vaultkit communities`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command, limit_option
from vaultkit.model.row import Row

HELP = """List the groups of notes that speak of each other more than of the rest.

Links, embeds and relations connect notes, and citing a paper that has a note of its own; tags and days do
not. A group is named by a tag that most of its notes and few others have, else by its most typical note.
The groups are the same in each run (Louvain's method from a fixed start).

\b
Examples:
  vaultkit communities notes/
  vaultkit communities notes/ --folder Topics --least 5
  vaultkit communities notes/ --format json | jq -r '.rows[0].notes[]'
"""


@analysis_command("communities", HELP)
@click.option(
    "--least",
    type=click.IntRange(min=2),
    default=3,
    show_default=True,
    metavar="N",
    help="Leave out groups of fewer notes.",
)
@limit_option
def communities(asked: Asked, least: int, limit: int | None) -> Sequence[Row]:
    """Group the notes; the text for users is `HELP`."""
    from vaultkit.graph.analyze.communities import communities

    return communities(asked.graph(), least=least, limit=limit)
