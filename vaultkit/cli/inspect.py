"""`vaultkit inspect`."""

from __future__ import annotations

import click

from vaultkit.cli.opening import choose_cache, open_workspace
from vaultkit.cli.output import (
    cache_dir_option,
    color_option,
    config_option,
    format_for,
    jobs_option,
    no_cache_option,
    output_option,
    paths_argument,
    style_of,
    text_or_json_option,
    vault_option,
    write,
)
from vaultkit.report.inspect import render_json, render_text

HELP = """Print everything that was understood of the notes: links and where they lead, tags, headings,
sections, properties, fields, blocks, problems.

PATHS are a vault, folders or notes in it; by default the vault around the current folder. The JSON format
has one note to a line; `vaultkit schema inspect` describes it.

\b
Examples:
  vaultkit inspect                            the vault around the current folder
  vaultkit inspect Topics/Grokking.md
  vaultkit inspect --format json -o facts.json
"""


@click.command(help=HELP)
@paths_argument
@text_or_json_option
@output_option
@vault_option
@config_option
@jobs_option
@no_cache_option
@cache_dir_option
@color_option
def inspect(
    paths: tuple[str, ...],
    format_: str,
    output: str | None,
    vault: str | None,
    config: tuple[str, ...],
    jobs: int | None,
    no_cache: bool,
    cache_dir: str | None,
    color: str,
) -> None:
    """Print the facts; the text for users is `HELP`."""
    workspace = open_workspace(paths, vault, config, jobs, cache=choose_cache(no_cache, cache_dir))
    if format_for(output, format_, ("json",)) == "json":
        write(render_json(workspace.vault, workspace.paths), output)
    else:
        write(render_text(workspace.vault, style_of(output, color), workspace.paths), output)
