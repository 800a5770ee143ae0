"""The rules about templates: one finding for what a template does to every note, one each for what is odd."""

from __future__ import annotations

from collections import Counter

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


def test_an_empty_field_that_recurs_is_one_finding() -> None:
    texts = {path: f"- Up: [[{path[:-3]}]]\n- Down:\n{text}" for path, text in topics(8).items()}
    found = [one for one in check(Vault.from_texts(texts)) if one.code == "SEC006"]
    assert [one.message for one in found] == ['the field "Down" is filled in none of 8 notes of type topic']
    assert len(check(Vault.from_texts(texts), select(["SEC006"]))) == 8
