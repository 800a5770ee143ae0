"""What other vault linters report wrongly, each class with the public report it comes from; all silent here."""

from __future__ import annotations

import pytest

from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.vault import Vault

FILES: dict[str, str | bytes] = {
    "Note.md": "Text.\n\n## Part\n\nMore. ^block\n",
    "v2.4.md": "Text.\n",
    "Root.md": "Text.\n",
    "deep/er/Leaf.md": "Text.\n",
    "deep/Twig.md": "Text.\n",
    "Größe.md": "Text.\n",
    "assets/pic.png": b"\x89PNG",
    "assets/film.mp4": b"",
    "assets/paper.pdf": b"",
    "Board.canvas": "{}",
    "All.base": "views: []\n",
    "Templates/Day.md": "# {{title}}\n",
    "Meta/Rules.md": "Text.\n",
    "a/01.md": "Text.\n",
    "b/01.md": "Text.\n",
    "2024-05-01.md": "Text.\n",
    "Daily/2024-05-01.md": "Text.\n",
}

CLASSES = {
    "a pipe escaped in a table (Ar9av#176, claude-obsidian#69)": "|a|b|\n|-|-|\n|[[Note\\|x]]|[[Note#Part\\|y]]|",
    "attachments, canvases and bases as targets (Ar9av#176)": "![[pic.png]] [[paper.pdf]] ![[film.mp4]] "
    "[[Board.canvas]] ![[All.base]] [p](assets/paper.pdf)",
    "a target with its extension (obsidian-second-brain#32)": "[[Note.md]] [[Note.md#Part|x]]",
    "a dot in a title (obsidian-second-brain#93)": "[[v2.4]] [x](v2.4.md)",
    "a test of a shell and a matrix in code (obsidian-second-brain#93)": '```sh\n[[ -z "$V" ]] && exit\n```\n\n'
    "    m = [[1,2],[3,4]]",
    "examples in code within a line (obsidian-second-brain#30 #69)": "`[[Nowhere]]` and ``[x](gone.md)``",
    "targets in folders of templates and rules (obsidian-second-brain#32, hive#94)": "[[Day]] [[Meta/Rules]]",
    "notes at the root (daymade#126)": "[[Root]] [x](Root.md) [y](/Root.md)",
    "relative paths and ends of paths (hive#349, openclaw#109159)": "[[er/Leaf]] [[deep/er/Leaf]] [[./Note]] "
    "[x](deep/er/Leaf.md)",
    "another case, another composition (turbovault#6, quartz#1122)": "[[Gro\u0308ße]]",
    "single brackets, footnotes (foam#1545)": "[text] and [sic], a note[^1].\n\n[^1]: Here.",
    "wikilinks in properties (foam#557)": "",
    "parts by heading and block": "[[Note#Part]] [[Note#^block]] ![[Note#Part]]",
    "math and comments": "$[[x]]$ and $$\n[[1,2]]\n$$\n\n<!-- [[Nowhere/else]] -->",
    "addresses of other programs": "[x](obsidian://open?vault=a&file=b) [y](zotero://select/items/1) <mailto:a@b.c>",
}


@pytest.mark.parametrize("text", CLASSES.values(), ids=CLASSES)
def test_nothing_is_reported(text: str) -> None:
    head = '---\nup: "[[Note]]"\nrelated:\n  - "[[Root|x]]"\nplain: see [[Note]]\n---\n'
    vault = Vault.from_texts({**FILES, "Home.md": f"{head}{text}\n"})
    rules = select(ignore=["LNK006"])  # that another case is meant is a rule of its own
    assert [(one.code, one.message) for one in check(vault, rules, paths=["Home.md"])] == []


def test_from_a_note_in_a_folder_the_path_is_seen_from_there() -> None:
    vault = Vault.from_texts(
        {**FILES, "deep/Here.md": "[[./Twig]] [[../Note]] [x](er/Leaf.md) [y](../Note.md)\n"}
    )
    assert check(vault, select(), paths=["deep/Here.md"]) == []


def test_the_order_of_files_makes_no_difference() -> None:
    texts = {**FILES, "Home.md": "[[Leaf]] [[01]] [[Nowhere]] [[note]]\n"}
    backwards = dict(reversed(list(texts.items())))

    def told(files: dict[str, str | bytes]) -> list[tuple[str, str, str]]:
        return [(one.path, one.code, one.message) for one in check(Vault.from_texts(files), select(["ALL"]))]

    assert told(texts) == told(backwards)


def test_numbered_and_daily_notes_are_no_duplicates() -> None:
    """obsidian-second-brain#82: equal names alone are no fault, only a link that may mean either is."""
    assert [one.code for one in check(Vault.from_texts(FILES), select()) if one.severity != "info"] == []
