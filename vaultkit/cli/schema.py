"""`vaultkit schema`."""

from __future__ import annotations

from importlib.resources import files

import click

from vaultkit.cli.output import write
from vaultkit.report.config import config_schema_text
from vaultkit.report.documents import DOCUMENTS, schema_text


@click.command()
@click.argument("name", type=click.Choice(sorted([*DOCUMENTS, "config", "graph"])))
def schema(name: str) -> None:
    """Print the JSON Schema of a machine format.

    `lint` and `inspect` are the outputs of these commands with --format json, `graph` is what `graph -o
    graph.json` writes, `finding` is a line of `lint --format jsonl`, `config` is the file vaultkit.toml.
    """
    if name == "graph":
        text = files("vaultkit.export").joinpath("graph.schema.json").read_text(encoding="utf-8")
    else:
        text = config_schema_text() if name == "config" else schema_text(name)
    write([text])
