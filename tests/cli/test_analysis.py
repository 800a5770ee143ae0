"""What every command that asks the graph has in common."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from vaultkit.cli.app import cli
from vaultkit.graph.analyze import analysis_names

NOTES = {
    "Topics/a.md": "# A\n\n[[b]] [[missing]] #t\n\n06/21/2024\n- [x](https://arxiv.org/abs/1706.03762)\n",
    "sub/b.md": "[x](https://arxiv.org/abs/1706.03762) [[a]]\n",
    ".obsidian/app.json": "{}",
}
NEEDED = {"related": ["a"], "path": ["a", "b"]}


@pytest.fixture
def root(on_disk: Callable[..., Path]) -> Path:
    return on_disk({f"vault/{path}": text for path, text in NOTES.items()}) / "vault"


@pytest.mark.parametrize("name", analysis_names())
def test_rows_come_in_every_format(vaultkit: Any, root: Path, tmp_path: Path, name: str) -> None:
    asked = [name, *NEEDED.get(name, []), root]
    assert vaultkit(*asked).code == 0
    done = vaultkit(*asked, "--format", "json")
    schema = json.loads(vaultkit("schema", name).out)
    jsonschema.validate(json.loads(done.out), schema)
    assert vaultkit(*asked, "--format", "json") == done
    table = vaultkit(*asked, "--format", "csv", "-o", tmp_path / "out.csv")
    assert (table.code, table.out) == (0, "")
    header = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[0]
    fields = next(iter(json.loads(done.out)["rows"]), None)
    assert fields is None or header.split(",") == list(fields)


@pytest.mark.parametrize("name", [*analysis_names(), "graph"])
def test_filters_are_offered_and_their_slips_are_errors(vaultkit: Any, root: Path, name: str) -> None:
    shown = vaultkit(name, "--help").out
    assert "Filters:" in shown
    assert "Examples:" in shown
    for option in (
        "--tag",
        "--folder",
        "--kind",
        "--around",
        "--depth",
        "--since",
        "--until",
        "--min-degree",
    ):
        assert option in shown
    asked = [name, *NEEDED.get(name, []), root]
    for filters, hint in (
        (["--tag", "tt"], None),
        (["--folder", "Topcs"], "Topics"),
        (["--around", "z"], "name"),
    ):
        done = vaultkit(*asked, *filters)
        assert done.code == 2
        assert hint is None or hint in done.err


@pytest.mark.parametrize("name", analysis_names())
def test_the_vault_is_given_once_and_must_be_there(vaultkit: Any, root: Path, name: str) -> None:
    needed = NEEDED.get(name, [])
    assert "given twice" in vaultkit(name, *needed, root, "--vault", root).err
    assert vaultkit(name, *needed, root / "none").code == 2


def test_the_command_group_lists_every_analysis(vaultkit: Any) -> None:
    shown = vaultkit("--help").out
    for name in analysis_names():
        assert f"\n  {name} " in shown
        assert name in cli.list_commands(None)  # type: ignore[attr-defined, arg-type]


def test_the_graph_is_filtered_in_every_format(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    done = vaultkit("graph", root, "--folder", "sub", "--format", "json")
    written = json.loads(done.out)
    assert [node["id"] for node in written["nodes"]] == ["note:sub/b.md", "paper:arxiv:1706.03762"]
    assert written["options"] == {"folders": ["sub"]}
    page = tmp_path / "page.html"
    vaultkit("graph", root, "--folder", "sub", "--html", page)
    assert "missing" in (tmp_path / "vault" / "Topics" / "a.md").read_text(encoding="utf-8")
    assert "unresolved:missing" not in page.read_text(encoding="utf-8")


def test_paths_are_the_vaults_own_or_seen_from_here(
    vaultkit: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = vaultkit("related", "Topics/a.md", root, "--folder", "sub")
    assert expected.code == 0
    assert expected.out
    monkeypatch.chdir(root.parent)
    assert vaultkit("related", "vault/Topics/a.md", "vault", "--folder", "vault/sub/") == expected
    graph = vaultkit(
        "graph", "vault", "--around", "vault/Topics/a.md", "--folder", "vault/sub", "--format", "json"
    )
    assert json.loads(graph.out)["options"] == {"around": "Topics/a.md", "depth": 1, "folders": ["sub"]}
    monkeypatch.chdir(root / "Topics")
    assert vaultkit("related", "a.md", "--vault", "..", "--folder", "../sub") == expected


ODD = {
    "one empty note": {"a.md": ""},
    "a note about itself": {"a.md": "up:: [[a]]\nRelated:: [[a]]\n- Includes: [[A.md]]\n", "b.md": ""},
    "nothing but canvases": {"a.canvas": "{}", "b.canvas": '{"nodes": 3}'},
    "unresolved alone": {"a.md": "\n".join(f"[[ghost {n}]]" for n in range(1_000)), "b.md": ""},
    "odd names": {
        "a.md": "[[b]]",
        "b.md": "[[\u202eb]] [[x\x07y]] #\u5b66 ",
        "=1+1 \u05e9\u05dc\u05d5\u05dd.md": "[[a]]",
    },
}


@pytest.mark.parametrize("vault", ODD)
def test_odd_vaults_have_answers(vaultkit: Any, on_disk: Callable[..., Path], vault: str) -> None:
    root = on_disk({".obsidian/app.json": "{}", **ODD[vault]})
    for name in analysis_names():
        for format in ("table", "json"):
            done = vaultkit(name, *NEEDED.get(name, []), root, "--format", format)
            no_such_note = name == "path" and vault == "one empty note"
            assert done.code == (2 if no_such_note else 0), (name, done.err)
            assert "\x07" not in done.out
            assert "\u202e" not in done.out or format == "json"
