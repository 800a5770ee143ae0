"""Which vault is meant, and which part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vaultkit.errors import UsageError
from vaultkit.workspace import Workspace, folder_from_here


def opened(*paths: str | Path, vault: str | Path | None = None) -> tuple[str, list[str] | None]:
    workspace = Workspace.open(paths, vault)
    chosen = None if workspace.paths is None else sorted(workspace.paths)
    return os.path.realpath(workspace.root), chosen


@pytest.fixture
def tree(on_disk, monkeypatch) -> Path:
    root = on_disk(
        {
            "vault/.obsidian/app.json": "{}",
            "vault/A.md": "x",
            "vault/sub/B.md": "x",
            "vault/sub/deep/C.md": "x",
            "vault/subway.md": "x",
            "plain/D.md": "x",
            "plain/more/E.md": "x",
            "second/.obsidian/app.json": "{}",
            "second/F.md": "x",
        }
    )
    monkeypatch.chdir(root)
    return root


def test_the_nearest_folder_with_settings_is_the_vault(tree, monkeypatch) -> None:
    vault = os.path.realpath(tree / "vault")
    assert opened("vault") == (vault, None)
    assert opened("vault/sub") == (vault, ["sub/B.md", "sub/deep/C.md"])
    assert opened("vault/sub/B.md", "vault/A.md") == (vault, ["A.md", "sub/B.md"])
    monkeypatch.chdir(tree / "vault/sub/deep")
    assert opened() == (vault, None)  # no paths: all of the vault, from whichever of its folders
    assert opened(".") == (vault, ["sub/deep/C.md"])
    assert opened("../../sub") == (vault, ["sub/B.md", "sub/deep/C.md"])


def test_a_folder_stands_for_its_other_files_too(tree) -> None:
    (tree / "vault/sub/old.png").write_bytes(b"")
    (tree / "vault/files").mkdir()
    (tree / "vault/files/left.pdf").write_bytes(b"")
    assert opened("vault/sub")[1] == ["sub/B.md", "sub/deep/C.md", "sub/old.png"]
    assert opened("vault/files")[1] == ["files/left.pdf"]


def test_without_settings_the_folder_given_is_the_vault(tree) -> None:
    assert opened("plain") == (os.path.realpath(tree / "plain"), None)
    assert opened("plain/more") == (os.path.realpath(tree / "plain/more"), None)
    assert opened("plain/D.md") == (os.path.realpath(tree / "plain"), ["D.md"])
    assert opened("plain/D.md", "plain/more") == (os.path.realpath(tree / "plain"), ["D.md", "more/E.md"])


def test_the_vault_can_be_named(tree) -> None:
    assert opened("plain/more", vault="plain") == (os.path.realpath(tree / "plain"), ["more/E.md"])
    assert opened(vault="plain") == (os.path.realpath(tree / "plain"), None)
    assert opened("vault/sub", vault="vault/sub") == (os.path.realpath(tree / "vault/sub"), None)


def test_a_symbolic_link_to_the_vault(tree) -> None:
    (tree / "link").symlink_to("vault")
    assert opened("link/sub/B.md")[1] == ["sub/B.md"]
    assert opened("vault/sub/B.md", vault="link")[1] == ["sub/B.md"]


@pytest.mark.parametrize(
    ("paths", "says"),
    [
        (["nowhere"], "does not exist"),
        (["vault", "second"], "different vaults"),
        (["vault/.obsidian"], "no notes in"),
        (["vault/.obsidian/app.json"], "not a note"),
    ],
)
def test_paths_without_meaning(paths: list[str], says: str, tree) -> None:
    with pytest.raises(UsageError, match=says):
        Workspace.open(paths)


def test_a_vault_without_notes(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no notes"):
        Workspace.open([tmp_path])


def test_paths_for_people_are_seen_from_where_they_stand(tree, monkeypatch) -> None:
    assert folder_from_here(tree / "vault") == "vault/"
    monkeypatch.chdir(tree / "vault")
    assert folder_from_here(tree / "vault") == ""
    monkeypatch.chdir(tree / "vault/sub")
    assert folder_from_here(tree / "vault") == ""
