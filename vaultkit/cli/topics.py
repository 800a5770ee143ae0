"""`vaultkit topics`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.model.row import Row

HELP = """Show which papers and notes each topic covers, through everything that is part of it.

A topic is a note of this type, or whatever notes say they are part of (fields such as Part of, up, Includes).
Unwritten ones are ranked by demand: the links that lead there, times the notes they come from.

\b
Examples:
  vaultkit topics notes/
  vaultkit topics notes/ --without-papers
  vaultkit topics notes/ --unwritten             what to write next
  vaultkit topics notes/ --folder Topics --format csv
"""


@analysis_command("topics", HELP)
@click.option("--without-papers", is_flag=True, help="Only topics below which no paper is cited.")
@click.option(
    "--unwritten", is_flag=True, help="All names that are linked to and nobody has written, by demand."
)
def topics(asked: Asked, without_papers: bool, unwritten: bool) -> Sequence[Row]:
    """Show; the text for users is `HELP`."""
    from vaultkit.graph.analyze.topics import topics

    return topics(asked.graph(), without_papers=without_papers, unwritten=unwritten)
