"""Names found in running text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.graph.mentions import Mentions
from vaultkit.parse import parse_note
from vaultkit.parse.prose import Prose


def found(text: str, *names: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in Mentions(names).find(text)]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Grokking and grokking, not groking.", ["Grokking"], ["Grokking", "grokking"]),
        (
            "toy models of superposition",
            ["superposition", "Toy models of superposition"],
            ["toy models of superposition"],
        ),
        ("models of superposition", ["superposition", "Toy models of superposition"], ["superposition"]),
        (
            "chain of\n thought, chain-of-thought",
            ["Chain of thought"],
            ["chain of\n thought", "chain-of-thought"],
        ),
        ("chain\n\nof thought", ["Chain of thought"], []),
        ("chain, of thought", ["Chain of thought"], []),
        ("in C++ and C", ["C++"], []),  # one letter alone
        ("we write C++ code in .NET core", ["C++ code", ".NET Core"], ["C++ code", ".NET core"]),
        ("C code", ["C++ code"], []),
        ("AI ai Ai AIs", ["AI"], ["AI"]),
        ("a note on the Paper", ["Note", "paper", "The"], []),
        ("2024-06-21 and 42", ["2024-06-21", "42"], []),
        ("GPT-2 and GPT-3", ["GPT-2"], ["GPT-2"]),
        ("Zoe\u0308 zoë ZOË's", ["Zoë"], ["Zoe\u0308", "zoë", "ZOË"]),
        ("das Straßenbahn-Museum", ["strassenbahn", "Straßenbahn"], ["Straßenbahn"]),
        ("日本語と日本 and 日本", ["日本"], ["日本"]),
        ("a grokking_rate, _grokking_", ["Grokking"], ["grokking"]),
        ("pregrokking grokkings", ["Grokking"], []),
        ("a b a b c", ["a b c", "b a"], ["b a"]),
        ("", ["x y"], []),
    ],
)
def test_names_are_found_as_whole_words_the_longest_first(
    text: str, names: list[str], expected: list[str]
) -> None:
    assert found(text, *names) == expected


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(["ab", "cd", "ef"]), min_size=1, max_size=3).map(" ".join), max_size=5),
    st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), max_size=12).map(" ".join),
)
def test_one_pass_finds_what_a_search_for_the_longest_finds(names: list[str], text: str) -> None:
    longest_first = sorted(set(names), key=len, reverse=True)
    expected = re.findall(rf"\b(?:{'|'.join(longest_first)})\b", text) if names else []
    assert found(text, *names) == expected


def test_the_work_grows_with_the_text_and_not_with_the_names() -> None:
    class Counted(str):
        reads = 0

        def __eq__(self, other: object) -> bool:
            Counted.reads += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    few, many = (Mentions(f"name{i} of thing" for i in range(n)) for n in (10, 10_000))
    text = "name3 of thing and other words " * 50
    assert [mention.start for mention in few.find(text)] == [mention.start for mention in many.find(text)]
    words = [Counted(word) for word in text.split()]
    steps = []
    for mentions in (few, many):
        Counted.reads = 0
        for at in range(len(words)):
            mentions._at(words, at)  # type: ignore[arg-type]
        steps.append(Counted.reads)
    assert steps[1] <= 1.5 * steps[0]


def test_prose_is_text_that_can_become_a_link() -> None:
    text = (
        "---\nname: word\n---\n# word in a heading\n\nword one `word` [word](https://a.org/word) [[word]] #word\n\n"
        "```\nword\n```\n\n%% word %% <!-- word --> <b title='word'>word two</b> $word$ https://word.org\n\n"
        "> quoted word three\n\n- item word four\n\n| a | word five |\n|---|---|\n| word six | b |\n"
    )
    prose = Prose(text, parse_note(text.encode(), "a.md"))
    held = [match.end() for match in re.finditer("word", text) if prose.holds(*match.span())]
    assert [text[end:].split()[0] for end in held] == ["one", "two</b>", "three", "four", "five", "six"]
