"""`--diff` gives a patch that `git apply` takes from the folder in which the command was run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.mark.parametrize("where", [".", "vault"])
def test_from_the_repository_and_from_the_vault(vaultkit, on_disk, monkeypatch, where: str) -> None:
    root: Path = on_disk(
        {
            "vault/Alpha.md": "---\naliases: [First]\n---\n",
            "vault/sub/Log.md": "see [[First]]\n",
        }
    )
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    monkeypatch.chdir(root / where)
    done = vaultkit("lint", "vault" if where == "." else ".", "--diff")
    assert done.code == 1
    subprocess.run(["git", "apply", "-"], input=done.out.encode(), cwd=root / where, check=True)
    assert (root / "vault/sub/Log.md").read_text() == "see [[Alpha|First]]\n"


def test_a_patch_does_not_go_through_a_symbolic_link(vaultkit, on_disk, monkeypatch) -> None:
    root: Path = on_disk({"Alpha.md": "---\naliases: [First]\n---\n", "Log.md": "see [[First]]\n"})
    (root / "Twin.md").symlink_to("Log.md")
    monkeypatch.chdir(root)
    done = vaultkit("lint", ".", "--diff")
    assert "a/Log.md" in done.out
    assert "Twin.md" not in done.out
    assert "Twin.md is a symbolic link" in done.err
