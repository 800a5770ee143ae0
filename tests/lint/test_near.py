"""A slip of the pen is one; another word is not."""

from __future__ import annotations

import pytest

from vaultkit.lint import check
from vaultkit.lint.near import near_notes
from vaultkit.vault import Vault
from vaultkit.vault.slips import is_slip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("grokkin", "grokking"),
        ("groking", "grokking"),
        ("superpositon", "superposition"),
        ("artificial intellgience", "artificial intelligence"),
        ("meta learning", "meta-learning"),
        ("metalearning", "meta-learning"),
        ("structures", "structure"),
        ("large langauge modls", "large language models"),
        ("résumés", "résumé"),
    ],
)
def test_slips(written: str, meant: str) -> None:
    assert is_slip(written, meant)
    assert is_slip(meant, written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-01-02", "2024-01-03"),
        ("chapter 1", "chapter 2"),
        ("chapter 1", "chapter 11"),
        ("cat", "cats"),
        ("gpt", "gpt2"),
        ("homology", "cosmology"),
        ("normal", "formal"),
        ("perception", "perceptron"),
        ("supervised learning", "unsupervised learning"),
        ("symmetric", "asymmetric"),
        ("k-theory", "m-theory"),
        ("k-theory", "theory"),
        ("homotopical algebra", "homological algebra"),
        ("marie", "maria"),
        ("", "a"),
    ],
)
def test_other_words(written: str, meant: str) -> None:
    assert not is_slip(written, meant)
    assert not is_slip(meant, written)


def test_a_file_of_that_name_elsewhere_beats_a_near_name() -> None:
    vault = Vault.from_texts({"a/Grokking.md": "", "Grokkings.md": ""})
    assert near_notes(vault, "b/Grokking")[0] == ("Grokking",)


def test_several_near_names_are_all_named() -> None:
    vault = Vault.from_texts({"Structured.md": "", "Structures.md": ""})
    assert set(near_notes(vault, "Structure")[0]) == {"Structured", "Structures"}


@pytest.mark.parametrize("link", ["[[Grokkin]]", "[[Old/Grokking]]", "[so](Grokkin.md)"])
def test_no_fix_makes_a_note_link_to_itself(link: str) -> None:
    vault = Vault.from_texts({"Notes/Grokking.md": f"{link}\n", "Log.md": f"{link}\n"})
    fixable = {one.path: one.fix is not None for one in check(vault) if one.severity == "error"}
    assert fixable == {"Log.md": True, "Notes/Grokking.md": False}
