"""The rules about templates: one finding for what a template does to every note, one each for what is odd."""

from __future__ import annotations

from collections import Counter

import pytest

from vaultkit.lint.fixer import fix
from vaultkit.lint.rules.sections.misplaced_section import longest_rising
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.model.settings import Conventions, TypeSettings
from vaultkit.vault import Vault


def topics(count: int, **bodies: str) -> dict[str, str]:
    """So many notes of one template, each with its own idea."""
    rest = "".join(f"## {heading}\n{body}\n" for heading, body in bodies.items())
    return {f"Topics/{at:02}.md": f"## Idea\nNumber {at}.\n{rest}" for at in range(count)}


def codes_at(findings) -> list[tuple[str, str]]:
    return [(one.path, one.code) for one in findings]


def test_a_section_that_no_note_fills_is_one_finding() -> None:
    vault = Vault.from_texts({**topics(8, Why="", Tags="#a #b #c"), "Alone.md": "# A\nx\n\n## Empty\n"})
    assert codes_at(check(vault)) == [
        ("Alone.md", "SEC003"),
        ("Topics/00.md", "SEC005"),
        ("Topics/00.md", "SEC005"),
    ]
    asked = Counter(one.code for one in check(vault, select(["SEC"])))
    assert asked["SEC003"] == 9
    assert asked["SEC005"] == 2


def test_a_section_that_most_notes_fill_is_reported_where_it_is_empty() -> None:
    texts = {**topics(9, Why="Because."), "Topics/x.md": "## Idea\ny\n## Why\n"}
    texts = {path: text.replace("Because.", f"Because {path}.") for path, text in texts.items()}
    assert codes_at(check(Vault.from_texts(texts))) == [("Topics/x.md", "SEC003")]


def test_required_sections_are_reported_one_by_one() -> None:
    conventions = Conventions(types={"topic": TypeSettings(required_sections=("Why",))})
    vault = Vault.from_texts(topics(8, Why="", More=""), conventions=conventions)
    found = Counter((one.code, one.target) for one in check(vault))
    assert found == {("SEC003", "Why"): 8, ("SEC005", "topic: More"): 1}


def test_a_suppression_of_what_is_only_reported_on_demand_is_used() -> None:
    ignore = "---\nvaultkit-ignore: [SEC003]\n---\n"
    texts = {path: ignore + text for path, text in topics(8, Why="").items()}
    found = check(Vault.from_texts(texts))
    assert [one.code for one in found if one.code == "VKT001"] == []


def test_no_line_of_tags_is_reported_twice() -> None:
    text = "# A\nx\n\n## State\n#todo #done\n\n## Kind\n- Kind: #short #long\n"
    assert [(one.span.line, one.code) for one in check(Vault.from_texts({"A.md": text}))] == [
        (4, "SEC004"),
        (5, "SEC009"),
        (7, "SEC004"),
        (8, "SEC006"),
    ]


def test_an_empty_field_that_recurs_is_one_finding() -> None:
    texts = {path: f"- Up: [[{path[:-3]}]]\n- Down:\n{text}" for path, text in topics(8).items()}
    found = [one for one in check(Vault.from_texts(texts)) if one.code == "SEC006"]
    assert [one.message for one in found] == ['the field "Down" is filled in none of 8 notes of type topic']
    assert len(check(Vault.from_texts(texts), select(["SEC006"]))) == 8


PAPER = "# {{title}}\n\n## Claim\n\n## Method\n\n## Doubts\n"


def missing(texts: dict[str, str], *rules: str, **types: TypeSettings) -> list[tuple[str, str | None, str]]:
    vault = Vault.from_texts(texts, conventions=Conventions(types=types))
    found = check(vault, select(rules)) if rules else check(vault)
    return [(one.path, one.target, one.severity) for one in found if one.code == "SEC002"]


