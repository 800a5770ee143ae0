from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from vaultkit.load.discover import discover, valid_unicode
from vaultkit.text import printable


def paths(root: Path) -> list[str]:
    return [entry.path for entry in discover(root).entries]


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_visible_files_in_sorted_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/z.md", "a.md", "a/b/c.png", "B.canvas", "README")
    found = discover(tmp_path)
    assert [entry.path for entry in found.entries] == [
        "B.canvas",
        "README",
        "a.md",
        "a/b/c.png",
        "a/z.md",
        "b.md",
    ]
    assert found.problems == ()
    entry = found.entries[2]
    assert (entry.size, entry.mtime_ns, entry.disk) == (4, (tmp_path / "a.md").stat().st_mtime_ns, "a.md")


def test_names_alone_are_the_same_without_a_look_at_the_files(tmp_path: Path) -> None:
    write(tmp_path, "a/b.md", "ü.md", "c.png")
    looked_up, names = discover(tmp_path), discover(tmp_path, look_up=False)
    assert [(one.path, one.disk) for one in names.entries] == [
        (one.path, one.disk) for one in looked_up.entries
    ]
    assert {(one.size, one.mtime_ns, one.inode) for one in names.entries} == {(0, 0, 0)}


def test_hidden_components_are_invisible_and_gitignore_is_not_consulted(tmp_path: Path) -> None:
    write(tmp_path, ".obsidian/app.json", ".trash/x.md", "a/.hidden.md", "a/.b/c.md", "ignored.md")
    (tmp_path / ".gitignore").write_text("ignored.md\n")
    assert paths(tmp_path) == ["ignored.md"]


@pytest.mark.skipif(not hasattr(os, "symlink") or sys.platform == "win32", reason="needs symbolic links")
class TestSymbolicLinks:
    def test_out_of_the_vault_they_are_not_followed(self, tmp_path: Path) -> None:
        write(tmp_path, "vault/a.md", "outside/secret.md", "vault-2/near.md")
        (tmp_path / "vault/link").symlink_to(tmp_path / "outside")
        (tmp_path / "vault/near").symlink_to(tmp_path / "vault-2")
        (tmp_path / "vault/s.md").symlink_to(tmp_path / "outside/secret.md")
        found = discover(tmp_path / "vault")
        assert [entry.path for entry in found.entries] == ["a.md"]
        assert [problem.partition(":")[0] for problem in found.problems] == ["link", "near", "s.md"]

    def test_loops_end_and_a_real_folder_keeps_its_own_name(self, tmp_path: Path) -> None:
        write(tmp_path, "vault/m/a.md")
        (tmp_path / "vault/m/up").symlink_to(tmp_path / "vault")
        (tmp_path / "vault/m/self").symlink_to("self")
        (tmp_path / "vault/alias").symlink_to("m")
        assert paths(tmp_path / "vault") == ["m/a.md"]

    def test_inside_the_vault_they_count(self, tmp_path: Path) -> None:
        write(tmp_path, "vault/a.md", "vault/.store/b.md")
        (tmp_path / "vault/copy.md").symlink_to("a.md")
        (tmp_path / "vault/shown").symlink_to(".store")
        assert paths(tmp_path / "vault") == ["a.md", "copy.md", "shown/b.md"]

    def test_the_root_may_be_one(self, tmp_path: Path) -> None:
        write(tmp_path, "real/a.md")
        (tmp_path / "vault").symlink_to("real")
        assert paths(tmp_path / "vault") == ["a.md"]

    def test_dangling_ones_are_no_files(self, tmp_path: Path) -> None:
        (tmp_path / "gone.md").symlink_to("nowhere.md")
        assert paths(tmp_path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_only_regular_files_count(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert paths(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are possible on Linux only")
def test_odd_names_survive(tmp_path: Path) -> None:
    for name in (b"line\nbreak.md", b"caf\xe9.md", b"caf\\xe9.md"):
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    found = discover(tmp_path)
    assert [entry.path for entry in found.entries] == ["caf\\xe9.md", "line\nbreak.md"]
    assert len(found.problems) == 1  # two names that read the same
    for entry in found.entries:
        entry.path.encode("utf-8")
        assert (tmp_path / entry.disk).read_bytes() == b"x"


def test_an_unreadable_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/x.md", "b.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.rstrip("/").endswith("a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("vaultkit.load.discover.os.scandir", refuse)
    found = discover(tmp_path)
    assert [entry.path for entry in found.entries] == ["b.md"]
    assert found.problems == ("a: the folder cannot be read (Permission denied)",)


def test_names_made_fit_for_output() -> None:
    assert valid_unicode("a\udce9\ud800b") == "a\\xe9\\ud800b"
    assert printable("a\nb\x1b[31m\udce9\u202e") == "a\\nb\\x1b[31m\\udce9\\u202e"
    assert printable("\U0001f469\u200d\U0001f680 caf\u00e9") == "\U0001f469\u200d\U0001f680 caf\u00e9"
