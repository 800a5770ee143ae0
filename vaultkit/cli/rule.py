"""`vaultkit rule`: one rule explained."""

from __future__ import annotations

import click

from vaultkit.cli.output import color_option, style_for, text_or_json_option, write
from vaultkit.cli.rule_names import complete_rules
from vaultkit.errors import UsageError
from vaultkit.lint.registry import family
from vaultkit.lint.selection import matching
from vaultkit.report.rules import rule_text, rules_json


@click.command()
@click.argument("rules", nargs=-1, metavar="[CODE|NAME]...", shell_complete=complete_rules)
@click.option("--all", "everything", is_flag=True, help="Explain every rule.")
@text_or_json_option
@color_option
def rule(rules: tuple[str, ...], everything: bool, format_: str, color: str) -> None:
    """Explain rules: what they flag, why, what to do, and examples.

    \b
    Examples:
      vaultkit rule LNK001
      vaultkit rule broken-wikilink missing-heading
      vaultkit rule --all --format json
    """
    if not rules and not everything:
        raise UsageError("name a rule, or use --all", hint="`vaultkit rules` lists them")
    selectors = ("ALL",) if everything else rules
    found = {one.code: one for selector in selectors for one in matching(selector)}
    chosen = [(one, family(one)) for _, one in sorted(found.items())]
    if format_ == "json":
        write(rules_json(chosen))
        return
    style = style_for(color)
    write("\n\n".join("".join(rule_text(one, style)).rstrip() for one, _ in chosen) + "\n")
