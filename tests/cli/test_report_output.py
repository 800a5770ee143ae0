"""Where `vaultkit lint` puts its report: a file, standard error, the summary of a job."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from vaultkit.load.atomic import is_stream
from vaultkit.report import format_names

NOTES = {".obsidian/app.json": "{}", "A.md": "![[gone.png]] [[Idea]]\n", "Sub/B.md": "[[A]] ![[gone.png]]\n"}
SUMMARY = "Found 2 errors, 1 info in 2 notes.\n1 of severity info not listed (--show-info lists them).\n"


@pytest.fixture(autouse=True)
def no_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("format", format_names())
def test_a_file_holds_what_standard_output_would(format, vaultkit, on_disk) -> None:
    root = on_disk(NOTES)
    out = root / "report.txt"

    printed = vaultkit("lint", root, "--format", format)
    written = vaultkit("lint", root, "--format", format, "--output", out)

    assert (printed.code, printed.err) == (1, "")
    assert (written.code, written.out, written.err) == (1, "", SUMMARY)
    assert out.read_bytes() == printed.out.encode()
    assert vaultkit("lint", root, "--format", format, "-o", "-") == printed
    assert str(root) not in printed.out


@pytest.mark.parametrize("format", format_names())
def test_statistics_reach_people_and_leave_machine_formats_whole(format, vaultkit, on_disk) -> None:
    root = on_disk(NOTES)
    plain = vaultkit("lint", root, "--format", format).out
    done = vaultkit("lint", root, "--format", format, "--statistics")

    if format in ("full", "concise", "grouped"):
        assert "Missing targets, by links to them:\n2  gone.png\n1  Idea\n" in done.out
        assert "Findings by folder:\n2  ./\n1  Sub/\n" in done.out
        assert "A.md:1" not in done.out
    elif format == "markdown":
        assert done.out.startswith(plain)
        assert "| `gone.png` | 2 |" in done.out
    elif format == "json":
        document = json.loads(done.out)
        assert document.pop("statistics")["missing_targets"][0] == {
            "target": "gone.png",
            "links": 2,
            "notes": 2,
        }
        assert document == json.loads(plain)
    else:
        assert done.out == plain
        assert "2  gone.png\n" in done.err


def test_statistics_in_a_file_keep_the_summary_on_stderr(vaultkit, on_disk) -> None:
    root = on_disk(NOTES)
    done = vaultkit("lint", root, "--statistics", "-o", root / "s.txt")
    assert (done.out, done.err) == ("", SUMMARY)
    assert "2  gone.png\n" in (root / "s.txt").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written(vaultkit, on_disk) -> None:
    root = on_disk(NOTES)
    done = vaultkit("lint", root, "--format", "sarif", "-o", root / "no" / "such.sarif")
    assert (done.code, done.out) == (2, "")
    assert "error: cannot write" in done.err


@pytest.mark.parametrize("command", [["lint", "--format", "json"], ["inspect"], ["papers"], ["graph"]])
def test_a_full_disk_leaves_the_file_as_it_was(command, vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk({**NOTES, "old.json": "of yesterday"})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    done = vaultkit(*command, "--vault", root, "-o", root / "old.json")
    assert done.code == 2
    assert "old.json: No space left on device" in done.err
    assert (root / "old.json").read_text() == "of yesterday"
    assert sorted(one.name for one in root.iterdir()) == [".obsidian", "A.md", "Sub", "old.json"]


@pytest.mark.skipif(os.name != "posix", reason="a mode and symbolic links")
def test_a_report_keeps_the_mode_and_the_link_of_the_file_it_replaces(vaultkit, on_disk) -> None:
    root = on_disk({**NOTES, "real.json": "of yesterday"})
    (root / "real.json").chmod(0o640)
    (root / "graph.json").symlink_to("real.json")
    assert vaultkit("graph", root, "-o", root / "graph.json").code == 0
    assert (root / "graph.json").is_symlink()
    assert "nodes" in json.loads((root / "real.json").read_text())
    assert (root / "real.json").stat().st_mode & 0o777 == 0o640


def test_a_report_has_a_name_as_long_as_a_file_can_have(vaultkit, on_disk) -> None:
    root = on_disk(NOTES)
    report = root / ("\N{OCTOPUS}" * 62 + ".json")  # 253 bytes
    assert vaultkit("graph", root, "-o", report).code == 0
    assert "nodes" in json.loads(report.read_text())


@pytest.mark.skipif(not Path("/dev/fd/1").exists(), reason="a system with file descriptors as files")
def test_a_descriptor_is_written_to_and_not_replaced(on_disk, tmp_path_factory) -> None:
    out = tmp_path_factory.mktemp("out") / "log"
    out.write_text("before\n")
    command = [
        sys.executable,
        "-m",
        "vaultkit",
        "graph",
        on_disk(NOTES),
        "--format",
        "dot",
        "-o",
        "/dev/fd/1",
    ]
    with out.open("a") as stream:
        subprocess.run(command, stdout=stream, check=True)
    assert out.read_text().startswith("before\ndigraph")


def test_a_file_below_dev_is_a_file() -> None:
    assert is_stream(Path("/dev/fd/1"))
    assert is_stream(Path("/dev/stdout"))
    assert not is_stream(
        Path("/dev/shm/graph.json")
    )  # of memory, a second graph would be appended to the first


def test_a_file_that_cannot_be_replaced_is_written(vaultkit, on_disk, monkeypatch) -> None:
    """A file that is mounted by itself cannot, nor one in a folder that belongs to somebody else."""
    root = on_disk({**NOTES, "mounted.json": "of yesterday", "lent.json": "of yesterday"})
    made = tempfile.mkstemp

    def refused(*_: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    def elsewhere(**where: Any) -> tuple[int, str]:
        if where.get("dir") == root:
            raise PermissionError(errno.EACCES, "Permission denied")
        return made(**where)

    monkeypatch.setattr(Path, "replace", refused)
    assert vaultkit("graph", root, "-o", root / "mounted.json").code == 0
    monkeypatch.setattr(tempfile, "mkstemp", elsewhere)
    assert vaultkit("lint", root, "-o", root / "lent.json").code == 1
    assert "nodes" in json.loads((root / "mounted.json").read_text())
    assert "findings" in json.loads((root / "lent.json").read_text())
    assert not [path for path in root.iterdir() if path.name.startswith(".m") or path.suffix == ".tmp"]


def test_github_appends_to_the_summary_of_the_job(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk(NOTES)
    page = root / "summary.md"
    page.write_text("Earlier step", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))

    done = vaultkit("lint", root, "--format", "github")
    written = page.read_text(encoding="utf-8")

    assert (done.code, done.err) == (1, "")
    assert done.out.count("::error file=") == 2
    assert written.startswith("Earlier step\n## vaultkit\n")
    assert "| `Sub/B.md:1:10` | EMB001 missing-attachment |" in written
    assert vaultkit("lint", root, "--format", "json").code == 1
    assert page.read_text(encoding="utf-8") == written  # other formats leave it alone


def test_the_summary_of_a_job_stays_below_its_limit(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk(NOTES)
    page = root / "summary.md"
    page.write_text("x" * 899_900, encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    vaultkit("lint", root, "--format", "github")
    assert page.read_text(encoding="utf-8").endswith("and 2 more errors: `vaultkit lint` lists them all\n")


def test_a_summary_that_cannot_be_written_fails_nothing(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk(NOTES)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(root / "no" / "such" / "file"))
    done = vaultkit("lint", root, "--format", "github")
    assert done.code == 1
    assert "warning: the job summary cannot be written" in done.err


def test_paths_start_at_the_checkout(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk(NOTES)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root.parent))
    expected = f"{root.name}/Sub/B.md"

    assert f"::error file={expected}," in vaultkit("lint", root, "--format", "github").out
    results = json.loads(vaultkit("lint", root, "--format", "sarif").out)["runs"][0]["results"]
    assert results[-1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == expected
    assert json.loads(vaultkit("lint", root, "--format", "json").out)["findings"][-1]["path"] == "Sub/B.md"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("format", format_names())
def test_names_that_are_no_text_on_disk(format, vaultkit, on_disk) -> None:
    root = on_disk(NOTES)
    for name in (b"caf\xe9.md", b"esc\x1b[2J\n::error::x.md", b"a\xf0\x9f\x99\x82 %41.md"):
        with open(os.path.join(os.fsencode(root), name), "w", encoding="utf-8") as stream:  # noqa: PTH118, PTH123
            stream.write("![[gone.png]]\n")

    done = vaultkit("lint", root, "--format", format)

    assert done.code == 1
    assert "\x1b" not in done.out
    assert not any(line.startswith("::error::") for line in done.out.split("\n"))
    assert "caf%5Cxe9.md" in done.out if format == "sarif" else "xe9.md" in done.out


@pytest.mark.parametrize(
    ("arguments", "name", "format"),
    [
        (["lint"], "r.sarif", "sarif"),
        (["lint"], "r.JSON", "json"),
        (["lint"], "r.md", "markdown"),
        (["lint"], "r.xml", "junit"),
        (["lint"], "r.txt", "full"),
        (["lint", "--format", "concise"], "r.json", "concise"),
        (["inspect"], "r.json", "json"),
        (["hubs"], "r.csv", "csv"),
        (["hubs"], "r.json", "json"),
        (["hubs", "--format", "table"], "r.csv", "table"),
        (["id", "10.1000/182"], "r.csv", "csv"),
    ],
)
def test_the_ending_names_the_format_where_no_option_does(
    arguments, name, format, vaultkit, on_disk, monkeypatch
) -> None:
    monkeypatch.chdir(on_disk(NOTES))
    printed = vaultkit(*arguments, "--format", format).out
    assert vaultkit(*arguments, "-o", name).code in (0, 1)
    assert Path(name).read_bytes() == printed.encode()


def test_a_bibliography_is_what_its_name_says(vaultkit, on_disk) -> None:
    root = on_disk({"A.md": "[Grokking](https://arxiv.org/abs/2201.02177)\n"})
    assert vaultkit("papers", root, "-o", root / "p.bib").code == 0
    assert (root / "p.bib").read_text() == vaultkit("papers", root, "--bibtex").out


def test_rows_that_are_not_there_have_no_format(vaultkit, on_disk) -> None:
    done = vaultkit("papers", on_disk(NOTES), "--bibtex", "--format", "json")
    assert (done.code, done.out) == (2, "")
    assert "leave out --format" in done.err
