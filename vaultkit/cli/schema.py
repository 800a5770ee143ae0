"""`vaultkit schema`."""

from __future__ import annotations

from importlib.resources import files

import click

from vaultkit.cli.output import write
from vaultkit.graph.analyze import analysis_names, row_type
from vaultkit.report.config import config_schema_text
from vaultkit.report.documents import DOCUMENTS, json_text, schema_text
from vaultkit.report.identified import Identified
from vaultkit.report.rows import rows_schema


@click.command()
@click.argument(
    "name",
    metavar="NAME",
    type=click.Choice(sorted([*DOCUMENTS, *analysis_names(), "config", "graph", "id"])),
)
def schema(name: str) -> None:
    """Print the JSON Schema of a machine format.

    `lint` and `inspect` are the outputs of these commands with --format json, `graph` is what `graph -o
    graph.json` writes, `finding` is a line of `lint --format jsonl`, `config` is the file vaultkit.toml and
    `baseline` the file .vaultkit-baseline.json; the others are the rows of the command of the same name.

    \b
    Examples:
      vaultkit schema lint > lint.schema.json
      vaultkit schema config > vaultkit.schema.json    for editors that complete TOML
    """
    if name == "graph":
        text = files("vaultkit.export").joinpath("graph.schema.json").read_text(encoding="utf-8")
    elif name == "id" or name in analysis_names():
        text = json_text(rows_schema(name, Identified if name == "id" else row_type(name)))
    else:
        text = config_schema_text() if name == "config" else schema_text(name)
    write([text])