def test_only_what_the_configuration_declares_is_missed_by_default() -> None:
    texts = {"Templates/Topic.md": PAPER, "Topics/a.md": "## Claim\nc\n## Doubts\nd\n"}
    texts |= {f"Topics/{at}.md": f"## Claim\n{at}\n## Method\nm{at}\n## Doubts\nd{at}\n" for at in range(5)}
    assert missing(texts) == []
    assert missing(texts, "SEC002") == [("Topics/a.md", "Method", "info")]
    assert missing(texts, topic=TypeSettings()) == [("Topics/a.md", "Method", "warning")]
    own = TypeSettings(template="Templates/Topic.md", required_sections=("Sources",))
    found = missing({"Templates/Topic.md": PAPER, "Topics/a.md": "## Claim\nc\n## Doubts\nd\n"}, topic=own)
    assert found == [("Topics/a.md", "Method", "warning"), ("Topics/a.md", "Sources", "warning")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "## Claim\n\n## Method\n\n## Doubts"),
        ("Prose.\n", "Prose.\n\n## Claim\n\n## Method\n\n## Doubts\n"),
        ("## Method\nm", "## Claim\n\n## Method\nm\n\n## Doubts"),
        (
            "## Claim\nc\n### Part\np\n# Top\n",
            "## Claim\nc\n### Part\np\n\n## Method\n\n## Doubts\n\n# Top\n",
        ),
        ("## Claim\r\nc\r\n\r\n## Doubts\r\n", "## Claim\r\nc\r\n\r\n## Method\r\n\r\n## Doubts\r\n"),
        (  # a comment goes with what it stands above, and so does one that tells where a footer begins
            "## Claim\nc\n\n%% up to here %%\n\n<!-- vaultkit: ignore-next-line -->\n## Doubts\nd\n",
            "## Claim\nc\n\n## Method\n\n%% up to here %%\n\n<!-- vaultkit: ignore-next-line -->\n## Doubts\nd\n",
        ),
        ("## Claim\n## Method\n```\nopen", None),  # what is written behind it would be code
    ],
)
def test_missing_headings_are_inserted_where_the_template_has_them(text: str, expected: str | None) -> None:
    types = {"topic": TypeSettings(template="Templates/Topic.md")}
    texts = {"Templates/Topic.md": PAPER, "Topics/a.md": text}
    vault = Vault.from_texts(texts, conventions=Conventions(types=types))
    result = fix(vault, select(["SEC002"]), unsafe=True)
    assert result.texts.get("Topics/a.md") == expected
    assert result.unstable == ()


def test_a_placeholder_in_a_heading_is_filled_with_the_title_or_not_at_all() -> None:
    template = "## Pros of {{title}}\n\n## Seen on {{date}}\n"
    types = {"topic": TypeSettings(template="T.md")}
    vault = Vault.from_texts({"T.md": template, "Topics/Tea.md": "x\n"}, conventions=Conventions(types=types))
    assert fix(vault, select(["SEC002"]), unsafe=True).texts == {}
    vault = vault.with_notes({"T.md": template.partition("\n\n")[0], "Topics/Tea.md": "x\n"})
    assert fix(vault, select(["SEC002"]), unsafe=True).texts == {"Topics/Tea.md": "x\n\n## Pros of Tea\n"}


@pytest.mark.parametrize(
    ("numbers", "moved"),
    [([], []), ([1, 2, 3], []), ([3, 1, 2], [3]), ([2, 1], [2]), ([1, 4, 2, 3, 5], [4]), ([5, 4, 3], [5, 4])],
)
def test_as_few_as_possible_are_out_of_order(numbers: list[int], moved: list[int]) -> None:
    assert [one for at, one in enumerate(numbers) if at not in longest_rising(numbers)] == moved


def test_a_call_in_the_code_of_a_template_is_no_link_without_a_destination() -> None:
    vault = Vault.from_texts({"T.md": "<% topics[0]() %> and [to be filled]()\n"})
    assert [one.span.column for one in check(vault, select(["LNK013"]))] == [23]
