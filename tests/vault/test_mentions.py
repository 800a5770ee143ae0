"""The search for notes that link to a name finds all of them, whatever way they spell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultkit.load.cache import NoteCache
from vaultkit.vault import Vault
from vaultkit.vault.mentions import INTO_ASCII, notes_mentioning
from vaultkit.vault.names import normalise


def test_of_which_characters_normalise_makes_ascii() -> None:
    others = [chr(code) for code in range(0x80, 0x30000)]
    made = dict(zip(others, normalise("0".join(others)).split("0"), strict=True))
    found = {one: became for one, became in made.items() if any(map(str.isascii, became))}
    assert {
        became[0]: "".join(one for one in found if found[one] == became) for became in found.values()
    } == INTO_ASCII


def stored(texts: dict[str, str], place: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """A vault of which a cache has all notes but `New.md`."""
    monkeypatch.setattr("vaultkit.load.cache.SETTLED", -(1 << 62))
    root = place / "vault"
    root.mkdir(exist_ok=True)
    for path, text in texts.items():
        (root / path).write_text(text, encoding="utf-8")
    for _ in range(2):
        vault = Vault.open(root, jobs=1, cache=NoteCache(place / "cache", root))
    return vault


NAMES = (
    "Nowhere",
    "nowhere ",
    "Nowhere#Part",
    "NO\u00a0KING",
    "no \u212aing",
    "no king",
    "D\u0130rect",
    "di\u0307rect",
    "Mu\u0308he Note",
    "M\u00fche note",
    "\u6570\u7406",
    "a\u037eb; c",
    "\\# no#where",
)


def test_notes_are_found_in_a_cache_by_any_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {f"{at}.md": f"See [[{name}]], [[0]].\n" for at, name in enumerate(NAMES)}
    vault = stored(texts, tmp_path, monkeypatch).with_notes({"New.md": "[[Nowhere]]"})
    assert vault.notes.unstored == {"New.md"}
    for name in NAMES:
        key = normalise(vault.notes[f"{NAMES.index(name)}.md"].links[0].target)
        found = notes_mentioning(vault, key, vault.notes)
        assert set(found) >= {
            path
            for path, note in vault.notes.items()
            if any(normalise(one.target) == key for one in note.links)
        }
        assert len(found) <= 5
    assert notes_mentioning(vault, "nowhere", {"0.md"}) == ["0.md"]
    assert notes_mentioning(vault, "somewhere", vault.notes) == ["New.md"]
