"""What a configuration and the command line make of the rules: which run, where they are reported, how
grave their findings are and which of them may be fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from vaultkit.config import Globs, Loaded
from vaultkit.errors import UsageError
from vaultkit.lint.registry import INTERNAL_ERROR
from vaultkit.lint.rule import Rule
from vaultkit.lint.selection import matching, select, split
from vaultkit.model.diagnostic import Diagnostic, Severity


class Variation(msgspec.Struct, frozen=True):
    """What is different in some notes: only the codes `select` are reported, those in `ignore` are not."""

    files: Globs
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    severity: dict[str, Severity] = {}


class Policy(msgspec.Struct, frozen=True):
    """The rules that run (`rules`) and what becomes of their findings.

    `reported` holds the codes that are reported where no variation speaks; None means all.
    """

    rules: tuple[Rule, ...] | None = None
    reported: frozenset[str] | None = None
    severity: dict[str, Severity] = {}
    unfixable: frozenset[str] = frozenset()
    variations: tuple[Variation, ...] = ()
    exclude: Globs = Globs()
    fail_on: str = "warning"

    def excludes(self, path: str) -> bool:
        """Return whether nothing is reported on the note `path`."""
        return self.exclude.match(path)

    def reports(self, code: str, path: str) -> bool:
        """Return whether findings with this code are reported in the note `path`."""
        on = self.reported is None or code in self.reported
        for one in self.variations:
            if one.files.match(path):
                if one.select is not None:
                    on = code in one.select
                on = on and code not in one.ignore
        return on or code == INTERNAL_ERROR[0]

    def apply(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return the findings that are reported, with the severities and fixes that they are to have."""
        kept: list[Diagnostic] = []
        for finding in findings:
            if not self.reports(finding.code, finding.path) or self.excludes(finding.path):
                continue
            severity = self._severity(finding)
            if severity != finding.severity:
                finding = replace(finding, severity=severity)
            if finding.fix is not None and finding.code in self.unfixable:
                finding = replace(finding, fix=None)
            kept.append(finding)
        return kept

    def _severity(self, finding: Diagnostic) -> Severity:
        severity = self.severity.get(finding.code, finding.severity)
        for one in self.variations:
            if finding.code in one.severity and one.files.match(finding.path):
                severity = one.severity[finding.code]
        return severity


EVERYTHING = Policy()
"""Every finding as its rule made it."""


def make_policy(
    loaded: Loaded,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    fixable: Sequence[str] = (),
    unfixable: Sequence[str] = (),
    fail_on: str | None = None,
) -> Policy:
    """Return what the configuration `loaded` and the options of the command line come to.

    The options win: `select` stands in place of the file's `select`, `extend-select` and `ignore` and of
    the `select` of its overrides; `ignore` and `extend_select` are added to the file's. What a file says of
    single notes (`per-file-ignores`, `exclude`, `ignore` of overrides) holds in any case.

    Raises:
        ConfigError: the file names an unknown rule, or a glob or an option that cannot be used.
        UsageError: an option names an unknown rule, or no rule is left.
    """
    lint = loaded.config.lint
    reported = _selected(loaded, select, ignore, extend_select)
    variations = _variations(loaded, chosen=bool(split(select)))
    needed = reported.union(*(one.select for one in variations if one.select is not None))
    allowed = split(fixable) or None
    if allowed is None and lint.fixable is not None:
        fixing = _codes(loaded, "lint.fixable", lint.fixable)
    else:
        fixing = {rule.code for selector in allowed or ["ALL"] for rule in matching(selector)}
    fixing -= _codes(loaded, "lint.unfixable", lint.unfixable) - ({*fixing} if allowed else set())
    fixing -= {rule.code for selector in split(unfixable) for rule in matching(selector)}
    configured = configured_rules(loaded)
    named = {rule.code for selector in split((*select, *extend_select)) for rule in matching(selector)}
    return Policy(
        rules=tuple(
            rule.asked_for() if rule.code in named else rule for rule in configured if rule.code in needed
        ),
        reported=frozenset(reported) if needed != reported else None,
        severity=_severities(loaded, "lint.severity", lint.severity),
        unfixable=frozenset(rule.code for rule in configured) - fixing,
        variations=variations,
        exclude=loaded.globs("lint.exclude", lint.exclude),
        fail_on=fail_on or lint.fail_on,
    )


