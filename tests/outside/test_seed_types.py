"""The kinds of real notes, as a reader judged them; also under names that tell nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type

from .shared import SHARED, needs_shared

pytestmark = needs_shared


def records() -> list[Any]:
    truth = SHARED / "seeds" / "truth.jsonl"
    if not truth.is_file():
        return []
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    return [pytest.param(row, id=row["id"]) for row in rows if row["kind"] == "file"]


@pytest.mark.parametrize("named", [True, False], ids=["by its name", "renamed"])
@pytest.mark.parametrize("record", records())
def test_note_types(record: dict[str, Any], named: bool) -> None:
    file = record["expected"]["scenario_filename"]
    path = file if named else "x.md"
    vault = Vault.from_texts({path: (SHARED / "seeds" / "vault" / file).read_bytes()})
    found, reason = note_type(vault.notes[path], vault)
    assert found == record["expected"]["note_type"], reason
