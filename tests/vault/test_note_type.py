from __future__ import annotations

import json

import pytest

from vaultkit.model.graph import NoteType
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type

PROSE = "Some prose about the subject, which goes on for a while and ends as sentences do.\n\n"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("Ideas.md", PROSE, "note", id="nothing special"),
        pytest.param("x.md", "---\ntype: Paper\n---\n" + PROSE, "paper", id="type property"),
        pytest.param("Topics/x.md", "---\ntype: paper\n---\n", "paper", id="property before folder"),
        pytest.param("x.md", '---\ncategories:\n  - "[[Clippings]]"\n---\n', "clipping", id="linked category"),
        pytest.param("x.md", "---\nlayout: post\n---\n", "post", id="layout"),
        pytest.param("02 - Topics/x.md", PROSE, "topic", id="numbered folder"),
        pytest.param("Topics/Papers/x.md", PROSE, "paper", id="nearest folder"),
        pytest.param("x.md", '---\narxiv: "2301.05217"\n---\n', "paper", id="arXiv id"),
        pytest.param("x.md", "---\narxiv:\ndoi: \n---\n" + PROSE, "note", id="empty identifiers"),
        pytest.param("x.md", "---\nurl: https://arxiv.org/abs/2301.05217\n---\n", "paper", id="address of a paper"),
        pytest.param("x.md", "---\nsource: https://example.org/post\n---\n" + PROSE, "clipping", id="source"),
        pytest.param("x.md", "---\ntype: person\nurl: https://example.org\n---\n", "note", id="another type"),
        pytest.param("x.md", "# X\n\n[Read Original](https://example.org)\n\n" + PROSE, "clipping", id="original"),
        pytest.param("2024-06-21.md", PROSE, "log", id="dated name"),
        pytest.param("x.md", "## 2024-06-21\n- a\n\n## 2024-06-20 Thu\n- b\n", "log", id="dated headings"),
        pytest.param("x.md", "06/21/2024\n- a\n\n06/20/2024\n- b\n\n06/19/2024\n- c\n", "log", id="dated lines"),
        pytest.param("x.md", "**21 June 2024**\na\n\n1 June 2024\nb\n\n3 May 2024:\nc\n", "log", id="spelt dates"),
        pytest.param("x.md", "#topic\n\n" + PROSE, "topic", id="tag above the text"),
        pytest.param("x.md", "---\ntags: [source/paper]\n---\n", "paper", id="nested tag"),
        pytest.param("x.md", PROSE * 6 + "\n\n#paper\n", "note", id="tag further down"),
        pytest.param("x.md", "- Part of: [[Y]]\n- Includes:\n\n" + PROSE, "topic", id="relation field"),
        pytest.param("x.md", 'up:: [[Y]]\n\n' + PROSE, "topic", id="up"),
        pytest.param("x.md", "---\nparent: 3\n---\n" + PROSE, "note", id="a parent that is no link"),
        pytest.param("x.md", "\n".join(f"- [[Note {i}]]" for i in range(9)), "index", id="mostly links"),
        pytest.param("Home.md", PROSE * 3 + "[[A]] [[B]] [[C]]", "index", id="named home"),
        pytest.param("x.md", "gpt\nwhat is rlhf?\ndropout\n\nnorms\nattention heads\nlora\n", "scratch", id="loose lines"),
        pytest.param("x.md", PROSE * 2 + "- a point that matters\n- another\n", "note", id="no headings alone"),
        pytest.param("my_inbox.md", PROSE, "scratch", id="named inbox"),
        pytest.param("x.canvas", '{"nodes": [], "edges": []}', "note", id="canvas"),
    ],
)  # fmt: skip
def test_types(path: str, text: str, expected: NoteType) -> None:
    vault = Vault.from_texts({path: text})
    found, reason = note_type(vault.notes[path], vault)
    assert (found, bool(reason)) == (expected, True), reason


def test_a_day_in_the_daily_folder_is_a_log_entry() -> None:
    settings = json.dumps({"folder": "Days"})
    texts = {".obsidian/daily-notes.json": settings, "Days/2024-06-21 Fri.md": "", "Days/About.md": PROSE}
    vault = Vault.from_texts(texts)
    assert [note_type(note, vault)[0] for note in vault.notes.values()] == ["log", "note"]
