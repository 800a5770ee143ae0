"""Whatever the cache knows, the output is the same bytes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.benchmarks.generate import generate
from vaultkit.cli.app import run
from vaultkit.load import cache

from .outside.shared import SHARED

SAMPLE = Path(__file__).parents[1] / "sample_vault"
VAULTS = [SAMPLE, *sorted(path for path in SHARED.glob("vaults/*") if path.is_dir())]


def output(vault: Path, folder: Path, *options: str) -> dict[str, bytes]:
    """Return what the commands write; without `options` for the cache they use the one in `folder`."""
    folder.mkdir(exist_ok=True)
    caching = options or ("--cache-dir", str(folder / "cache"))
    place = str(folder / "out.json")
    found: dict[str, bytes] = {}
    for name, command in (
        ("lint", ["lint", str(vault), "--select", "ALL", "--format", "json", "--exit-zero"]),
        ("inspect", ["inspect", str(vault), "--format", "json"]),
        ("graph", ["graph", str(vault)]),
    ):
        assert run([*command, "-o", place, *caching]) in (0, None)
        found[name] = Path(place).read_bytes()
    return found


@pytest.mark.parametrize("vault", VAULTS, ids=lambda path: path.name)
def test_of_real_vaults(vault: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    cold = output(vault, tmp_path, "--no-cache")
    assert not (tmp_path / "cache").exists()
    assert output(vault, tmp_path) == cold
    assert output(vault, tmp_path) == cold


def test_of_a_vault_that_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cache, "SETTLED", 0)
    chance = random.Random(7)
    vault = tmp_path / "vault"
    generate(vault, 40, 7)
    output(vault, tmp_path)
    for _ in range(6):
        notes = sorted(vault.rglob("*.md"))
        edited, copied, moved, deleted = chance.sample(notes, 4)
        edited.write_text(
            edited.read_text(encoding="utf-8") + "\n[[Nowhere]] #new\n## Results\n", encoding="utf-8"
        )
        shutil.copy2(copied, copied.with_name(f"{copied.stem} copy.md"))
        moved.rename(vault / f"moved {chance.random()}.md")
        deleted.unlink()
        assert output(vault, tmp_path) == output(vault, tmp_path, "--no-cache")
