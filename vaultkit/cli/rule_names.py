"""Completes rules in a shell, as arguments and in the comma-separated lists of options."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names and codes of rules that `incomplete`, or what stands after its last comma, begins."""
    from click.shell_completion import CompletionItem

    from vaultkit.lint.registry import rule_classes

    before, comma, begun = incomplete.rpartition(",")
    return [
        CompletionItem(before + comma + word, help=(rule.__doc__ or "").partition("\n")[0])
        for rule in rule_classes()
        for word in (rule.name, rule.code)
        if word.startswith(begun.upper() if word is rule.code else begun.lower())
        and (begun or word is rule.name)
    ]


rules_option = partial(click.option, multiple=True, metavar="RULES", shell_complete=complete_rules)
"""An option that takes rules: codes, beginnings of codes, names, several with commas between them."""
