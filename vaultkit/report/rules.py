"""The rules themselves as text and JSON: everything comes from their docstrings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from vaultkit.lint.examples import Documentation, documentation
from vaultkit.lint.rule import Rule
from vaultkit.report.encode import encode
from vaultkit.report.style import Style

_HEADINGS = {
    "Bad": "A fault looks like this (the mark says where it is found):",
    "Fixed": "The fix makes of it:",
    "Good": "This is fine:",
}


class ExampleJson(msgspec.Struct, frozen=True):
    """An example: `kind` is Bad, Fixed or Good, `text` as in the rule's documentation."""

    kind: str
    text: str


class RuleJson(msgspec.Struct, frozen=True):
    """A rule as a program wants it; one that is not `default` runs only when it is selected."""

    code: str
    name: str
    family: str
    severity: str
    default: bool
    fixable: bool
    summary: str
    description: str
    examples: list[ExampleJson]


class RulesJson(msgspec.Struct, frozen=True, kw_only=True):
    """The output of `vaultkit rules` and of `vaultkit rule` with --format json."""

    schema: Literal["vaultkit.rules/1"] = "vaultkit.rules/1"
    rules: list[RuleJson]


def rules_text(rules: Sequence[tuple[Rule, str]], style: Style) -> Iterator[str]:
    """Yield a line for each rule."""
    width = max(len(rule.name) for rule, _ in rules)
    for rule, _ in rules:
        text = documentation(rule)
        severity = style.paint(rule.severity, f"{rule.severity:<7}")
        fixable = "[*]" if text.fixable else "   "
        off = "   " if rule.default else "off"
        yield f"{rule.code}  {severity}  {off}  {fixable}  {rule.name:<{width}}  {text.summary}\n"
    yield "\n[*] has a fix; off: runs only when it is selected. `vaultkit rule CODE` explains a rule.\n"


def rule_text(rule: Rule, style: Style) -> Iterator[str]:
    """Yield the full text of one rule."""
    text = documentation(rule)
    yield f"{style.paint('path', f'{rule.code} {rule.name}')}  {style.paint(rule.severity, rule.severity)}"
    remarks = (", has a fix" if text.fixable else "") + ("" if rule.default else ", off by default")
    yield style.paint("dim", remarks) + "\n\n"
    yield f"{text.summary}\n\n{text.prose}\n"
    for example in text.examples:
        yield "\n" + style.paint("help", _HEADINGS[example.kind]) + "\n\n"
        yield "".join(f"    {line}".rstrip() + "\n" for line in example.source.split("\n"))


def rules_json(rules: Sequence[tuple[Rule, str]]) -> Iterator[str]:
    """Yield the rules as a JSON document."""
    yield encode(
        RulesJson(rules=[_rule(rule, family, documentation(rule)) for rule, family in rules]), indent=2
    )
    yield "\n"


def _rule(rule: Rule, family: str, text: Documentation) -> RuleJson:
    return RuleJson(
        code=rule.code,
        name=rule.name,
        family=family,
        severity=rule.severity,
        default=rule.default,
        fixable=text.fixable,
        summary=text.summary,
        description=text.prose,
        examples=[ExampleJson(example.kind, example.source) for example in text.examples],
    )
