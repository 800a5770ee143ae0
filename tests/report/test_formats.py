"""The formats of findings."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from vaultkit.errors import UsageError
from vaultkit.lint import check, fix
from vaultkit.lint.selection import select
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report import LintRun, format_names, render
from vaultkit.report.documents import DOCUMENTS, schema
from vaultkit.report.fingerprint import fingerprint
from vaultkit.report.inspect import render_json, render_text
from vaultkit.report.style import COLOURED, PLAIN
from vaultkit.report.text import columns
from vaultkit.text import Span
from vaultkit.vault import Vault

SAMPLE = Path(__file__).parents[2] / "sample_vault"


def lint_run(vault: Vault, **options: object) -> LintRun:
    return LintRun(
        findings=tuple(check(vault)), notes=len(vault.notes), version="1", source=vault.text, **options
    )


def text(vault: Vault, format: str, **options: object) -> str:
    return "".join(render(lint_run(vault, **options), format))


def excerpt(line: str, width: int | None = None) -> tuple[str, str]:
    """Return the source line and the line of carets of the first finding in a note, on a terminal `width` wide."""
    vault = Vault.from_texts({"n.md": line})
    run = LintRun(
        findings=tuple(check(vault, select(ignore=["TXT"]))), notes=1, source=vault.text, width=width
    )
    lines = "".join(render(run, "full")).splitlines()
    return lines[1].partition("| ")[2], lines[2].partition("| ")[2]


def test_formats_are_found_by_name() -> None:
    assert {"concise", "full", "json"} <= set(format_names())
    with pytest.raises(UsageError, match="unknown format"):
        render(LintRun(()), "nonsense")


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("see ![[gone.png|200]] there", 7),
        ("tab\t![[gone.png]]", 10),
        ("日本語 ![[gone.png]]", 10),
        ("e\u0301 ![[gone.png]]", 5),
        ("🙂 ![[gone.png]]", 6),
        ("\x01\x1b ![[gone.png]]", 6),
    ],
)
def test_carets_stand_under_the_target(line: str, before: int) -> None:
    source, carets = excerpt(line)
    assert carets.startswith(" " * before + "^" * len("gone.png") + " no file")
    assert "\x1b" not in source


@pytest.mark.parametrize("lead", ["x" * 500, "word " * 100, "日本" * 200])
def test_a_long_line_is_cut_around_the_finding(lead: str) -> None:
    source, carets = excerpt(f"{lead} ![[gone.png]] {lead}")
    assert len(source) < 120
    assert source.startswith("…")
    assert source.endswith("…")
    assert "gone.png" in source
    assert carets.lstrip().startswith("^^^^^^^^ no file")


@pytest.mark.parametrize("lead", ["word " * 100, "日本" * 200, "a 日" * 100, ""])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_of_a_note_is_wider_than_the_terminal(lead: str, width: int) -> None:
    source, carets = excerpt(f"{lead} ![[gone.png]] {lead}", width)
    assert columns(source) <= min(width, 110) - len("  1 | ")
    assert "gone.png" in source
    assert columns(source.partition("gone.png")[0]) == carets.index("^")


def test_a_megabyte_in_one_line_is_quick() -> None:
    body = "word " * 200_000
    assert len(text(Vault.from_texts({"n.md": body + "![[gone.png]]" + body}), "full")) < 2000


def test_a_place_over_several_lines_is_underlined_to_the_end_of_the_first() -> None:
    source, carets = excerpt("see [[broken\nlink]] there")
    assert source == "see [[broken"
    assert carets.startswith("    ^^^^^^^^ ")


def test_colour_only_when_asked_for() -> None:
    run = lint_run(Vault.from_texts({"n.md": "![[gone.png]]"}))
    for name in ("full", "concise"):
        plain, coloured = "".join(render(run, name, PLAIN)), "".join(render(run, name, COLOURED))
        assert "\x1b" not in plain
        assert "\x1b[1;31m" in coloured
    assert "\x1b" not in "".join(render(run, "json", COLOURED))


def test_odd_names_cannot_reach_the_terminal() -> None:
    vault = Vault.from_texts({"a\x1b[2Jb\nc.md": "![[g\x1b[31mone.png]]"})
    for name in ("full", "concise"):
        assert "\x1b" not in text(vault, name)
        assert "a\\x1b[2Jb\\nc.md:1:4" in text(vault, name)


def test_json_is_utf8_whatever_the_names_are() -> None:
    place = Span(0, 1, 1, 1, 1, 2)
    odd = Diagnostic("AAA001", "odd", "error", "\udce9.md", place, "no \ud800", target="\ud800")
    found = json.loads("".join(render(LintRun((odd,)), "json")).encode("utf-8"))["findings"][0]
    assert (found["path"], found["message"], found["target"]) == ("\\udce9.md", "no \\ud800", "\\ud800")


def test_infos_are_counted_and_listed_on_demand() -> None:
    vault = Vault.from_texts({"n.md": "[[Idea]]"})
    assert "Idea" not in text(vault, "concise")
    assert "1 of severity info not listed" in text(vault, "concise")
    assert "Idea" in text(vault, "concise", show_info=True)
    assert "Idea" in text(vault, "json")


def test_fingerprints_do_not_know_lines() -> None:
    def prints(body: str) -> list[str]:
        return [fingerprint(one) for one in check(Vault.from_texts({"n.md": body}))]

    before = prints("![[a.png]]\n\n![[b.png]] ![[b.png]]\n")
    assert prints("new\n\nlines\n\n![[a.png]]\n\nx ![[b.png]] y ![[b.png]]\n") == before
    assert len(set(before)) == 3


SAMPLES = {
    "sample": lambda: Vault.open(SAMPLE),
    "empty": lambda: Vault.from_texts({}),
    "odd": lambda: Vault.from_texts(
        {
            "a.md": "---\nup: [[x]]\ndate: 2024-01-01\nn: .nan\nl: [1, {a: null}]\n---\n# A\n\nk:: v\n\n> [!note] T\n\n[^1] %%c%% <!--d-->\n\n[^1]: x\n\ntext ^b\n\n- \n\n[[||x]] <% t %>\n",
            "b.md": b"\xff\0",
            "c.canvas": "{]",
        }
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_output_agrees_with_the_published_schemas(name: str) -> None:
    vault = SAMPLES[name]()
    jsonschema.validate(json.loads(text(vault, "json")), schema("lint"), jsonschema.Draft202012Validator)
    inspected = "".join(render_json(vault))
    jsonschema.validate(json.loads(inspected), schema("inspect"), jsonschema.Draft202012Validator)
    assert "".join(render_json(vault)) == inspected
    assert "".join(render_text(vault, PLAIN)).endswith("in the vault.\n")


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_schemas_are_valid(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:vaultkit:{name}:1"


def test_the_agreed_names_are_there() -> None:
    vault = Vault.from_texts({"a.md": "# H\n\n[[b#H|d]] #t ![[n.png]]\n", "b.md": ""})
    finding = json.loads(text(vault, "json"))["findings"][0]
    assert set(finding) >= {
        "code",
        "name",
        "severity",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "target",
        "suggestions",
        "fix",
        "fingerprint",
    }
    note = json.loads("".join(render_json(vault)))["notes"][0]
    assert set(note) >= {
        "path",
        "title",
        "note_type",
        "links",
        "tags",
        "headings",
        "sections",
        "blocks",
        "fields",
        "properties",
        "aliases",
        "problems",
    }
    assert set(note["links"][0]) >= {
        "kind",
        "raw",
        "target",
        "subpath",
        "display",
        "line",
        "column",
        "end_line",
        "end_column",
        "resolution",
        "resolved",
        "candidates",
        "subpath_found",
    }
    assert note["links"][0] | {"key": None} == {
        "kind": "wikilink",
        "raw": "[[b#H|d]]",
        "target": "b",
        "subpath": "#H",
        "display": "d",
        "line": 3,
        "column": 1,
        "end_line": 3,
        "end_column": 10,
        "resolution": "resolved",
        "resolved": "b.md",
        "candidates": [],
        "subpath_found": False,
        "key": None,
    }
    assert set(note["tags"][0]) >= {"name", "line", "column"}
    assert set(note["headings"][0]) >= {"text", "level", "line"}
    assert set(note["sections"][0]) >= {"heading", "level", "line", "end_line", "state"}


def test_edits_in_json_are_places_in_the_note() -> None:
    vault = Vault.from_texts({"a.md": "x\n日本 [[b||t]]\n", "b.md": ""})
    (finding,) = json.loads(text(vault, "json"))["findings"]
    assert finding["fix"] == {
        "title": "leave one pipe",
        "applicability": "safe",
        "edits": [{"path": "a.md", "line": 2, "column": 7, "end_line": 2, "end_column": 8, "text": ""}],
    }
    assert fix(vault).texts == {"a.md": "x\n日本 [[b|t]]\n"}
