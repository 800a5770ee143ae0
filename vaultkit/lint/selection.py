"""Which rules run: chosen by code, by the beginning of a code, by name, or all of them."""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.errors import UsageError
from vaultkit.lint.registry import all_rules
from vaultkit.lint.rule import Rule
from vaultkit.patterns import lazy_pattern

_CODE_PREFIX = lazy_pattern(r"[A-Za-z]{1,3}|[A-Za-z]{3}\d{1,3}")


def matching(selector: str) -> tuple[Rule, ...]:
    """Return the rules that `selector` means: `ALL`, `LNK`, `LNK001` or `broken-wikilink`, in any case.

    Raises:
        UsageError: no rule matches; the hint names near ones.
    """
    wanted = selector.strip()
    rules = all_rules()
    if wanted.upper() == "ALL":
        return rules
    found: tuple[Rule, ...] = ()
    if _CODE_PREFIX.fullmatch(wanted):
        found = tuple(rule for rule in rules if rule.code.startswith(wanted.upper()))
    found = found or tuple(rule for rule in rules if rule.name == wanted.lower())
    if not found:
        raise UsageError(f'unknown rule "{wanted}"', hint=_hint(wanted))
    return found


def _hint(wanted: str) -> str:
    from difflib import get_close_matches  # only when something is wrong

    codes = [rule.code for rule in all_rules()]
    names = [rule.name for rule in all_rules()]
    near = get_close_matches(wanted.lower(), names, cutoff=0.7)
    near = near or get_close_matches(wanted.upper(), ["ALL", *codes, *sorted({code[:3] for code in codes})])
    if near:
        return f"did you mean {' or '.join(near)}? `vaultkit rules` lists all rules"
    return "`vaultkit rules` lists all rules; ALL selects every one"


def split(values: Iterable[str]) -> list[str]:
    """Return the selectors in `values`, each of which may hold several separated by commas."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def select(
    select: Iterable[str] = (), ignore: Iterable[str] = (), extend: Iterable[str] = ()
) -> tuple[Rule, ...]:
    """Return the rules chosen, sorted by code: those that run by default unless `select` names some,
    plus `extend`, minus `ignore`. A rule that is off by default is chosen by any selector that means it.
    A rule that a selector means comes as it runs for somebody who asks for it.

    Raises:
        UsageError: a selector matches no rule, or no rule is left.
    """
    wanted = split(select)
    named = {rule.code for selector in (*wanted, *split(extend)) for rule in matching(selector)}
    chosen = {*named, *(rule.code for rule in all_rules() if rule.default and not wanted)}
    chosen -= {rule.code for selector in split(ignore) for rule in matching(selector)}
    if not chosen:
        raise UsageError("no rule is left to run", hint="`vaultkit rules` lists all rules")
    return tuple(
        rule.asked_for() if rule.code in named else rule for rule in all_rules() if rule.code in chosen
    )
