"""`vaultkit graph`: where it reads, what it writes, what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from vaultkit.cli import page
from vaultkit.export.page import drawing
from vaultkit.load import beside

NOTES = {
    "a.md": "[[b]] [[missing]] #t\n",
    "sub/b.md": "[x](https://arxiv.org/abs/1706.03762)\n",
    ".obsidian/app.json": "{}",
}


@pytest.fixture
def root(on_disk: Callable[..., Path]) -> Path:
    return on_disk({f"vault/{path}": text for path, text in NOTES.items()}) / "vault"


def test_counts_are_printed_without_an_output(vaultkit: Any, root: Path) -> None:
    done = vaultkit("graph", root)
    assert done.code == 0
    assert "5 nodes" in done.out
    assert "1   paper" in done.out
    assert "5 nodes, 4 edges in " in done.err


def test_several_outputs_in_one_run(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    done = vaultkit(
        "graph", root, "-o", tmp_path / "g.json", "-o", tmp_path / "g.GRAPHML", "-o", tmp_path / "g.csv"
    )
    assert done.code == 0
    assert done.out == ""
    assert json.loads((tmp_path / "g.json").read_bytes())["stats"]["nodes"] == 5
    assert nx.read_graphml(tmp_path / "g.GRAPHML").number_of_edges() == 4
    assert (tmp_path / "g.csv").exists()
    assert (tmp_path / "g.nodes.csv").exists()
    assert "g.json: " in done.err


def test_the_vault_is_the_one_around_the_current_folder(
    vaultkit: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "sub")
    done = vaultkit("graph", "--format", "json")
    assert [node["id"] for node in json.loads(done.out)["nodes"] if node["kind"] == "note"] == [
        "note:a.md",
        "note:sub/b.md",
    ]


def test_the_same_bytes_from_anywhere(
    vaultkit: Any, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = vaultkit("graph", root, "--format", "json", "-o", "-").out
    monkeypatch.chdir(root)
    assert vaultkit("graph", "--vault", ".", "--format", "json").out == first
    assert str(tmp_path) not in first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "g.jsn"], ".json"),
        (["-o", "g"], "no ending"),
        (["-o", "-"], "--format"),
        (["--format", "grapml"], "graphml"),
        (["--format", "sqlite"], "to a file"),
        (["-o", "no/such/g.json"], "there is no folder"),
        (["--open"], "--html"),
        (["--vault", "x"], "given twice"),
        (["-o", "g.json", "-o", "./g.json"], "written twice"),
        (["-o", "g.csv", "-o", "g.nodes.csv"], "g.nodes.csv would be written twice"),
        (["-o", "-", "-o", "-", "--format", "json"], "standard output would be written twice"),
        (["--html", "g.json", "-o", "g.json"], "written twice"),
    ],
)
def test_wrong_arguments_exit_2_before_anything_is_read(
    vaultkit: Any,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = vaultkit("graph", root, *arguments)
    assert done.code == 2
    assert message in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault"]


def test_wrong_vaults_exit_2(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "none", root / "a.md", tmp_path / "empty"):
        done = vaultkit("graph", place)
        assert done.code == 2
        assert done.err


def test_an_output_that_is_a_folder_is_refused(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    (tmp_path / "out.json").mkdir()
    done = vaultkit("graph", root, "-o", tmp_path / "out.json")
    assert (done.code, "it is a folder" in done.err) == (2, True)


def test_a_file_keeps_its_mode_and_a_link_stays_one(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert vaultkit("graph", root, "-o", link).code == 0
    assert link.is_symlink()
    assert json.loads(target.read_bytes())["stats"]["nodes"] == 5
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("linked", [False, True])
def test_a_board_in_the_vault_does_not_show_itself(vaultkit: Any, root: Path, linked: bool) -> None:
    if linked:
        (root / "c.md").write_text("[[board.canvas]] [[g.json]]\n", encoding="utf-8")
    outputs = ("-o", root / "sub" / "board.canvas", "-o", root / "sub" / "data.json")
    written = []
    for _ in range(2):
        assert vaultkit("graph", root, *outputs).code == 0
        written.append([path.read_bytes() for path in outputs[1::2]])
    assert written[0] == written[1]
    nodes = {node["id"] for node in json.loads(written[1][1])["nodes"]}
    assert ("note:sub/board.canvas" in nodes) == linked
    assert len(nodes) == 5 + 3 * linked
    assert '"source":"note:sub/board.canvas"' in vaultkit("graph", root, "--format", "json").out


def test_what_a_chart_leaves_out_is_said(vaultkit: Any, root: Path) -> None:
    assert "leaves out" not in vaultkit("graph", root, "--format", "mermaid").err
    (root / "many.md").write_text("".join(f"[[note {number}]]\n" for number in range(300)), encoding="utf-8")
    done = vaultkit("graph", root, "--format", "mermaid")
    assert "warning: the chart leaves out 104 edges and " in done.err
    assert done.out.startswith("%% 104 edges and ")


def test_of_csv_the_table_of_nodes_is_spoken_of(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    said = vaultkit("graph", root, "-o", tmp_path / "g\x1b[1m.csv").err
    assert "g\\x1b[1m.csv: " in said
    assert "g\\x1b[1m.nodes.csv: " in said
    done = vaultkit("graph", root, "--format", "csv")
    assert done.out.startswith("source,target,kind")
    assert "the table of edges" in done.err
    assert vaultkit("graph", root, "--format", "csv", "-o", "/dev/null").code == 0
    assert not Path("/dev/null.nodes.csv").exists()


@pytest.mark.parametrize("note", ["B", "vault/sub/b.md"])
def test_the_page_opens_where_it_was_asked_to(
    note: str, vaultkit: Any, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "p.html"
    done = vaultkit(
        "graph",
        root,
        "--html",
        page,
        "--local",
        note,
        "--depth",
        "9",
        "--color",
        "folder",
        "--size",
        "citations",
    )
    assert done.code == 0
    text = page.read_text(encoding="utf-8")
    assert '"start":{"colour":"folder","size":"citations","depth":3,"view":"local","node":1}' in text


def test_the_page_holds_what_the_linter_found(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    page = tmp_path / "p.html"
    (root / "a.md").write_text("[[b#Nowhere]]\n", encoding="utf-8")
    assert vaultkit("graph", root, "--html", page).code == 0
    assert "ANC001" in page.read_text(encoding="utf-8")
    assert vaultkit("graph", root, "--html", page, "--config", "lint.ignore=['ANC']").code == 0
    assert "ANC001" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--local", "c"], 'no note is called "c"'),
        (["--local", "b", "--slim"], "no local view"),
        (["--local", "b", "--kind", "tag"], 'no note is called "b"'),
        (["--color", "red"], '"red"'),
    ],
)
def test_wrong_options_of_the_page_exit_2(
    vaultkit: Any, root: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = vaultkit("graph", root, "--html", tmp_path / "p.html", *arguments)
    assert done.code == 2
    assert message in done.err
    assert not (tmp_path / "p.html").exists()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("hiding", [False, True])  # a map without what hides is drawn later
def test_processes_beside_make_the_same_page(
    vaultkit: Any, on_disk: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hiding: bool
) -> None:
    texts = {
        "a.md": "---\nstatus: draft\n---\nBegins with [[b]] and [[missing.png]].\n\n[[b#gone]]",
        "b.md": "---\naliases: [bee]\nodd: [1, two]\n---\n> [!note] See [[a]]\n",
    }
    if hiding:
        texts["hidden.md"] = "---\ngraphhide: true\n---\n[[a]]\n"
    root = on_disk({f"vault/{path}": text for path, text in texts.items()}) / "vault"
    pages = []
    for processors, worth in ((1, 10_000), (2, 0)):
        monkeypatch.setattr(beside, "available_processors", lambda number=processors: number)
        monkeypatch.setattr(page, "_WORTH_A_PROCESS", worth)
        monkeypatch.setattr(drawing, "_WORTH_A_PROCESS", worth)
        for name, options in (("whole", ()), ("part", ("--kind", "note"))):
            path = tmp_path / f"{name}{processors}.html"
            assert vaultkit("graph", root, "--html", path, *options).code == 0
            pages.append(path.read_bytes())
    assert pages[:2] == pages[2:]
    assert b"ANC" in pages[0]
    assert b"Begins with" in pages[1]
