"""`vaultkit cache`."""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit.cli.output import cache_dir_option
from vaultkit.errors import UsageError
from vaultkit.load.cache_folder import ENVIRONMENT, clean, default_folder
from vaultkit.report.text import plural

HELP = """Show or empty the folder where parsed notes are kept between runs.

It holds what was read in the notes, never what was found wrong with them, and can be deleted at any time.

\b
Examples:
  vaultkit cache dir       where it is
  vaultkit cache clean     delete what is in it
"""


@click.command(help=HELP)
@click.argument("action", type=click.Choice(["dir", "clean"]))
@cache_dir_option
def cache(action: str, cache_dir: str | None) -> None:
    """Print the folder or delete its files; the text for users is `HELP`."""
    folder = default_folder() if cache_dir is None else Path(cache_dir)
    if folder is None:
        raise UsageError("there is no place for a cache", hint=f"set {ENVIRONMENT} or give --cache-dir")
    if action == "dir":
        click.echo(str(folder))
        return
    try:
        vaults, size = clean(folder)
    except OSError as error:
        raise UsageError(f"{folder} cannot be emptied: {error.strerror}") from error
    click.echo(f"{plural(vaults, 'vault')}, {size:,} bytes deleted from {folder}")
