"""`vaultkit templates`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.model.row import Row

HELP = """Show how much of their templates the notes of each type fill: sections and fields, dead ones, boilerplate.

The template of a type is the note that the configuration names, or the one in the template folder, or what
most notes of the type look like. A text that three in ten notes have in common counts as boilerplate.

\b
Examples:
  vaultkit templates notes/
  vaultkit templates notes/ --dead                sections that hardly any note fills
  vaultkit templates notes/ --notes --folder Topics   how much each note fills, the emptiest first
  vaultkit templates notes/ --format csv
"""


@analysis_command("templates", HELP)
@click.option("--notes", is_flag=True, help="A row for each note in place of each section and field.")
@click.option("--dead", is_flag=True, help="Only sections and fields that hardly any note fills.")
def templates(asked: Asked, notes: bool, dead: bool) -> Sequence[Row]:
    """Show; the text for users is `HELP`."""
    from vaultkit.errors import UsageError
    from vaultkit.graph.analyze.templates import templates

    if notes and dead:
        raise UsageError("--notes and --dead exclude each other", hint="a note is never dead")
    return templates(asked.graph(), asked.vault, notes=notes, dead=dead)
