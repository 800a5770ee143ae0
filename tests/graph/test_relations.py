"""Relations between notes: each kind of issue, what is none, and how filters narrow the answer."""

from __future__ import annotations

from collections import Counter

import pytest

from vaultkit.cli import relations as command
from vaultkit.graph import build_graph
from vaultkit.graph.analyze.relations import RelationIssue, relations
from vaultkit.graph.select import Filters, subgraph
from vaultkit.model.relation import ISSUE_KINDS, USUAL_ISSUES
from vaultkit.vault import Vault

TEXTS = {
    "Topics/Circuit.md": "- Part of: [[Network]] [[Model]]\n- Related: [[Model]] [[Lens]]\n- Includes: [[Circuit]]\n",
    "Topics/Head.md": "- Part of: [[Query]]\n- Includes: [[Query]]\n- Inclueds: [[Lens]]\n",
    "Topics/Lens.md": "- Part of: [[Nobody]]\nIncludes:: prose about lenses\n",
    "Topics/Lone.md": "Neither part nor whole.\n",
    "Topics/Model.md": "- Includes: [[Network]]\n",
    "Topics/Network.md": "- Part of: [[Model]]\n- Related:\n",
    "Other/Ring one.md": "---\nup: '[[Ring two]]'\n---\n",
    "Other/Ring two.md": "---\nup: ['[[Ring three]]']\ndown:\n---\n",
    "Other/Ring three.md": "Part of:: [[Ring two]]\n",
    "Other/Whole.md": "- Includes: [[Part]]\n",
    "Other/Part.md": "In [[Whole]].\n",
    "Other/Query.md": "Which?\n",
    "Templates/Topic.md": "- Part of: [[Ghost]]\n- Related:\n",
}


def rows_of(texts: dict[str, str], *kinds: str) -> list[RelationIssue]:
    vault = Vault.from_texts(texts)
    return relations(build_graph(vault), vault, kinds=kinds or ISSUE_KINDS)  # type: ignore[arg-type]


@pytest.fixture(scope="module", name="found")
def fixture_found() -> dict[str, list[RelationIssue]]:
    rows = rows_of(TEXTS)
    return {kind: [row for row in rows if row.kind == kind] for kind in ISSUE_KINDS}


EXPECTED = {
    "cycle": [("Other/Ring three.md", 1, "Part of", "Ring three → Ring two → Ring three")],
    "contradiction": [("Topics/Head.md", 2, "Includes", '"Part of", on line 1, names it as well')],
    "self-relation": [("Topics/Circuit.md", 3, "Includes", "names its own note")],
    "unknown-field": [("Topics/Head.md", 3, "Inclueds", 'did you mean "includes"?')],
    "related-and-broader": [
        ("Topics/Circuit.md", 2, "Related", '"Part of" in Topics/Circuit.md:1 relates it to "Model" already')
    ],
    "unresolved": [("Topics/Lens.md", 1, "Part of", '"Nobody" is not written')],
    "redundant": [("Topics/Circuit.md", 1, "Part of", 'follows from "Network", which lies between')],
    "orphan-topic": [("Topics/Lone.md", None, None, "no relation to or from any note")],
    "one-sided": [
        ("Topics/Circuit.md", 2, "Related", '"Model" does not say so'),
        ("Topics/Circuit.md", 2, "Related", '"Lens" does not say so'),
    ],
    "empty-field": [
        ("Other/Ring two.md", 3, "down", "empty"),
        ("Topics/Lens.md", 2, "Includes", 'no link in "prose about lenses"'),
        ("Topics/Network.md", 2, "Related", "empty"),
    ],
    "root": [
        ("Other/Whole.md", None, None, "one of 2 notes with nothing above"),
        ("Topics/Model.md", None, None, "one of 2 notes with nothing above"),
    ],
    "several-parents": [("Topics/Circuit.md", 1, "Part of", "2 parents: Network, Model")],
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_each_kind(found: dict[str, list[RelationIssue]], kind: str) -> None:
    assert [(row.path, row.line, row.field, row.remark) for row in found[kind]] == EXPECTED[kind]


def test_what_says_no_inverse(found: dict[str, list[RelationIssue]]) -> None:
    assert [row.notes for row in found["missing-inverse"]] == [
        ("Other/Ring one.md", "Other/Ring two.md"),
        ("Other/Ring three.md", "Other/Ring two.md"),
        ("Other/Ring two.md", "Other/Ring three.md"),
        ("Topics/Circuit.md", "Topics/Network.md"),
        ("Topics/Circuit.md", "Topics/Model.md"),
        ("Topics/Head.md", "Other/Query.md"),
    ]


def test_nothing_to_say() -> None:
    assert rows_of({"a.md": "- Includes: [[b]]\n", "b.md": "- Part of: [[a]]\n"}) == []
    assert (
        rows_of({"Topics/a.md": "x\n", "Topics/b.md": "[[a]]\n"}) == []
    )  # orphans only where some have relations


def test_the_kinds_that_are_asked_for(found: dict[str, list[RelationIssue]]) -> None:
    assert {row.kind for row in rows_of(TEXTS, "root", "cycle")} == {"root", "cycle"}
    vault = Vault.from_texts(TEXTS)
    usual = relations(build_graph(vault), vault)
    assert usual == [row for kind in USUAL_ISSUES for row in found[kind]]


def test_a_filter_leaves_what_concerns_its_notes_and_makes_no_new_roots() -> None:
    vault = Vault.from_texts(TEXTS)
    part = subgraph(build_graph(vault), Filters(folders=("Other",)))
    rows = relations(part, vault, kinds=ISSUE_KINDS)
    assert Counter(row.kind for row in rows) == {
        "cycle": 1,
        "contradiction": 1,  # of a note elsewhere, about one that is left
        "missing-inverse": 4,
        "empty-field": 1,
        "root": 1,
    }


def test_the_command_offers_the_kinds_that_there_are() -> None:
    only = next(option for option in command.relations.params if option.name == "only")
    assert tuple(only.type.choices) == ISSUE_KINDS  # type: ignore[attr-defined]
    assert all(f"\n{kind} " in command.HELP for kind in ISSUE_KINDS)


def test_hostile_vaults() -> None:
    ghosts = " ".join(f"[[ghost {n}]]" for n in range(5_000))
    ring = {f"n{n}.md": f"- Part of: [[n{(n + 1) % 2_000}]]\n" for n in range(2_000)}
    rows = rows_of({**ring, "x.md": f"- Part of: {ghosts} [[x]] [[]] [[x#y]]\n"})
    count = Counter(row.kind for row in rows)
    assert (count["cycle"], count["unresolved"], count["self-relation"], count["root"]) == (1, 5_000, 1, 0)
