"""`vaultkit papers`, `timeline` and `topics` on the command line: what they print beside rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOTES = {
    "Topics/a.md": "- Part of: [[Nobody]]\n\n[A title here](https://arxiv.org/abs/1706.03762)\n",
    "Papers/P.md": "---\narxiv: 2301.05217\nauthors: [Neel Nanda]\n---\n# Progress measures of it\n",
    "Log.md": "- 📜: papers\n- 📜: posts\n\n## 2024-06-21\n\n- 📜 [[P]]\n\n## 2024-06-31\n\n- lost\n\n## 2024-06-20\n\n- 📜 x\n",
    "Keys.md": "as shown [@known]\n",
    ".obsidian/app.json": "{}",
}
BIB = "@misc{p, eprint={2301.05217}}\n@misc{known, title={Known by its key}}\n@misc{other, title={Another}}\n@misc{open,\n"


@pytest.fixture
def root(on_disk: Callable[..., Path]) -> Path:
    return on_disk({**{f"vault/{path}": text for path, text in NOTES.items()}, "all.bib": BIB}) / "vault"


def ids(done: Any) -> list[str]:
    return [row["id"] for row in json.loads(done.out)["rows"]]


def test_conditions(vaultkit: Any, root: Path) -> None:
    assert ids(vaultkit("papers", root, "--format", "json")) == ["arxiv:1706.03762", "arxiv:2301.05217"]
    assert ids(vaultkit("papers", root, "--unnoted", "--format", "json")) == ["arxiv:1706.03762"]
    assert ids(vaultkit("papers", root, "--folder", "Papers", "--format", "json")) == ["arxiv:2301.05217"]
    nothing = vaultkit("papers", root, "--invalid")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "nothing found\n")


def test_bibtex_of_the_papers_chosen(vaultkit: Any, root: Path, tmp_path: Path) -> None:
    done = vaultkit("papers", root, "--bibtex", "--unnoted")
    assert done.out.startswith("@misc{arxiv_1706_03762,\n  title = {A title here},\n")
    assert "2301_05217" not in done.out
    assert vaultkit("papers", root, "--bibtex", "-o", tmp_path / "out.bib").out == ""
    assert "author = {Neel Nanda}," in (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert vaultkit("graph", root, "-o", tmp_path / "graph.bib").code == 0
    assert "author = {Neel Nanda}," in (tmp_path / "graph.bib").read_text(encoding="utf-8")


def test_a_bibliography_is_compared_both_ways(vaultkit: Any, root: Path) -> None:
    pytest.importorskip("bibtexparser", reason="the extra [bib] reads .bib files")
    bib = root.parent / "all.bib"
    done = vaultkit("papers", root, "--bib", bib, "--format", "json")
    assert ids(done) == ["arxiv:1706.03762", "bib:other"]
    assert "all.bib:4: " in done.err
    assert "2 papers, 1 of them not in all.bib; 1 of its 3 entries cited nowhere" in done.err
    assert "@misc{p,\n  eprint = {2301.05217},\n}" in vaultkit("papers", root, "--bib", bib, "--bibtex").out
    wrong = vaultkit("papers", root, "--bib", root / "none.bib")
    assert (wrong.code, "cannot read" in wrong.err) == (2, True)


def test_without_the_extra_the_way_to_it_is_told(
    vaultkit: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "bibtexparser.entrypoint", None)
    done = vaultkit("papers", root, "--bib", root.parent / "all.bib")
    assert done.code == 2
    assert "pip install 'vaultkit[bib]'" in done.err


def test_faults_of_logs_are_told(vaultkit: Any, root: Path) -> None:
    done = vaultkit("timeline", root, "--by", "day", "--format", "csv")
    assert [line.split(",")[:2] for line in done.out.splitlines()[1:]] == [
        ["2024-06-20", "1"],
        ["2024-06-21", "1"],
    ]
    assert 'Log.md:2: 📜 is explained as "paper" already; that holds' in done.err
    assert 'Log.md:8: "## 2024-06-31" is no date; what stands below belongs to no day' in done.err


def test_bars_fit_the_terminal(vaultkit: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert (
        vaultkit("timeline", root, "--by", "day", "--plot").out
        == "2024-06-20  1  █\n2024-06-21  1  █\n\n█ paper\n"
    )
    assert "\x1b[" in vaultkit("timeline", root, "--plot", "--color", "always").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in vaultkit("timeline", root, "--plot").out


def test_topics_nobody_has_written(vaultkit: Any, root: Path) -> None:
    assert ids(vaultkit("topics", root, "--unwritten", "--format", "json")) == ["unresolved:nobody"]
    assert ids(vaultkit("topics", root, "--without-papers", "--format", "json")) == []
