"""Citations and paper notes: what is missing, what disagrees, and what must stay silent."""

from __future__ import annotations

import pytest

from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.vault import Vault


def found(code: str, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return path and target of the findings of one rule."""
    return [(one.path, one.target or "") for one in check(Vault.from_texts(texts), select([code]))]


@pytest.mark.parametrize(
    "text",
    [
        'Regular expressions such as [^a-z] and [^"].\n',
        "A power 2[^)] or x[^ab].\n",
        "One[^1].\n\n[^1]: Here.\n",
        "One[^A].\n\n[^a]: Case does not matter.\n",
        "`[^1]` and\n\n```\n[^2]: x\n```\n",
        "Twice[^n] and again[^n].\n\n[^n]: Once.\n",
        "In line^[like this].\n",
        "Escaped \\[^1].\n",
        "> Quoted[^q].\n>\n> [^q]: Within.\n",
    ],
)
def test_footnotes_that_are_whole_or_none(text: str) -> None:
    assert found("PAP005", {"a.md": text}) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Where[^1]?\n", "1"),
        ("Where[^note]?\n", "note"),
        ("One[^1], x[^ab].\n\n[^1]: Here.\n", "ab"),
        ("Text.\n\n[^1]: Nobody.\n", "1"),
    ],
)
def test_footnotes_without_their_other_half(text: str, expected: str) -> None:
    assert found("PAP005", {"a.md": text}) == [("a.md", expected)]


BIB = "@string{x = 1}\n@article{nanda2023,\n title = {A}}\n@Misc (elhage:2022 , title = {B})\n@comment{gone, }\n"
CITING = "As [@nanda2023; see -@elhage:2022, p. 3] and [@gone] say.\n"


def test_keys_are_held_against_the_bibliographies_of_the_vault() -> None:
    assert found("PAP005", {"a.md": CITING}) == []
    assert found("PAP005", {"a.md": CITING, "refs.bib": BIB}) == [("a.md", "gone")]
    outside = {"a.md": f"---\nbibliography: ~/zotero.bib\n---\n{CITING}", "refs.bib": BIB}
    assert found("PAP005", outside) == []
    inside = {"a.md": f"---\nbibliography: [lib/refs.bib]\n---\n{CITING}", "lib/refs.bib": BIB}
    assert found("PAP005", inside) == [("a.md", "gone")]


def test_notes_are_a_bibliography_when_they_hold_most_keys() -> None:
    notes = {"@nanda2023.md": "", "b.md": "---\ncitekey: '@elhage:2022'\n---\n"}
    assert found("PAP005", {"a.md": CITING, **notes}) == [("a.md", "gone")]
    assert found("PAP005", {"a.md": CITING, "c.md": "[@x] [@y] [@z]\n", **notes}) == []


@pytest.mark.parametrize(
    "text",
    [
        "[@somebody](https://social.example/@somebody)",
        "[mail me@example.org]",
        "`[@gone]`",
        "![[@gone]] [[@gone]]",
        "@gone without brackets",
        "[@gone]: https://example.org",
        "\\[@gone]",
        "a [x] @ [y]",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert found("PAP005", {"a.md": text + "\n", "refs.bib": BIB}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Papers/a.md", "[[b]]: see <https://example.org>.\n"),
        ("Papers/a.md", "![[a.pdf]]\n"),
        ("Papers/a.md", "---\ncitekey: nanda2023\n---\n"),
        ("Papers/a.md", "---\nisbn: 9780262035613\n---\n"),
        ("Papers/index.md", "Text.\n"),
        ("Papers/overview.md", "[[one]] [[two]] [[three]]\n"),
        ("Papers/My MOC.md", "How this folder is kept.\n"),
        ("Papers/All of them.md", "![[Papers.base]]\n"),
        ("Papers/All of them.md", "# All\n\n```dataview\nLIST\n```\n"),
        ("Papers/Queue.md", "---\nkanban-plugin: basic\n---\n## To read\n"),
        ("Papers/Sketch.excalidraw.md", "# Text\n"),
        ("Newspapers/a.md", "Text.\n"),
        ("a.md", "On #papers in general.\n" * 20),
        ("Papers/a.md", "---\ntype: person\n---\n"),
        ("Templates/Paper.md", "---\ntype: paper\n---\n"),
    ],
)
def test_notes_that_say_which_paper_or_are_about_none(path: str, text: str) -> None:
    expected = [] if path != "a.md" else [("a.md", "")]
    assert found("PAP004", {path: text}) == expected


def test_a_note_s_own_address_has_the_number_of_its_property() -> None:
    body = "# Grokking\n\n[Grokking](https://arxiv.org/abs/2201.02178) and [other](https://arxiv.org/abs/2301.05217)\n"
    assert found("PAP006", {"a.md": f"---\narxiv: '2201.02177'\n---\n{body}"}) == [
        ("a.md", "https://arxiv.org/abs/2201.02178")
    ]
    assert found("PAP006", {"a.md": f"---\narxiv: ['2201.02177', '2201.02178']\n---\n{body}"}) == []
    assert found("PAP006", {"a.md": body}) == []
    property_only = "---\narxiv: 2201.02177\nurl: https://arxiv.org/abs/2201.02178\n---\n"
    assert found("PAP006", {"a.md": property_only}) == [("a.md", "https://arxiv.org/abs/2201.02178")]
