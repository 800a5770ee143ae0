"""`vaultkit id`."""

from __future__ import annotations

import sys

import click

from vaultkit.cli.output import (
    Progress,
    color_option,
    format_for,
    format_option,
    output_option,
    vault_option,
    write_rows,
)
from vaultkit.report.identified import Identified, identified
from vaultkit.report.rows import FORMATS
from vaultkit.workspace import Workspace, find_root, is_vault

HELP = """Say which work an address or identifier names: one canonical id however it is linked.

What says where in the work or in which form (version, page, moment) is kept apart as its locator. Nothing is
looked up on the network, and a broken identifier is refused, never completed. In a vault (the one around the
current folder, or --vault) papers are suggested for it: those of the title under which the vault cites it.

TEXT is a URL, an arXiv number, a DOI, an ISBN or another identifier; - reads texts from standard input, one a line.

\b
Examples:
  vaultkit id https://arxiv.org/pdf/2301.05217v2.pdf
  vaultkit id 10.1145/3442188.3445922 'ISBN 0-262-03384-4' https://youtu.be/kCc8FmEb1nY?t=90
  vaultkit id --vault notes/ 1706.0376
  cat links.txt | vaultkit id - --format json

Exit codes: 0 everything was identified, 1 something was not, 2 usage.
"""


@click.command(help=HELP)
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@format_option(FORMATS, "table")
@output_option
@vault_option
@color_option
@click.pass_context
def id(
    ctx: click.Context,
    texts: tuple[str, ...],
    format_: str,
    output: str | None,
    vault: str | None,
    color: str,
) -> None:
    """Identify; the text for users is `HELP`."""
    given = [text for argument in texts for text in (_lines() if argument == "-" else [argument])]
    rows = identified(given)
    refused = [row for row in rows if row.problem]
    root = find_root((), vault)
    if any(row.kind == "paper" for row in refused) and (vault is not None or is_vault(root)):
        with Progress("reading") as progress:
            rows = identified(given, Workspace.open((), vault, progress=progress).vault)
    write_rows("id", Identified, rows, format_for(output, format_, FORMATS), output, color)
    ctx.exit(1 if refused else 0)


def _lines() -> list[str]:
    """Return the lines of standard input that say something."""
    data = sys.stdin.buffer.read().decode("utf-8", "replace")
    return [line.strip() for line in data.removeprefix("\ufeff").splitlines() if line.strip()]
