"""Rules are chosen by code, by the beginning of a code, by name, or all of them."""

from __future__ import annotations

import pytest

from vaultkit.errors import UsageError
from vaultkit.lint.registry import all_rules, family, rule_classes
from vaultkit.lint.selection import matching, select


def codes(rules) -> list[str]:
    return [rule.code for rule in rules]


def test_every_rule_that_is_not_off_by_default() -> None:
    assert select(["ALL"]) == tuple(rule.asked_for() for rule in all_rules())
    assert select() == tuple(rule for rule in all_rules() if rule.default)
    assert codes(all_rules()) == sorted(codes(all_rules()))


def test_prefix_code_and_name_in_any_case() -> None:
    assert all(code.startswith("LNK") for code in codes(matching("lnk")))
    assert (
        codes(matching("LNK001"))
        == codes(matching("lnk001"))
        == codes(matching("Broken-Wikilink"))
        == ["LNK001"]
    )
    assert codes(matching("LNK00")) == [code for code in codes(matching("LNK")) if code.startswith("LNK00")]


def test_lists_ignored_and_added() -> None:
    assert codes(select(["LNK001, anc00"], ignore=["missing-block"])) == [
        *(code for code in codes(matching("ANC")) if code != "ANC002"),
        "LNK001",
    ]
    assert codes(select(["LNK001"], extend=["TXT001"])) == ["LNK001", "TXT001"]
    assert "SEC003" not in codes(select(ignore=["SEC"]))


@pytest.mark.parametrize(
    ("unknown", "near"),
    [("broken-wikilinks", "broken-wikilink"), ("LNX", "LNK"), ("LNK0001", "LNK001"), ("AL", "ALL")],
)
def test_unknown_rules_are_errors_with_a_suggestion(unknown: str, near: str) -> None:
    with pytest.raises(UsageError, match="unknown rule") as raised:
        select([unknown])
    assert near in (raised.value.hint or "")


@pytest.mark.parametrize("selector", ["LNK999", "x", "LNK0011", "🙂", "no-such-rule"])
def test_nothing_matches(selector: str) -> None:
    with pytest.raises(UsageError):
        select([selector])


def test_nothing_left() -> None:
    with pytest.raises(UsageError, match="no rule is left"):
        select(["LNK001"], ignore=["LNK"])


def test_families_are_the_packages() -> None:
    assert {family(rule) for rule in rule_classes()} == {family(rule) for rule in all_rules()}
    assert family(matching("LNK001")[0]) == "links"


def test_rules_are_frozen_values() -> None:
    for rule in all_rules():
        assert rule == type(rule)()
        with pytest.raises(AttributeError):
            rule.code = "XXX000"  # type: ignore[misc]
