"""Every rule there is, found by walking `vaultkit.lint.rules`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from vaultkit.lint import rules as package
from vaultkit.lint.rule import Rule

INTERNAL_ERROR = ("VKT000", "internal-error")
"""Code and name of the finding that a rule itself failed; no rule class has it."""


@cache
def rule_classes() -> tuple[type[Rule], ...]:
    """Return every rule class, sorted by code.

    Raises:
        ValueError: two rules share a code or a name, or a rule file holds no rule.
    """
    found: list[type[Rule]] = []
    for family in iter_modules(package.__path__, package.__name__ + "."):
        if not family.ispkg:
            continue
        members = iter_modules(import_module(family.name).__path__, family.name + ".")
        found.extend(_rule_in(module.name) for module in members)
    found.sort(key=lambda rule: rule.code)
    for what in ("code", "name"):
        taken = [getattr(rule, what) for rule in found]
        twice = {value for value in taken if taken.count(value) > 1}
        if twice:
            raise ValueError(f"rules share a {what}: {', '.join(sorted(twice))}")
    return tuple(found)


def _rule_in(module_name: str) -> type[Rule]:
    module = import_module(module_name)
    for value in vars(module).values():
        if (
            isinstance(value, type)
            and issubclass(value, Rule)
            and value.__module__ == module_name
            and value.code
        ):
            return value
    raise ValueError(f"{module_name} holds no rule")


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule with its default options, sorted by code."""
    return tuple(rule() for rule in rule_classes())


def family(rule: Rule | type[Rule]) -> str:
    """Return the family of a rule: the name of the package it lies in."""
    return (rule.__module__ if isinstance(rule, type) else type(rule).__module__).split(".")[-2]
