"""Where the outside truth lies: `$VAULTKIT_SHARED`, or `../shared` beside the repository."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from .deviations import DEVIATIONS

SHARED = Path(os.environ.get("VAULTKIT_SHARED") or Path(__file__).parents[3] / "shared")

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"no outside data at {SHARED} (set VAULTKIT_SHARED)"
)


def cases(*kinds: str) -> list[Any]:
    """Return the observed cases of these kinds, as pytest parameters by their id.

    Only those that Obsidian is known to agree with, less the table of deviations.
    """
    found = []
    for file in sorted((SHARED / "cases").glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        rows = content.get("cases", []) if isinstance(content, dict) else []
        for row in rows if isinstance(rows, list) else []:
            if row.get("kind") in kinds and row.get("obsidian") == "agree":
                reason = DEVIATIONS.get(row["id"])
                marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
                found.append(pytest.param(row, id=row["id"].replace("::", ":"), marks=marks))
    return found
