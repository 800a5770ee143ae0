"""The formats of build servers: gitlab, junit, github; and jsonl and grouped."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from vaultkit.lint.registry import rule_classes
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report import LintRun
from vaultkit.report.checkout import checkout_prefix
from vaultkit.report.counts import MISSING, by_folder, missing_targets
from vaultkit.report.documents import schema
from vaultkit.report.fingerprint import fingerprint
from vaultkit.report.statistics import TOP, statistics
from vaultkit.report.style import PLAIN
from vaultkit.text import Span
from vaultkit.vault import Vault

from .runs import ODD_NAMES, lint_run, many, text

SAMPLE = Path(__file__).parents[2] / "sample_vault"
HERE = Span(0, 1, 1, 1, 1, 2)

# What GitLab documents of its report: these keys, and paths that lead down from the repository.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["check_name", "description", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "check_name": {"type": "string", "minLength": 1},
            "description": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^(/|\./)"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": False,
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
JUNIT = {  # element: (attributes it must have, all it may have, its parents)
    "testsuites": ({"name", "tests", "failures", "errors"}, set(), {None}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, set(), {"testsuites"}),
    "testcase": ({"name", "classname"}, {"file", "line"}, {"testsuite"}),
    "failure": ({"type", "message"}, set(), {"testcase"}),
}
RUNS = {
    "sample": lambda: lint_run(Vault.open(SAMPLE), show_info=True),
    "odd names": lambda: lint_run(ODD_NAMES, show_info=True),
    "clean": lambda: LintRun((), notes=3),
    "the vault as a whole": lambda: LintRun((Diagnostic("AAA001", "odd", "error", "", HERE, "m"),)),
}


@pytest.mark.parametrize("name", RUNS)
def test_gitlab(name: str) -> None:
    run = RUNS[name]()
    found = json.loads(text(run, "gitlab"))
    jsonschema.validate(found, CODE_QUALITY)
    assert [one["fingerprint"] for one in found] == [fingerprint(one) for one in run.findings]
    assert len({one["fingerprint"] for one in found}) == len(found)
    assert [one["location"]["path"] for one in found] == [one.path or "." for one in run.findings]
    assert [one["location"]["lines"]["begin"] for one in found] == [one.span.line for one in run.findings]


def test_gitlab_grades() -> None:
    run = LintRun(many(1, "error") + many(1, "warning") + many(1, "info"))
    assert [one["severity"] for one in json.loads(text(run, "gitlab"))] == ["major", "minor", "info"]


@pytest.mark.parametrize("name", RUNS)
def test_junit(name: str) -> None:
    run = RUNS[name]()
    root = ElementTree.fromstring(text(run, "junit").encode())
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        must, may, under = JUNIT[element.tag]
        assert must <= set(element.attrib) <= must | may
        assert (parents[element].tag if element in parents else None) in under
    for suite in (root, *root.iter("testsuite")):
        assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase"))) > 0
        assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))
    failures = [one.attrib for one in root.iter("failure")]
    assert [one["type"] for one in failures] == [one.severity for one in run.listed()]
    cases = [(one.attrib["classname"], one.attrib["name"]) for one in root.iter("testcase")]
    assert len(set(cases)) == len(cases)


def test_junit_spells_out_what_xml_has_no_character_for() -> None:
    odd = Diagnostic("AAA001", "odd", "error", "a\x00\x0b\ud800.md", HERE, "b\x1b\ufffe\uffff\x85<&\">'\t")
    written = text(LintRun((odd,)), "junit")
    assert not re.search("[^\\x20-\\x7e\n]", written)
    (failure,) = ElementTree.fromstring(written).iter("failure")
    assert failure.attrib["message"] == "b\\x1b\\ufffe\\uffff\\x85<&\">'\\t"
    assert failure.text == "a\\x00\\x0b\\ud800.md:1:1: AAA001 b\\x1b\\ufffe\\uffff\\x85<&\">'\\t"


@pytest.mark.parametrize("name", RUNS)
def test_jsonl_is_json_line_by_line(name: str) -> None:
    run = RUNS[name]()
    lines = [json.loads(line) for line in text(run, "jsonl").split("\n")[:-1]]
    assert lines == json.loads(text(run, "json"))["findings"]
    for line in lines:
        jsonschema.validate(line, schema("finding"), jsonschema.Draft202012Validator)


def test_grouped_names_each_note_once() -> None:
    written = text(
        lint_run(Vault.from_texts({"b.md": "![[x.png]] ![[y.png]]", "a.md": "![[z.png]]"})), "grouped"
    )
    assert written.splitlines()[:-1] == [
        "a.md",
        '  1:4  EMB001  no file "z.png" in the vault',
        "",
        "b.md",
        '  1:4   EMB001  no file "x.png" in the vault',
        '  1:15  EMB001  no file "y.png" in the vault',
        "",
    ]


COMMAND = re.compile(r"::(?P<kind>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def annotations(run: LintRun) -> list[tuple[str, dict[str, str], str]]:
    """Return (kind, properties, message) as GitHub's runner reads them."""

    def plain(value: str) -> str:
        for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(code, character)
        return value

    found = []
    for line in text(run, "github").split("\n"):
        if "::" in line or "##[" in line:
            read = COMMAND.fullmatch(line)
            assert read, line
            pairs = (pair.split("=", 1) for pair in read["properties"].split(","))
            found.append((read["kind"], {key: plain(value) for key, value in pairs}, plain(read["message"])))
    return found


