"""`vaultkit path`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.model.row import Row

HELP = """Show the shortest way from one note to another: each edge with its kind, and the lines that state it.

Notes are named by path, name, title or alias, other nodes by their id (paper:arxiv:1706.03762). Edges are
followed in both directions. Tags and days connect nearly everything, so no way leads through them unless
--through says so.

\b
Examples:
  vaultkit path Grokking Superposition notes/
  vaultkit path Grokking paper:arxiv:1706.03762
  vaultkit path Grokking Cooking --through tag
"""


@analysis_command("path", HELP)
@click.argument("start", metavar="NOTE")
@click.argument("end", metavar="NOTE")
@click.option(
    "--through",
    multiple=True,
    type=click.Choice(["tag", "day"]),
    help="Let the way lead through these, too.",
)
def path(asked: Asked, start: str, end: str, through: tuple[str, ...]) -> Sequence[Row]:
    """Find the way; the text for users is `HELP`."""
    from vaultkit.graph.analyze.path import shortest_path

    first, last = asked.node(start), asked.node(end)
    return shortest_path(asked.graph(first, last), first, last, through=through)  # type: ignore[arg-type]
