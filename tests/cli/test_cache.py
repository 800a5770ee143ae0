"""`vaultkit cache`, and the options that every command has for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "A.md").write_text("[[A#Nowhere]]\n")
    return tmp_path / "vault"


def test_the_folder_can_be_shown_and_emptied(vaultkit: Run, vault: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert vaultkit("cache", "dir", "--cache-dir", folder).out == f"{folder}\n"
    assert vaultkit("lint", vault, "--cache-dir", folder).code == 1
    assert len(list(folder.glob("*.notes"))) == 1
    assert vaultkit("cache", "clean", "--cache-dir", folder).out.startswith("1 vault, ")
    assert not list(folder.glob("*.notes"))
    assert vaultkit("cache", "clean", "--cache-dir", folder).out.startswith("0 vaults, 0 bytes")


def test_the_environment_names_the_folder(
    vaultkit: Run, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTKIT_CACHE_DIR", str(tmp_path / "named"))
    assert vaultkit("cache", "dir").out == f"{tmp_path / 'named'}\n"
    vaultkit("lint", vault)
    assert len(list((tmp_path / "named").glob("*.notes"))) == 1
    monkeypatch.setenv("VAULTKIT_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr("vaultkit.load.cache_folder.sys.platform", "linux")
    assert vaultkit("cache", "dir").code == 0


def test_nothing_is_kept_when_not_wanted(vaultkit: Run, vault: Path, tmp_path: Path) -> None:
    for command in ("lint", "inspect", "graph"):
        vaultkit(command, vault, "--no-cache", "--cache-dir", tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_verbose_says_why_it_was_no_use(vaultkit: Run, vault: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert "is not there yet" in vaultkit("lint", vault, "-v", "--cache-dir", folder).err
    assert "cache: 0 of 1 notes are as they were, 1 have the same content, 0 are parsed" in (
        vaultkit("lint", vault, "-v", "--cache-dir", folder).err
    )
    (file,) = folder.glob("*.notes")
    file.write_bytes(file.read_bytes()[:-3])
    assert "damaged" in vaultkit("lint", vault, "-v", "--cache-dir", folder).err
    assert "cache: there is none" in vaultkit("lint", vault, "-v", "--no-cache").err
    assert "cache" not in vaultkit("lint", vault).err