def test_github_annotates_the_place() -> None:
    run = lint_run(Vault.from_texts({"a.md": "x ![[gone.png]]\n"}), prefix="notes/")
    assert annotations(run) == [
        (
            "error",
            {
                "file": "notes/a.md",
                "line": "1",
                "endLine": "1",
                "col": "6",
                "endColumn": "14",
                "title": "EMB001 missing-attachment",
            },
            'no file "gone.png" in the vault\nadd the file, or write its name as it is',
        )
    ]


def test_github_gives_no_columns_over_several_lines() -> None:
    place = Span(0, 9, 1, 3, 2, 4)
    ((_, properties, _),) = annotations(LintRun((Diagnostic("AAA001", "odd", "error", "n.md", place, "m"),)))
    assert properties == {"file": "n.md", "line": "1", "endLine": "2", "title": "AAA001 odd"}


def test_no_name_is_taken_for_a_command() -> None:
    run = lint_run(ODD_NAMES)
    found = annotations(run)
    listed = sorted(run.listed(), key=lambda one: ("error", "warning").index(one.severity))
    assert [properties["line"] for _, properties, _ in found] == [str(one.span.line) for one in listed]
    assert "::error title=x::y.md" in {properties["file"] for _, properties, _ in found}
    assert "a:b, c%20#d?.md" in {properties["file"] for _, properties, _ in found}


@pytest.mark.parametrize(
    ("errors", "warnings", "infos", "kinds", "last"),
    [
        (2, 1, 0, "EEW", None),
        (10, 10, 0, "E" * 10 + "W" * 10, None),
        (11, 0, 0, "E" * 10 + "N", "and 1 more (1 error): see the job summary"),
        (12, 30, 0, "E" * 10 + "W" * 10 + "N", "and 22 more (2 errors, 20 warnings): see the job summary"),
        (0, 0, 10, "N" * 10, None),
        (0, 0, 11, "N" * 9 + "N", "and 2 more (2 infos): see the job summary"),
        (11, 0, 10, "E" * 10 + "N" * 9 + "N", "and 2 more (1 error, 1 info): see the job summary"),
    ],
)
def test_github_shows_the_gravest_and_counts_the_rest(
    errors: int, warnings: int, infos: int, kinds: str, last: str | None
) -> None:
    run = LintRun(many(infos, "info") + many(warnings, "warning") + many(errors, "error"), show_info=True)
    found = annotations(run)
    assert "".join(kind[0].upper() for kind, _, _ in found) == kinds
    assert (found[-1][2] == last) if last else found[-1][1]["title"] == "AAA001 odd"


def test_paths_start_at_the_checkout(tmp_path: Path) -> None:
    vault = tmp_path / "repo" / "my notes" / "vault"
    vault.mkdir(parents=True)
    github, gitlab = {"GITHUB_WORKSPACE": str(tmp_path / "repo")}, {"CI_PROJECT_DIR": str(tmp_path / "repo")}
    assert checkout_prefix(vault, github) == checkout_prefix(vault, gitlab) == "my notes/vault/"
    assert checkout_prefix(tmp_path / "repo", github) == ""
    assert checkout_prefix(tmp_path, github) == ""
    assert checkout_prefix(vault, {}) == checkout_prefix(vault, {"GITHUB_WORKSPACE": ""}) == ""


def test_what_is_missing_is_what_rules_say() -> None:
    assert {rule.name for rule in rule_classes()} >= MISSING


def test_missing_targets_are_counted_as_obsidian_looks_them_up() -> None:
    vault = Vault.from_texts(
        {
            "a.md": "[[Idea]] [[idea|x]] [[Other]]",
            "F/b.md": "[[IDEA]] [[Third]] [[third]]",
            "F/G/c.md": "![[x.png]]",
        }
    )
    findings = lint_run(vault).findings
    assert missing_targets(findings) == [("IDEA", 3, 2), ("Third", 2, 1), ("Other", 1, 1), ("x.png", 1, 1)]
    assert by_folder(findings) == [("", 0, 0, 3), ("F", 0, 0, 3), ("F/G", 1, 0, 0)]


def test_long_statistics_say_how_much_they_leave_out() -> None:
    vault = Vault.from_texts({f"f{number}/n.md": f"[[T{number}]]" for number in range(TOP + 2)})
    written = "".join(statistics(lint_run(vault), PLAIN))
    assert "\nand 2 more targets\n" in written
    assert "\nand 2 more folders\n" in written
    inside = json.loads(text(lint_run(vault, statistics=True), "json"))
    jsonschema.validate(inside, schema("lint"), jsonschema.Draft202012Validator)
    assert len(inside["statistics"]["by_folder"]) == len(inside["statistics"]["missing_targets"]) == TOP + 2
    assert "statistics" not in json.loads(text(lint_run(vault), "json"))
