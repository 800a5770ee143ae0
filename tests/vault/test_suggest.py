from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.vault import Vault
from vaultkit.vault.suggest import NearNames, suggest, suggest_notes

FILES = {
    "Topics/Grokking.md": "",
    "Papers/Progress measures for grokking.md": "",
    "a/index.md": "",
    "b/index.md": "",
    "Chapter 1.md": "",
    "img/curve.png": "",
    "cannot #link.md": "",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Grokkng", ("Grokking",)),
        ("Gorkking", ("Grokking",)),
        ("wrong/folder/grokking", ("Grokking",)),
        ("Progress-measures_for grokking", ("Progress measures for grokking",)),
        ("Progress measures of grokking", ("Progress measures for grokking",)),
        ("indexx", ("a/index", "b/index")),
        ("curve.pgn", ("img/curve.png",)),
        ("Chapter 2", ()),
        ("cannot #link", ()),
        ("Quantum gravity", ()),
        ("", ()),
    ],
)
def test_what_a_missing_link_may_have_meant(name: str, expected: tuple[str, ...]) -> None:
    if name == "curve.pgn":
        expected = ("curve.png",)  # a name that is unique needs no folder
    assert suggest_notes(Vault.from_texts(FILES), name) == expected


def test_suggestions_resolve() -> None:
    vault = Vault.from_texts({**FILES, "from.md": "[[a/index]] [[Grokking]]"})
    assert [vault.resolve(link, "from.md").status for link in vault.notes["from.md"].links] == [
        "resolved"
    ] * 2


def test_best_first_and_limited() -> None:
    choices = ["broken-wikilink", "broken-wikilinks", "broken-markdown-link"]
    assert suggest("broken-wikilnk", choices) == ("broken-wikilink", "broken-wikilinks")
    assert suggest("broken-wikilnk", choices, limit=1) == ("broken-wikilink",)
    assert suggest("LNK0O1", ["LNK001", "LNK002", "PRP001"]) == ("LNK001",)
    assert suggest("xyz", choices) == ()


def _index(names: Iterable[str]) -> NearNames:
    """Return an index of notes with these names and of others, unlike them, so many that it cuts names."""
    others = (f"{'y' * length} {letter * length}" for length in range(4, 16) for letter in "uvwx")
    return NearNames(f"{each}.md" for each in (*names, *others))


WORDS = st.text("abcde", min_size=4, max_size=8)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=3).map(" ".join), min_size=1, max_size=8), st.data())
def test_a_single_slip_is_found(names: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names))
    at = data.draw(st.integers(0, len(name) - 1).filter(lambda at: name[at] != " "))
    slip = name[:at] + "z" + name[at + 1 :]
    assert name in _index(names).find(slip, 20)


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        ("Nielsen, Ada", ["Ada Nielsen"], ["Ada Nielsen"]),
        (
            "GradientNoiseInSmallBatches",
            ["Gradient noise in small batches"],
            ["Gradient noise in small batches"],
        ),
        ("Theories", ["Theory"], ["Theory"]),
        ("The residual stream", ["Residual stream"], ["Residual stream"]),
        ("Resume of the resultats", ["Résumé of the résultats"], ["Résumé of the résultats"]),
        ("Tieng Viet", ["Tiếng Việt"], ["Tiếng Việt"]),
        ("バス", ["パス"], []),
        ("2026-6-2", ["2026-06-02", "2026-06-20"], ["2026-06-02"]),
        ("20260602", ["2026-06-02", "2026-06-20"], ["2026-06-02"]),
        ("Lecture 3", ["Lecture 03", "Lecture 30"], ["Lecture 03"]),
        ("Old/Run/Sebup", ["Run/Setup", "Plan/Setup"], ["Run/Setup", "Plan/Setup"]),
        ("run/Sebup", ["Plan/Setup", "Trial/Run/Setup"], ["Trial/Run/Setup", "Plan/Setup"]),
    ],
)
def test_other_ways_to_write_a_name(name: str, files: list[str], expected: list[str]) -> None:
    """Where it stands among few names, and where it is looked up in the index of many."""
    few = NearNames(f"{file}.md" for file in files)
    assert list(few.find(name, 3)) == list(_index(files).find(name, 3)) == expected


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ecology", "Biology"),
        ("Normal", "Formal"),
        ("Crisis", "Risks"),
        ("Culture", "Future"),
        ("Homology", "Cosmology"),
        ("K-theory", "M Theory"),
        ("F-theory", "Theory"),
        ("Data Test", "Data Mesh"),
        ("AWS ECS", "AWS EKS"),
        ("C++", "C"),
        ("第一章 導入", "第二章 導入"),
    ],
)
def test_words_that_are_no_slips_of_each_other(name: str, other: str) -> None:
    assert NearNames([f"{other}.md"]).find(name, 3) == _index([other]).find(name, 3) == ()


def test_names_with_other_numbers_are_other_names() -> None:
    index = NearNames([f"Lecture {number} on attention.md" for number in range(100)])
    assert index.find("Lecture 17 on atention", 5) == ("Lecture 17 on attention",)
    assert index.find("Lecture 107 on attention", 5) == ()


@given(
    st.lists(st.text("ab1٢ ", min_size=1, max_size=9), max_size=8, unique=True),
    st.lists(st.text("ab12 ", max_size=9), max_size=12),
)
def test_few_searches_find_what_many_find(names: list[str], wanted: list[str]) -> None:
    files = [f"{folder}{name}.md" for name in names for folder in ("", "1/")]
    few, many = NearNames(files), NearNames(files).index()
    gone, added = set(files[::3]), {"ab1.md", "1/ab.md"}.difference(files)
    left = sorted({*files, *added} - gone)
    for one, other in ((few, many), (few.changed(gone, added), NearNames(left).index())):
        assert [one.find(name, 3) for name in wanted] == [other.find(name, 3) for name in wanted]
    assert [many.changed(gone, added).find(name, 3) for name in wanted] == [
        NearNames(left).find(name, 3) for name in wanted
    ]


def test_rapidfuzz_is_loaded_only_when_a_name_is_missing() -> None:
    code = (
        "import sys; from vaultkit.vault import Vault; v = Vault.from_texts({'a.md': '[[a]]'});"
        "v.resolve(v.notes['a.md'].links[0], 'a.md'); print('rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@given(st.lists(st.text("abcde ", min_size=8, max_size=16), min_size=1, max_size=6), st.data())
def test_the_index_finds_what_comparing_every_name_finds(names: list[str], data: st.DataObject) -> None:
    """Two separate edits leave a third of the name alone; the index misses nothing within two edits."""
    names = sorted({" ".join(name.split()) for name in names} - {""})
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    slip = name
    for _ in range(2):
        at = data.draw(st.integers(0, len(slip)))
        removed = data.draw(st.integers(0, 1))
        slip = slip[:at] + data.draw(st.sampled_from(["", "a", "e"])) + slip[at + removed :]
    index = _index(names)
    if len(slip.strip()) >= 6 and slip == " ".join(slip.split()):
        assert index.find(slip, 20) == tuple(suggest(slip, names, limit=20))
