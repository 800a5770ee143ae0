"""`vaultkit id`: what texts name, what is refused, what is suggested."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

PAPER = {
    "list.md": "[Progress measures for grokking](https://arxiv.org/pdf/2301.0521)\n",
    "Paper.md": "---\narxiv: 2301.05217\n---\n# Progress measures for grokking\n",
}


@pytest.fixture
def root(on_disk: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    place = on_disk({**{f"vault/{name}": text for name, text in PAPER.items()}, "elsewhere/x.txt": ""})
    monkeypatch.chdir(place / "elsewhere")
    return place


def rows(done: Any) -> list[dict[str, Any]]:
    return list(json.loads(done.out)["rows"])


def test_texts_are_identified_in_their_order(vaultkit: Any, root: Path) -> None:
    texts = ["https://youtu.be/kCc8FmEb1nY?t=90", "1706.03762v7", "10.1000/ABC", "https://www.example.org/a/"]
    done = vaultkit("id", *texts, "--format", "json")
    assert done.code == 0
    assert [(row["text"], row["id"], row["kind"]) for row in rows(done)] == [
        (texts[0], "youtube:kCc8FmEb1nY", "resource"),
        (texts[1], "arxiv:1706.03762", "paper"),
        (texts[2], "doi:10.1000/abc", "paper"),
        (texts[3], "url:example.org/a", "resource"),
    ]
    assert rows(done)[0]["locator"] == ["t=90"]
    jsonschema.validate(json.loads(done.out), json.loads(vaultkit("schema", "id").out))


def test_what_is_no_identifier_is_refused_and_never_completed(vaultkit: Any, root: Path) -> None:
    done = vaultkit("id", "1706.0376", "some words", "--format", "json")
    assert done.code == 1
    assert [row["id"] for row in rows(done)] == [None, None]
    assert "5 digits" in rows(done)[0]["problem"]
    assert rows(done)[0]["suggestions"] == []
    assert "1706.00376" not in done.out


@pytest.mark.parametrize("text", ["2301.0521", "https://arxiv.org/abs/2301.0521v1"])
def test_a_vault_knows_by_the_title_what_was_meant(vaultkit: Any, root: Path, text: str) -> None:
    done = vaultkit("id", text, "--vault", root / "vault")
    assert done.code == 1
    assert "arxiv:2301.05217" in done.out
    assert "arxiv:2301.05217" not in vaultkit("id", text).out


def test_the_vault_around_the_folder_is_asked(
    vaultkit: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "vault")
    assert rows(vaultkit("id", "2301.0521", "--format", "json"))[0]["suggestions"] == []
    (root / "vault" / ".obsidian").mkdir()
    assert rows(vaultkit("id", "2301.0521", "--format", "json"))[0]["suggestions"] == ["arxiv:2301.05217"]


def test_lines_of_standard_input(vaultkit: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = "\ufeffhttps://arxiv.org/abs/1706.03762\r\n\n  doi:10.1000/x \n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    done = vaultkit("id", "-", "--format", "csv")
    assert [line.split(",")[:2] for line in done.out.splitlines()[1:]] == [
        ["https://arxiv.org/abs/1706.03762", "arxiv:1706.03762"],
        ["doi:10.1000/x", "doi:10.1000/x"],
    ]


def test_wrong_usage(vaultkit: Any, root: Path) -> None:
    assert vaultkit("id").code == 2
    assert vaultkit("id", "1706.03762", "--vault", root / "nowhere").code == 2
