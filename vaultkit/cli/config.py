"""`vaultkit config`."""

from __future__ import annotations

import click

from vaultkit.cli.output import PATH, config_option, text_or_json_option, write
from vaultkit.config import conventions, load_config
from vaultkit.lint.policy import make_policy
from vaultkit.report.config import config_json, config_text
from vaultkit.workspace import find_root


@click.command()
@click.argument("vault", default=".", type=PATH)
@config_option
@text_or_json_option
def config(vault: str, config: tuple[str, ...], format_: str) -> None:
    """Print the configuration that holds for a vault, and where each value comes from.

    It is read from vaultkit.toml or .vaultkit.toml, or from [tool.vaultkit] in pyproject.toml, in the root of the
    vault or the nearest folder above it. There is one file; nothing is merged into it.

    \b
    Examples:
      vaultkit config notes/
      vaultkit config --config lint.fail-on=error --format json
      vaultkit schema config               the JSON Schema, for editors
    """
    root = find_root((vault,))
    loaded = load_config(root, config)
    policy = make_policy(loaded)
    conventions(loaded)
    loaded.ignored_targets()
    write((config_json if format_ == "json" else config_text)(loaded, policy, root))
