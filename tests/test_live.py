"""A workspace that follows its files gives what opening it anew would give."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from vaultkit.lint import check
from vaultkit.live import LiveWorkspace
from vaultkit.workspace import Workspace

FILES = {
    "A.md": "[[B#Part]] [[Missing]] ![[picture.png]]\n",
    "B.md": "# Part\n\nText.\n",
    "Folder/C.md": "[[B]]\n",
    "vaultkit.toml": 'lint.ignore-targets = ["Hidden/**"]\n',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, FILES)
    return tmp_path


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def same(live: LiveWorkspace, root: Path) -> bool:
    fresh = Workspace.open([root]).vault
    assert live.vault.files == fresh.files
    return live.findings == check(fresh)


def test_changes_on_disk_are_followed(root: Path) -> None:
    live = LiveWorkspace(Workspace.open([root]))
    assert same(live, root)
    write(root, {"B.md": "# Other part\n\nText.\n"})
    assert live.refresh() == {"A.md"}
    (root / "Folder").rename(root / "Moved")
    write(root, {"Missing.md": "", "Hidden/D.md": "[[Nowhere/at all]]", ".hidden.md": "[[x/y]]"})
    live.refresh()
    assert same(live, root)
    (root / "picture.png").write_bytes(b"")
    assert live.refresh() == {"A.md"}
    (root / "B.md").unlink()
    live.refresh()
    assert same(live, root)
    assert live.refresh() == set()


def test_a_file_written_in_the_same_tick_is_read_when_it_is_named(root: Path) -> None:
    live = LiveWorkspace(Workspace.open([root]))
    place = root / "B.md"
    before = place.stat()
    write(root, {"B.md": "# Trap\n\nText.\n"})
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert live.refresh(["B.md", "nowhere.md"]) == {"A.md"}
    assert same(live, root)


def test_buffers_stand_in_place_of_files(root: Path) -> None:
    live = LiveWorkspace(Workspace.open([root]))
    assert live.update("B.md", "# Another\n\nText.\n") == {"A.md"}
    assert live.update(".hidden.md", "[[x/y]]") == live.update("Hidden/D.md", "x") == set()
    assert live.workspace.vault.text("B.md") == "# Another\n\nText.\n"
    live.update("A.md", None)
    assert live.findings == check(live.vault)
