"""Telling kinds of notes apart must not stall on odd text: each of these took minutes with a careless pattern."""

from __future__ import annotations

import pytest

from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type


@pytest.mark.parametrize(
    "text",
    [
        " " * 100_000 + "x",
        "\t- " * 50_000 + "x",
        "-" + " " * 100_000 + "x",
        "\n".join("  " * depth + "- item" for depth in range(400)),
        "- " + "[" * 50_000 + "x",
        "- [x](" + "(" * 50_000,
        "mon, " * 20_000,
        "# " * 50_000,
    ],
)
def test_odd_text_is_told_apart_at_once(text: str) -> None:
    vault = Vault.from_texts({"Note.md": text})
    assert note_type(vault.notes["Note.md"], vault)[0]
