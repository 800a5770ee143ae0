"""`vaultkit papers`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.cli.output import PATH, format_for, note
from vaultkit.model.row import Row
from vaultkit.report.text import plural

if TYPE_CHECKING:
    from vaultkit.graph.analyze.papers import Paper
    from vaultkit.load.bib import Bibliography

HELP = """List the papers that the notes cite, each once, however it is linked.

With titles as the notes have them, the notes that cite it, its own note, and when it was read, from dated logs
and daily notes. Identifiers of one paper are taken together where a note about it gives them all, or where
[papers] merge in vaultkit.toml says so.

\b
Examples:
  vaultkit papers notes/ --unnoted --min-notes 2     often cited, and no note of their own
  vaultkit papers notes/ --title-conflicts           called differently, or two of one title
  vaultkit papers notes/ --invalid                   identifiers that cannot be, and what may be meant
  vaultkit papers notes/ --since 2024-06 --format csv
  vaultkit papers notes/ --bibtex -o papers.bib
  vaultkit papers notes/ --bib thesis.bib            what is cited and not in it, and the reverse
"""


@analysis_command("papers", HELP)
@click.option("--unnoted", is_flag=True, help="Only those that no note is about.")
@click.option("--min-notes", type=int, default=0, metavar="N", help="Only those that at least N notes cite.")
@click.option(
    "--title-conflicts",
    is_flag=True,
    help="Only those that notes call differently, and works that share a title.",
)
@click.option("--invalid", is_flag=True, help="Only those whose identifier is not valid.")
@click.option("--untitled", is_flag=True, help="Only those that no text calls by a title.")
@click.option(
    "--bibtex",
    is_flag=True,
    help="Write them as BibTeX, from what the vault says alone; so does -o FILE.bib.",
)
@click.option(
    "--bib",
    type=PATH,
    metavar="FILE",
    help="Compare with this .bib file: what is cited and not in it, and the reverse. With --bibtex, take its "
    "keys and entries over.",
)
def papers(asked: Asked, bibtex: bool, bib: str | None, **conditions: Any) -> Sequence[Row] | str:
    """List; the text for users is `HELP`."""
    from vaultkit.graph.analyze.papers import papers, uncited

    bibtex = bibtex or format_for(click.get_current_context().params["output"], "", ("bib",)) == "bib"
    if bib is None:
        rows = papers(asked.graph(), **conditions)
        return _bibtex(asked, rows, None) if bibtex else rows
    from vaultkit.load.bib import read_bib
    from vaultkit.vault.citekeys import citekeys

    listed = read_bib(bib)
    for line, message in listed.problems:
        note(f"{listed.name}:{line}: {message}")
    keys = citekeys(asked.vault, {entry.key for entry in listed.entries})
    rows = papers(asked.graph(), bib=listed, citekeys=keys, **conditions)
    if bibtex:
        return _bibtex(asked, rows, listed)
    missing = [row for row in rows if row.bib_key is None]
    others = uncited(papers(asked.whole, bib=listed), listed, keys)
    unused = [row for row in others if not row.cited_in]
    note(
        f"{plural(len(rows), 'paper')}, {len(missing)} of them not in {listed.name}; "
        f"{len(unused)} of its {len(listed.entries)} entries cited nowhere"
    )
    return [*missing, *unused]


def _bibtex(asked: Asked, rows: Sequence[Paper], bib: Bibliography | None) -> str:
    from vaultkit.export.bibtex import entries

    return "\n".join(entries(rows, asked.vault, bib))
