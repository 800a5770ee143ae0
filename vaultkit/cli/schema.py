"""`vaultkit schema`."""

from __future__ import annotations

from importlib.resources import files

import click
import msgspec

from vaultkit.cli.output import write
from vaultkit.graph.analyze import analysis_names, row_type
from vaultkit.report.config import ConfigJson, config_schema
from vaultkit.report.documents import DOCUMENTS, as_json_schema, json_text
from vaultkit.report.identified import Identified
from vaultkit.report.rows import rows_schema
from vaultkit.report.rules import RulesJson

_DOCUMENTS: dict[str, type[msgspec.Struct]] = {**DOCUMENTS, "rules": RulesJson, "settings": ConfigJson}


@click.command()
@click.argument(
    "name",
    metavar="NAME",
    type=click.Choice(sorted([*_DOCUMENTS, *analysis_names(), "config", "graph", "id"])),
)
def schema(name: str) -> None:
    """Print the JSON Schema of a machine format.

    `lint`, `inspect` and `rules` are the outputs of these commands with --format json, `settings` is that of
    `config`, `graph` is what `graph -o graph.json` writes, `finding` is a line of `lint --format jsonl`, `config` is
    the file vaultkit.toml and `baseline` the file .vaultkit-baseline.json; the others are the rows of the command of
    the same name.

    \b
    Examples:
      vaultkit schema lint > lint.schema.json
      vaultkit schema config > vaultkit.schema.json    for editors that complete TOML
    """
    if name == "graph":
        text = files("vaultkit.export").joinpath("graph.schema.json").read_text(encoding="utf-8")
    elif name == "config":
        text = json_text(config_schema())
    elif name in _DOCUMENTS:
        text = json_text(as_json_schema(name, _DOCUMENTS[name]))
    else:
        text = json_text(rows_schema(name, Identified if name == "id" else row_type(name)))
    write([text])
