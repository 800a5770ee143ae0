"""What is found out of links while other processes read the notes is what is found out later."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from vaultkit.lint import check
from vaultkit.load import batches, read
from vaultkit.load.cache import NoteCache
from vaultkit.vault import Vault

TEXTS = {
    "Topics/Grokking.md": "# Grokking\n\n## Loss curves\n\nSee [[Tuned lens]] and [[Tuned lens#Method]].\n",
    "Topics/Tuned lens.md": "[[./Grokking]], [[Grokking#Loss curve]], ![[curve.png]] and [a](../Log.md)\n",
    "Log.md": "[[Grokkin]], [[ ]], [[#Here]], [[twin]], [[No such note]], [[Topics/Grokking#Loss curves]]\n",
    "One/twin.md": "[[Log]]",
    "Two/twin.md": "[[Lgo]]",
    "Board.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "[[Grokkin]]"}]}',
    "curve.png": "",
}


@pytest.fixture
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, text in TEXTS.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.setattr(read, "_WORTH_A_POOL", 0)
    monkeypatch.setattr(read, "can_fork", lambda: True)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_what_is_found_while_notes_are_read_changes_nothing(on_disk: Path) -> None:
    alone, ahead = Vault.open(on_disk, jobs=1), Vault.open(on_disk, jobs=2)
    assert {"link_texts", "near_names"} <= vars(ahead).keys()
    assert ahead.link_texts == alone.link_texts
    assert ahead.notes == alone.notes
    found = check(ahead)
    assert found == check(alone)
    assert {"LNK001", "LNK002", "ANC001"} <= {one.code for one in found}
    assert ahead.targets.doubtful == alone.targets.doubtful
    assert check(ahead.with_notes({"Lgo.md": ""})) == check(alone.with_notes({"Lgo.md": ""}))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_what_is_found_in_some_notes_is_not_taken_for_all(
    on_disk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    Vault.open(on_disk, jobs=2, cache=NoteCache(cache, on_disk))
    (on_disk / "Log.md").write_text("[[Grokking#Lost]] and [[Grokkink]]", encoding="utf-8")
    ahead = Vault.open(on_disk, jobs=2, cache=NoteCache(cache, on_disk))
    assert "near_names" in vars(ahead)
    assert "link_texts" not in vars(ahead)
    assert check(ahead) == check(Vault.open(on_disk, jobs=1))


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_only_notes_that_will_be_looked_at_are_unpacked(
    on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (on_disk / "Topics/Tuned lens.md").write_text("[[./Grokking]] and [a](../Log.md)", encoding="utf-8")
    (on_disk / "Topics/Circuits.md").write_text("[[./Log]]", encoding="utf-8")
    unpacked: list[str] = []
    unpack = batches.unpack

    def noted(data: bytes, path: str, *rest: str) -> object:
        unpacked.append(path)
        return unpack(data, path, *rest)

    monkeypatch.setattr(batches, "unpack", noted)
    Vault.open(on_disk, jobs=2)
    assert sorted(unpacked) == ["Log.md", "Topics/Circuits.md", "Two/twin.md"]
