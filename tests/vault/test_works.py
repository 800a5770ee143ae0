"""What a broken identifier was meant to be: by its title, by its digits, never by filling it up."""

from __future__ import annotations

import pytest

from vaultkit.identity import identify
from vaultkit.identity.landmarks import _TITLES, landmark
from vaultkit.lint import check
from vaultkit.text import apply_edits
from vaultkit.vault import Vault
from vaultkit.vault.works import Meant, alike, broken_number, meant, one_slip, titles_in

BROKEN = "https://arxiv.org/pdf/2301.0521"


def suggested(text: str, *others: str) -> tuple[str, ...]:
    """Return what the rule suggests for the one broken identifier of a vault."""
    vault = Vault.from_texts({"a.md": text, **{f"{n}.md": other for n, other in enumerate(others)}})
    [finding] = [finding for finding in check(vault) if finding.name == "invalid-arxiv-id"]
    return finding.suggestions


@pytest.mark.parametrize(
    "other",
    [
        "[Progress Measures for Grokking](https://arxiv.org/abs/2301.05217v2)\n",
        "[[2301.05217] Progress measures, for grokking (PMG)](https://www.alphaxiv.org/abs/2301.05217)\n",
        "---\narxiv: 2301.05217\ntitle: progress measures for grokking\n---\n",
    ],
)
def test_a_paper_of_the_same_title_is_suggested(other: str) -> None:
    assert suggested(f"[Progress measures for grokking]({BROKEN})\n", other) == ("arxiv:2301.05217",)


def test_the_title_of_a_note_counts_for_its_property() -> None:
    other = "[Progress measures for grokking](https://arxiv.org/abs/2301.05217)\n"
    text = "---\narxiv: '2301.0521'\ntitle: Progress measures for grokking\n---\n"
    assert suggested(text, other) == ("arxiv:2301.05217",)


def test_without_a_title_a_number_with_one_slip_is_suggested_where_the_vault_has_it() -> None:
    there = "[Some words about it](https://arxiv.org/abs/2301.05217)\n"
    assert suggested(f"{BROKEN}\n", there) == ("arxiv:2301.05217",)
    assert suggested("<https://arxiv.org/abs/2331.05217>\n", there) == ("arxiv:2301.05217",)
    assert suggested(f"{BROKEN}\n") == ()


def test_digits_count_for_nothing_against_the_title() -> None:
    # 1706.00376 is what filling up with a zero gives: the number of another paper.
    there = "[Quite another paper it is](https://arxiv.org/abs/1706.00376)\n"
    assert suggested("[A title of its own](https://arxiv.org/pdf/1706.0376)\n", there) == ()
    known = suggested("[Attention Is All You Need](https://arxiv.org/pdf/1706.0376)\n", there)
    assert known == ("arxiv:1706.03762",)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Attention Is All You Ned", "arxiv:1706.03762"),
        ("Atention is all you need (Vaswani)", "arxiv:1706.03762"),
        ("Attention is what you want", None),
        ("Adam: A Method", None),  # the digits say nothing of that one
    ],
)
def test_a_slip_in_the_title_does_not_speak_against_digits_with_a_slip(
    written: str, right: str | None
) -> None:
    expected = (right,) if right else ()
    text = f"[{written}](https://arxiv.org/pdf/1706.0376)\n"
    assert suggested(text) == expected
    assert suggested(text, "[Attention is all you need](https://arxiv.org/abs/1706.03762)\n") == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("toy models of superposition", "toy modles of superposition", True),
        (
            "grokking generalization beyond overfitting",
            "grokking generalization beyond overfitting on small data",
            True,
        ),
        ("language models part 1", "language models part 2", False),
        ("llama open foundation language models", "llama 2 open foundation language models", False),
        ("training verifiers to solve problems", "training solvers to verify problems", False),
        ("scaling laws for text", "scaling laws for code", False),
    ],
)
def test_titles_that_are_the_same_but_for_a_slip(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_a_title_in_the_vault_comes_before_a_famous_one() -> None:
    there = "[Attention is all you need](https://doi.org/10.1000/attention)\n"
    assert suggested("[Attention Is All You Need](https://arxiv.org/pdf/1706.0376)\n", there) == (
        "doi:10.1000/attention",
    )


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("[Attention is all you need](https://arxiv.org/pdf/1706.0376.pdf)", "1706.03762.pdf)"),
        ("---\narxiv: '1706.0376'\ntitle: Attention is all you need\n---\n", "'1706.03762'"),
        (
            "[Attention is all you need](https://arxiv.org/abs/1706.0376v2)",
            None,
        ),  # of which paper is the version?
        ("https://arxiv.org/abs/1706.0376", None),
    ],
)
def test_the_number_of_the_one_paper_of_a_title_is_written(text: str, fixed: str | None) -> None:
    vault = Vault.from_texts({"a.md": text, "b.md": "[x](https://arxiv.org/abs/1706.03762)"})
    [finding] = [one for one in check(vault) if one.name == "invalid-arxiv-id"]
    if fixed is None:
        assert finding.fix is None
        return
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"
    assert fixed in apply_edits(text, finding.fix.edits["a.md"])


def test_what_links_call_a_broken_address() -> None:
    vault = Vault.from_texts(
        {"a.md": "[A title here](https://arxiv.org/pdf/1706.0376v2) [x](https://arxiv.org/abs/1706.03762)\n"}
    )
    assert titles_in(vault, "1706.0376") == ("A title here",)
    assert meant("1706.0376", ["attention is all you need!"]) == (
        Meant("arxiv:1706.03762", "known title", "attention is all you need!"),
    )
    assert meant("1706.0376", ["the paper"]) == ()


@pytest.mark.parametrize(
    "text", ["arXiv:1706.0376", "https://arxiv.org/pdf/1706.0376v2.pdf", "https://arxiv.org/abs/1706.0376"]
)
def test_the_number_of_a_broken_identifier(text: str) -> None:
    identity = identify(text)
    assert identity is not None
    assert broken_number(identity.id) == "1706.0376"


@pytest.mark.parametrize(
    ("written", "right", "near"),
    [
        ("1706.0376", "1706.03762", True),
        ("1706.037622", "1706.03762", True),
        ("1706.30762", "1706.03762", True),
        ("1796.03762", "1706.03762", True),
        ("1706.03762", "1706.03762", False),
        ("1706.0376", "1706.03741", False),
        ("1706.037", "1706.03762", False),
        ("", "1", True),
    ],
)
def test_one_slip(written: str, right: str, near: bool) -> None:
    assert one_slip(written, right) is near
    assert one_slip(right, written) is near


def test_known_titles_have_valid_identifiers_and_are_told_apart() -> None:
    for number, title in _TITLES.items():
        identity = identify(f"arXiv:{number}")
        assert identity is not None
        assert not identity.problem
        assert landmark(title.upper()) == identity.id
