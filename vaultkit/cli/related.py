"""`vaultkit related`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command, limit_option
from vaultkit.model.row import Row

HELP = """List the notes that have most in common with NOTE, and what it is.

NOTE is a path, name, title or alias. What both notes cite, link to or are tagged with counts, and who links
to both: the more, the fewer others know it. Being linked is no reason.

\b
Examples:
  vaultkit related Grokking notes/
  vaultkit related Topics/Grokking.md --unlinked      candidates for new links
  vaultkit related Grokking --kind note --kind paper  without tags
"""


@analysis_command("related", HELP)
@click.argument("name", metavar="NOTE")
@click.option("--unlinked", is_flag=True, help="Only notes that are not linked with it yet.")
@limit_option
def related(asked: Asked, name: str, unlinked: bool, limit: int | None) -> Sequence[Row]:
    """Rank the notes; the text for users is `HELP`."""
    from vaultkit.graph.analyze.related import related

    node = asked.node(name)
    return related(asked.graph(node), node, unlinked=unlinked, limit=limit)
