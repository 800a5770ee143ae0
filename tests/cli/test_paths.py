"""What a run says of the files in the places that were given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILES: dict[str, str | bytes] = {
    ".obsidian/app.json": "{}",
    "a.md": "x\n",
    "Old/b.md": "x\n",
    "Old/left.pdf": b"%PDF",
    "Old/more/c.png": b"",
}


def test_a_folder_stands_for_its_files_too(vaultkit: Any, on_disk: Callable[..., Path]) -> None:
    root = on_disk(FILES)
    everything = ["Old/left.pdf", "Old/more/c.png"]
    for place, expected in (
        ("", everything),
        ("Old", everything),
        ("Old/more", everything[1:]),
        ("a.md", []),
    ):
        done = vaultkit("lint", root / place, "--format", "json")
        assert [one["path"] for one in json.loads(done.out)["findings"]] == expected
