"""Titles taken from the texts of links."""

from __future__ import annotations

from collections import Counter

import pytest

from vaultkit.identity.titles import best_title, best_titles, clean_title, is_title, title_key


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("[2301.05217] Progress measures", "Progress measures"),
        ("  Progress \n measures ", "Progress measures"),
        ("Induction heads - illustrated — LessWrong", "Induction heads - illustrated"),
        ("A talk - YouTube", "A talk"),
        ("**Bold title**", "Bold title"),
        ("[A title](https://example.org/a_(b))", "A title"),
        ("[[1706.03762] A title](https://arxiv.org/abs/1706.03762)", "A title"),
        ("[[Note|A title]] of [[Mine]]", "A title of Mine"),
        (r"\[0706.3639\] A title", "A title"),
        ("[PDF] A title", "A title"),
        ('"A title" | OpenReview', "A title"),
        ('"A" and "B"', '"A" and "B"'),
        ("https://arxiv.org/abs/1", ""),
        ("https://arxiv.org/abs/1 ---", ""),
        ("**https://arxiv.org/abs/1**", ""),
        ("https://arxiv.org/abs/1 (A title)", "(A title)"),
        (
            "https://arxiv.org/abs/1 10.1000/x - A title (https://example.org)",
            "A title (https://example.org)",
        ),
        ("arXiv:1706.03762", ""),
        ("300x200", ""),
        ("![A badge](https://example.org/badge.svg?a=(b))", ""),
        ("[![A badge](badge.svg)](https://example.org)", ""),
        ("![[logo.png]] A title ![](line.png)", "A title"),
        ("Wow![1] A title", "Wow![1] A title"),
        ("Before you continue to YouTube", ""),
        ("Just a moment...", ""),
        ("", ""),
    ],
)
def test_texts_are_cleaned(text: str, title: str) -> None:
    assert clean_title(text) == title


def test_generic_texts_are_no_titles() -> None:
    assert not is_title("the paper")
    assert not is_title("read the original")
    assert is_title("Attention is all you need")


def test_the_best_title_is_a_real_one_then_the_most_frequent_then_the_longest() -> None:
    counts = Counter({"the paper": 9, "Toy models": 2, "Toy models of superposition": 1, "On toy models": 1})
    assert best_title(counts) == "Toy models of superposition"
    assert best_titles(counts)[-1] == "Toy models" or best_titles(counts)[2] == "the paper"
    assert best_title(Counter({"the paper": 1, "link": 2})) is None
    assert best_title(Counter()) is None
    assert best_title(Counter({"GPT-2": 1})) == "GPT-2"


def test_spellings_of_a_title_have_one_key() -> None:
    spellings = [
        "Direct Preference Optimization: Your Language Model is a Reward Model",
        "direct preference optimization – your language model is a reward model.",
        "[2305.18290] Direct Preference Optimization: Your Language Model is a Reward Model",
        "Direct Preference Optimization: Your Language Model is a Reward Model (DPO)",
        "Direct Preference Optimization: Your Language Model is a Reward Model — Rafael Rafailov",
        "Direct Preference Optimization: Your Language Model is a Reward Model | OpenReview",
    ]
    assert len({title_key(text) for text in spellings}) == 1
    assert title_key("Part 1 of the series") != title_key("Part 2 of the series")
    assert title_key("the paper") == title_key("") == title_key("https://example.org/a-b-c") == ""
    assert title_key("Über große Namen") == title_key("U\u0308BER GROSSE NAMEN")
