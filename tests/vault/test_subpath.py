from __future__ import annotations

import pytest

from vaultkit.model.note import Block, Footnote, Heading, Note
from vaultkit.text import Span
from vaultkit.vault.subpath import SubpathIndex, resolve_subpath, strip_heading, strip_heading_for_link


def span(line: int) -> Span:
    return Span(0, 0, line, 1, line, 1)


def note(*headings: tuple[int, str]) -> Note:
    return Note(
        "n.md",
        "",
        0,
        headings=tuple(Heading(text, level, span(at)) for at, (level, text) in enumerate(headings, 1)),
        blocks=(Block("Ab1", "paragraph", span(50), 50, 50), Block("ab1", "list", span(60), 60, 60)),
        footnotes=(Footnote("1", False, span(70)), Footnote("1", True, span(71))),
    )


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("What? A *bold* [[Link|x]]: `code`", "What A bold Link x code"),
        ("  don't - under_score  ", "don't - under_score"),
        ("\u4e2d\u6587\u3001\u6807\u9898 \U0001f600", "\u4e2d\u6587\u3001\u6807\u9898 \U0001f600"),
        ("a\r\nb", "a b"),
        ("???", ""),
    ],
)
def test_headings_are_compared_without_punctuation(text: str, stripped: str) -> None:
    assert strip_heading(text) == stripped


def test_a_heading_in_a_link_keeps_all_that_does_not_end_the_link() -> None:
    assert strip_heading_for_link("A: b? #c | [[d]] %%e%% [f] 50% *g*") == "A b? c d e [f] 50% *g*"


@pytest.mark.parametrize(
    ("subpath", "line"),
    [
        ("#intro", 1),
        ("#INTRO!", 1),
        ("##Part", 2),
        ("#Part#Detail", 3),
        ("#Intro#Detail", 3),
        ("#Other#Part", 5),
        ("#Detail#Part", None),  # the second must lie deeper than the first
        ("#Part#Other", None),
        ("#Intr", None),
        ("#Caf\u00e9", 6),
        ("#Cafe\u0301", 6),
    ],
)
def test_chains_of_headings(subpath: str, line: int | None) -> None:
    headings = note((1, "Intro"), (2, "Part"), (3, "Detail"), (1, "Other"), (2, "Part"), (1, "Caf\u00e9"))
    found = resolve_subpath(headings, subpath)
    assert (found and found.span.line) == line


def test_blocks_and_footnotes() -> None:
    found = [
        resolve_subpath(note(), subpath)
        for subpath in ("#^AB1", "#^ab1 ", "#[^1]", "#^gone", "#[^2]", "#", "")
    ]
    assert [item and item.span.line for item in found] == [50, 50, 71, None, None, None, None]


@pytest.mark.parametrize("more", [0, 100])
@pytest.mark.parametrize(
    ("subpath", "there"),
    [
        ("#About", True),
        ("#about?", True),
        ("#About C# notes", False),  # a heading with a hash in it cannot be named whole
        ("#C notes", True),
        ("#^not a block", False),
        ("#[^no footnote]", False),
        ("#", None),
        ("", None),
    ],
)
def test_whether_a_subpath_is_there_however_many_headings_there_are(
    subpath: str, there: bool | None, more: int
) -> None:
    texts = ["About", "About C# notes", "C# notes", "^not a block", "[^no footnote]"]
    index = SubpathIndex(note(*((2, text) for text in texts), *((2, "") for _ in range(more))))
    assert [index.has(subpath), index.has(subpath)] == [there, there]
