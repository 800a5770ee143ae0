"""`vaultkit suggest`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.model.row import Row

KINDS = ("unlinked-mention", "unlinked-work", "clipped", "unwritten-work", "near-names", "same-title")

HELP = """Suggest links that are missing, and names and works that may be the same. Nothing is changed.

\b
unlinked-mention  a note's name, title or alias in the text of a note that does not link to it
unlinked-work     the title of a paper or page in the text of a note that does not cite it
clipped           a cited address of which another note is a copy
unwritten-work    a link to an unwritten note that names a paper or page by its title
near-names        notes whose names differ by a slip, a plural, accents or the order of words
same-title        two works with one title under different identifiers

Mentions are whole words, the longest name first, outside of code, links, headings, properties and comments.
Names of one word that are common in general or in this vault are left out.

\b
Examples:
  vaultkit suggest notes/
  vaultkit suggest notes/ --only unlinked-mention --folder Topics
  vaultkit suggest notes/ --only near-names --only same-title --format csv
"""


@analysis_command("suggest", HELP)
@click.option("--only", multiple=True, type=click.Choice(KINDS), help="Only suggestions of this kind.")
def suggest(asked: Asked, only: tuple[str, ...]) -> Sequence[Row]:
    """Look for suggestions; the text for users is `HELP`."""
    from vaultkit.graph.analyze.suggest import suggest

    return suggest(asked.graph(), asked.vault, kinds=only or KINDS)  # type: ignore[arg-type]
