"""The generated vault: the same bytes for the same seed, and broken exactly where it says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.vault import Vault

ROOT = Path(__file__).parents[2]


def generate(out: Path, *arguments: str) -> dict[str, int]:
    """Run the generator as a user does; return the counts it prints."""
    command = [sys.executable, "-m", "tests.benchmarks.generate", str(out), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {
        name: int(value.replace(",", ""))
        for name, value in (line.split(": ") for line in done.stdout.splitlines())
    }


def contents(root: Path) -> dict[str, bytes]:
    """Return every file below a folder by its relative path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "one", "--notes", "50")
    generate(tmp_path / "two", "--notes", "50")
    generate(tmp_path / "other", "--notes", "50", "--seed", "1")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


def test_every_broken_link_is_found_and_nothing_else(tmp_path: Path) -> None:
    counts = generate(tmp_path / "vault", "--notes", "300")

    found = check(Vault.open(tmp_path / "vault"), select())

    assert counts["broken links"] > 20
    assert len(found) == counts["broken links"]
    assert {finding.name for finding in found} <= {
        "broken-wikilink",
        "unwritten-note",
        "broken-markdown-link",
        "missing-heading",
        "missing-attachment",
    }


def test_an_existing_folder_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        generate(tmp_path)
