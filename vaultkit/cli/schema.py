"""`vaultkit schema`."""

from __future__ import annotations

import click

from vaultkit.cli.output import write
from vaultkit.report.config import config_schema_text
from vaultkit.report.documents import DOCUMENTS, schema_text


@click.command()
@click.argument("name", type=click.Choice(sorted([*DOCUMENTS, "config"])))
def schema(name: str) -> None:
    """Print the JSON Schema of a machine format.

    `lint` and `inspect` are the outputs of these commands with --format json, `finding` is a line of
    `lint --format jsonl`, `config` is the file vaultkit.toml.
    """
    write([config_schema_text() if name == "config" else schema_text(name)])