def _selected(
    loaded: Loaded, chosen: Sequence[str], ignore: Sequence[str], extend: Sequence[str]
) -> frozenset[str]:
    """Return the codes of the rules that are on by and large."""
    lint = loaded.config.lint
    if split(chosen):
        codes = {rule.code for rule in select(chosen, (), extend)}
    else:
        default = (rule.code for rule in select())
        codes = set(default) if lint.select is None else _codes(loaded, "lint.select", lint.select)
        codes |= _codes(loaded, "lint.extend-select", lint.extend_select)
        codes -= _codes(loaded, "lint.ignore", lint.ignore)
        codes |= {rule.code for selector in split(extend) for rule in matching(selector)}
    codes -= {rule.code for selector in split(ignore) for rule in matching(selector)}
    if not codes:
        raise UsageError("no rule is left to run", hint="`vaultkit rules` lists all rules")
    return frozenset(codes)


def _variations(loaded: Loaded, *, chosen: bool) -> tuple[Variation, ...]:
    found = [
        Variation(
            loaded.globs("overrides.files", one.files),
            None
            if one.select is None or chosen
            else frozenset(_codes(loaded, "overrides.select", one.select)),
            frozenset(_codes(loaded, "overrides.ignore", one.ignore)),
            _severities(loaded, "overrides.severity", one.severity),
        )
        for one in loaded.config.overrides
    ]
    for glob, rules in loaded.config.lint.per_file_ignores.items():
        key = f"lint.per-file-ignores.{glob}"
        found.append(Variation(loaded.globs(key, (glob,)), None, frozenset(_codes(loaded, key, rules))))
    return tuple(found)


def _codes(loaded: Loaded, key: str, selectors: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for selector in selectors:
        try:
            codes.update(rule.code for rule in matching(selector))
        except UsageError as error:
            raise loaded.error(key, f"{key}: {error.message}", error.hint) from error
    return codes


def _severities(loaded: Loaded, key: str, given: Mapping[str, Severity]) -> dict[str, Severity]:
    """Return the severity by code; of selectors that meet the longest one wins, `LNK001` over `LNK`."""
    found: dict[str, Severity] = {}
    for selector in sorted(given, key=lambda one: (one.upper() != "ALL", len(one), one)):
        for code in _codes(loaded, f"{key}.{selector}", (selector,)):
            found[code] = given[selector]
    return found


def configured_rules(loaded: Loaded) -> tuple[Rule, ...]:
    """Return every rule with its options from the tables `[rules.NAME]`, sorted by code.

    Raises:
        ConfigError: a table names no rule, or holds an unknown option or a value of the wrong type.
    """
    from vaultkit.lint.registry import all_rules

    options: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for name, table in loaded.config.rules.items():
        key = f"rules.{name}"
        codes = _codes(loaded, key, (name,))
        if len(codes) != 1:
            raise loaded.error(key, f"{key}: names more than one rule")
        options[codes.pop()] = (key, table)
    return tuple(
        _with_options(loaded, rule, *options[rule.code]) if rule.code in options else rule
        for rule in all_rules()
    )


def _with_options(loaded: Loaded, rule: Rule, key: str, table: Mapping[str, Any]) -> Rule:
    known = {name.replace("_", "-"): name for name in rule.__struct_fields__}
    for option in table:
        if option not in known:
            there = f"there are {', '.join(known)}" if known else f"{rule.name} has no options"
            raise loaded.error(f"{key}.{option}", f'unknown key "{key}.{option}"', there)
    values = msgspec.structs.asdict(rule) | {known[option]: value for option, value in table.items()}
    try:
        return msgspec.convert(values, type(rule), from_attributes=True)
    except msgspec.ValidationError as error:
        said = str(error).replace("`", "").replace("$.", "")
        raise loaded.error(key, f"{key}: {said[:1].lower()}{said[1:]}") from error
