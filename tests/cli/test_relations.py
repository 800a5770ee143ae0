"""`vaultkit relations` on the command line: what it shows at first, and how the rest is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOTES = {
    ".obsidian/app.json": "{}",
    "a.md": "- Part of: [[b]] [[nobody]]\n- Related:\n",
    "b.md": "- Part of: [[a]]\n",
}


@pytest.fixture
def root(on_disk: Callable[..., Path]) -> Path:
    return on_disk(NOTES)


def kinds(done: Any) -> list[str]:
    assert done.code == 0
    return [row["kind"] for row in json.loads(done.out)["rows"]]


def test_what_is_left_out_is_counted(vaultkit: Any, root: Path) -> None:
    done = vaultkit("relations", root, "--format", "json")
    assert kinds(done) == ["cycle", "unresolved"]
    assert "not shown: 2 missing-inverse, 1 empty-field (--all, or --only KIND)" in done.err


def test_all_and_only(vaultkit: Any, root: Path) -> None:
    done = vaultkit("relations", root, "--all", "--format", "json")
    assert kinds(done) == ["cycle", "unresolved", "missing-inverse", "missing-inverse", "empty-field"]
    assert "not shown" not in done.err
    only = vaultkit("relations", root, "--only", "empty-field", "--only", "cycle", "--format", "json")
    assert kinds(only) == ["cycle", "empty-field"]
    assert "not shown" not in only.err
    assert vaultkit("relations", root, "--all", "--only", "cycle").code == 2
