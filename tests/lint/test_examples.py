"""Every rule's docstring is executed: its examples are what the rule does."""

from __future__ import annotations

import re

import pytest

from vaultkit.lint.examples import Documentation, Example, documentation, example_rules, example_vault
from vaultkit.lint.fixer import fix
from vaultkit.lint.registry import all_rules
from vaultkit.lint.rule import Rule
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select

RULES = [pytest.param(rule, id=rule.code) for rule in all_rules()]
Files = dict[str, bytes]


def examples(*kinds: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.code}-{example.kind}-{number}")
        for rule in all_rules()
        for number, example in enumerate(documentation(rule).examples)
        if example.kind in kinds
    ]


def found(files: Files, rule: Rule) -> list[tuple[str, int, str]]:
    """What the rules that run by default, and this one, find."""
    vault = example_vault(files)
    return sorted(
        (one.path, one.span.line, one.name)
        for one in check(vault, example_rules(files, select(extend=[rule.code])))
    )


def is_text(path: str) -> bool:
    return path.endswith(".md") and not path.startswith(".")


def with_frontmatter(files: Files) -> Files:
    """Every note without properties, misplaced ones too, gets some: three lines more."""
    return {
        path: b"---\nadded: 1\n---\n" + data
        if is_text(path) and not data.lstrip().startswith(b"---")
        else data
        for path, data in files.items()
    }


def with_crlf(files: Files) -> Files:
    return {path: data.replace(b"\n", b"\r\n") if is_text(path) else data for path, data in files.items()}


def with_bom(files: Files) -> Files:
    return {path: b"\xef\xbb\xbf" + data if is_text(path) else data for path, data in files.items()}


VARIANTS = [with_crlf, with_bom, with_frontmatter]


@pytest.mark.parametrize(("rule", "example"), examples("Bad"))
def test_bad_examples_have_exactly_the_marked_findings(rule: Rule, example: Example) -> None:
    assert rule.name in {name for _, _, name in example.marks}
    assert found(example.files, rule) == list(example.marks)
    for one in check(example_vault(example.files), example_rules(example.files, (rule,))):
        assert one.help or one.suggestions or one.fix, f"{one.message}: and what is to be done?"


@pytest.mark.parametrize("variant", [with_crlf, with_bom])
@pytest.mark.parametrize(("rule", "example"), examples("Bad"))
def test_line_ends_and_byte_order_mark_change_no_finding(rule: Rule, example: Example, variant) -> None:
    rules = example_rules(example.files, select(extend=[rule.code]))
    plain = check(example_vault(example.files), rules)
    varied = check(example_vault(variant(example.files)), rules)

    def places(findings):
        return [(one.code, one.path, one.span.line, one.span.column, one.span.end_column) for one in findings]

    assert places(varied) == places(plain)


@pytest.mark.parametrize(("rule", "example"), examples("Bad"))
def test_added_properties_move_findings_and_nothing_else(rule: Rule, example: Example) -> None:
    files = with_frontmatter(example.files)
    moved = {path: 3 if files[path] != example.files[path] else 0 for path in files}
    assert found(files, rule) == sorted(
        (path, line + moved[path], name) for path, line, name in example.marks
    )


@pytest.mark.parametrize(("rule", "example"), examples("Good"))
def test_good_examples_are_silent(rule: Rule, example: Example) -> None:
    assert found(example.files, rule) == []
    for variant in VARIANTS:
        assert found(variant(example.files), rule) == []


def fixed_pairs() -> list[object]:
    pairs: list[object] = []
    for rule in all_rules():
        known = documentation(rule).examples
        pairs += [
            pytest.param(rule, known[number - 1], example, id=f"{rule.code}-{number}")
            for number, example in enumerate(known)
            if example.kind == "Fixed"
        ]
    return pairs


@pytest.mark.parametrize("variant", [lambda files: files, *VARIANTS])
@pytest.mark.parametrize(("rule", "bad", "fixed"), fixed_pairs())
def test_fixed_is_what_the_fix_makes_of_bad(rule: Rule, bad: Example, fixed: Example, variant) -> None:
    assert bad.kind == "Bad"
    result = fix(example_vault(variant(bad.files)), example_rules(bad.files, [rule]), unsafe=True)
    expected = variant({**bad.files, **fixed.files})
    assert {path: result.vault.raw(path) for path in expected if path.endswith(".md")} == {
        path: data for path, data in expected.items() if path.endswith(".md")
    }
    assert result.findings == ()
    assert found(expected, rule) == []


def fenced(files: Files) -> Files:
    """All text of every note stands in a code fence; properties stay where they are."""
    wrapped = {}
    for path, data in files.items():
        if is_text(path):
            head = re.match(rb"---\n.*?^---\n", data, re.DOTALL | re.MULTILINE)
            start = head.end() if head else 0
            wrapped[path] = data[:start] + b"~~~~~~~~\n" + data[start:] + b"~~~~~~~~\n"
        else:
            wrapped[path] = data
    return wrapped


WHOLE_FILE = {
    "missing-section",
    "missing-required-property",
    "invalid-utf8",
    "nul-byte",
    "mojibake",
    "bidi-control",
    "invisible-character",
} | {
    "orphan-note",
    "missing-paper-id",
    "duplicate-note-name",
    "name-collision",
    "illegal-name",
    "link-hostile-name",
    "long-path",
}
"""Rules about the bytes of a file, which code is made of too, and about the note as a whole."""


@pytest.mark.parametrize(("rule", "example"), examples("Bad", "Good"))
def test_code_is_never_judged(rule: Rule, example: Example) -> None:
    files = fenced(example.files)
    fences = {
        path: data.count(b"\n", 0, data.index(b"~~~~~~~~")) for path, data in files.items() if is_text(path)
    }
    inside = [(path, line, name) for path, line, name in found(files, rule) if line > fences.get(path, line)]
    assert [one for one in inside if one[2] not in WHOLE_FILE] == []


@pytest.mark.parametrize("rule", RULES)
def test_documentation_says_what_why_and_remedy(rule: Rule) -> None:
    text: Documentation = documentation(rule)
    assert text.summary.endswith(".")
    assert len(text.summary) <= 80
    for word in ("\nFlags ", "\nWhy: ", "\nRemedy: ", "\nSource: "):
        assert word in "\n" + text.prose, f"{rule.code} lacks {word.strip()}"
    assert any(example.kind == "Good" for example in text.examples)


@pytest.mark.parametrize("rule", RULES)
def test_code_and_name_have_the_agreed_shape(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert rule.severity in ("error", "warning", "info")
    assert type(rule).__module__.rpartition(".")[2] == rule.name.replace("-", "_")


@pytest.mark.parametrize(("rule", "example"), examples("Bad", "Good"))
def test_a_note_asked_for_alone_has_the_findings_that_it_has_among_all(rule: Rule, example: Example) -> None:
    vault = example_vault(example.files)
    rules = example_rules(example.files, select(extend=[rule.code]))
    everything = check(vault, rules)
    for path in vault.files:
        assert check(vault, rules, paths=[path]) == [one for one in everything if one.path == path]
