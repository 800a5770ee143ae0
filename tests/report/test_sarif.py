"""SARIF: held against the standard's schema and against what its readers do with it.

`pydantic-sarif` carries the OASIS schema of version 2.1.0 as models generated from it; the models give
it back as JSON Schema, strict about unknown properties. What a schema cannot say is checked by hand.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from vaultkit.lint import fix
from vaultkit.lint.registry import INTERNAL_ERROR, all_rules
from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.report import LintRun
from vaultkit.report.documents import EntryJson
from vaultkit.report.fingerprint import fingerprint
from vaultkit.text import Edit, LineIndex, Span, apply_edits
from vaultkit.vault import Vault

from .runs import ODD_NAMES, lint_run, many, text

SAMPLE = Path(__file__).parents[2] / "sample_vault"
BROKEN_RULE = Diagnostic(*INTERNAL_ERROR, "error", "", Span(0, 0, 1, 1, 1, 1), "the rule X failed", "X")


@cache
def standard() -> jsonschema.Draft202012Validator:
    """Return the checker of the standard's schema, whose making takes longer than its checks."""
    models = pytest.importorskip("pydantic_sarif.model", reason="pydantic-sarif is not installed")
    schema: dict[str, Any] = models.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_json_schema()
    return jsonschema.Draft202012Validator(schema)


def sarif(run: LintRun) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text(run, "sarif"))
    return document


RUNS = {
    "sample": lambda: lint_run(Vault.open(SAMPLE)),
    "odd names": lambda: lint_run(ODD_NAMES, prefix="my notes/"),
    "clean": lambda: LintRun(()),
    "internal error": lambda: LintRun((BROKEN_RULE,)),
}


@pytest.mark.parametrize("name", RUNS)
def test_output_agrees_with_the_standard(name: str) -> None:
    document = sarif(RUNS[name]())
    standard().validate(document)
    assert "null" not in json.dumps(document["runs"][0]["results"])  # allowed by the models alone


def test_the_check_against_the_standard_has_teeth() -> None:
    document = sarif(RUNS["sample"]())
    document["runs"][0]["results"][0]["lines"] = 1
    with pytest.raises(jsonschema.ValidationError):
        standard().validate(document)


@pytest.mark.parametrize("name", RUNS)
def test_results_are_the_findings(name: str) -> None:
    lint = RUNS[name]()
    document = sarif(lint)
    assert (document["version"], len(document["runs"])) == ("2.1.0", 1)
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(lint.findings)
    for result, finding in zip(run["results"], lint.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.code
        assert result["level"] == {"info": "note"}.get(finding.severity, finding.severity)
        assert finding.message.isprintable() <= (finding.message in result["message"]["text"])
        assert result["partialFingerprints"] == {"vaultkit/v1": fingerprint(finding)}
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
        uri = place["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not set(uri) & set(' :?#\\"<>|[]`^{}\x1b\n')
        if finding.path:
            assert unquote(uri) == lint.prefix + finding.path
            span = finding.span
            assert place["region"] == {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            }


def test_every_rule_is_explained() -> None:
    rules = sarif(LintRun(()))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in all_rules()]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
        assert "**\n\n~~~~~\n~~~~ " in rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")


def test_a_failed_rule_makes_the_run_unsuccessful() -> None:
    run = sarif(LintRun((BROKEN_RULE,)))["runs"][0]
    assert run["invocations"] == [{"executionSuccessful": False}]
    assert run["results"][0]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "./", "uriBaseId": "%SRCROOT%"}}}
    ]
    assert sarif(LintRun(()))["runs"][0]["invocations"] == [{"executionSuccessful": True}]


def test_fixes_can_be_applied() -> None:
    vault = Vault.from_texts({"a.md": "x\r\n日本 🙂 [[b||t]]\r\n", "b.md": ""})
    (result,) = sarif(lint_run(vault))["runs"][0]["results"]
    (fixed,) = result["fixes"]
    (change,) = fixed["artifactChanges"]
    source = vault.text("a.md")
    lines = LineIndex(source)
    edits = []
    for one in change["replacements"]:
        region = one["deletedRegion"]
        start = lines.offset(region["startLine"], region["startColumn"])
        end = lines.offset(region["endLine"], region["endColumn"])
        edits.append(Edit(start, end, one["insertedContent"]["text"]))
    assert {change["artifactLocation"]["uri"]: apply_edits(source, edits)} == fix(vault).texts
    assert fixed["properties"] == {"applicability": "safe"}


def test_what_is_only_shown_is_no_fix() -> None:
    place = Span(0, 1, 1, 1, 1, 2)
    for one in (Fix("t", "display", {"n.md": (Edit(0, 1, ""),)}), Fix("t", "safe", {"n.md": ()})):
        finding = Diagnostic("AAA001", "odd", "error", "n.md", place, "m", fix=one)
        assert "fixes" not in sarif(LintRun((finding,)))["runs"][0]["results"][0]


def test_fingerprints_stay_when_lines_move() -> None:
    def prints(body: str) -> list[dict[str, str]]:
        run = sarif(lint_run(Vault.from_texts({"n.md": body})))["runs"][0]
        return [result["partialFingerprints"] for result in run["results"]]

    assert prints("![[a.png]] ![[a.png]]\n") == prints("new\n\n![[a.png]]\n\nwords ![[a.png]]\n")


def test_a_run_holds_as_many_results_as_github_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultkit.report.formats.sarif.LIMIT", 4)
    lint = LintRun(many(2, "info") + many(1, "warning") + many(2, "error"))

    document = sarif(lint)

    standard().validate(document)
    run = document["runs"][0]
    assert [one["level"] for one in run["results"]] == ["error", "error", "warning", "note"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["level"] == "warning"
    assert told["message"]["text"] == "1 result left out, the least grave: a run holds 4 at most"
    whole = sarif(LintRun(lint.findings[:4]))["runs"][0]
    assert [one["level"] for one in whole["results"]] == ["note", "note", "warning", "error"]
    assert "toolExecutionNotifications" not in whole["invocations"][0]


def test_what_is_not_listed_is_told() -> None:
    gone = EntryJson("EMB001", "A.md", "x.png", "0123456789abcdef")
    lint = LintRun(
        many(1, "error"), hidden=2, unchecked=7, narrowed_by="--staged", baselined=3, vanished=(gone,)
    )

    document = sarif(lint)

    standard().validate(document)
    run = document["runs"][0]
    assert [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]] == [
        "3 findings of the baseline not listed.",
        "1 entry of the baseline is no longer found (`vaultkit baseline prune` removes it).",
        "2 more findings in other notes (run without --staged to see them).",
        "7 other notes not looked at (run without --staged to check them).",
    ]
    assert [one["baselineState"] for one in run["results"]] == ["new"]
    assert "baselineState" not in sarif(LintRun(many(1, "error")))["runs"][0]["results"][0]
