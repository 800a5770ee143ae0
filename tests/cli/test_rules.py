"""The list of rules for programs says what the one for people says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vaultkit.lint.registry import all_rules


def test_the_list_says_which_rules_run_by_themselves_and_which_have_a_fix(vaultkit: Any) -> None:
    rows = json.loads(vaultkit("rules", "--format", "json").out)["rules"]
    lines = vaultkit("rules").out.splitlines()

    assert {row["code"]: row["default"] for row in rows} == {rule.code: rule.default for rule in all_rules()}
    for row, line in zip(rows, lines, strict=False):
        assert line.startswith(row["code"])
        assert ("  off  " in line, "[*]" in line) == (not row["default"], row["fixable"])


@pytest.mark.parametrize(("code", "off"), [("GRA003", True), ("LNK001", False)])
def test_an_explanation_says_that_a_rule_is_off(vaultkit: Any, code: str, off: bool) -> None:
    heading = vaultkit("rule", code).out.partition("\n")[0]

    assert heading.endswith("off by default") == off
