"""`vaultkit rules`: the list."""

from __future__ import annotations

import click

from vaultkit.cli.output import color_option, style_for, text_or_json_option, write
from vaultkit.lint.registry import all_rules, family
from vaultkit.report.rules import rules_json, rules_text


@click.command()
@text_or_json_option
@color_option
def rules(format_: str, color: str) -> None:
    """List all rules: code, severity, whether there is a fix, name, what it is about.

    \b
    Examples:
      vaultkit rules
      vaultkit rules --format json
    """
    found = [(rule, family(rule)) for rule in all_rules()]
    write(rules_json(found) if format_ == "json" else rules_text(found, style_for(color)))
