"""Relations that notes state, and what cannot be in them."""

from __future__ import annotations

import time

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.vault import Vault
from vaultkit.vault.cycles import components, cycles
from vaultkit.vault.hierarchy import (
    contradictions,
    hierarchy_cycles,
    missing_inverses,
    one_sided,
    redundant,
    related_and_broader,
    self_relations,
    several_targets,
)

graphs = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=14)


def successors(edges: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, target in dict.fromkeys(edges):
        if source != target:
            found.setdefault(source, []).append(target)
    return found


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_components_and_cycles_are_those_of_an_independent_library(edges: list[tuple[str, str]]) -> None:
    graph = successors(edges)
    other = nx.DiGraph([(source, target) for source, targets in graph.items() for target in targets])
    strong = sorted(tuple(sorted(one)) for one in nx.strongly_connected_components(other) if len(one) > 1)
    elementary = {frozenset(zip(one, [*one[1:], one[0]], strict=True)) for one in nx.simple_cycles(other)}

    assert components(graph) == strong
    found = [set(zip(one, (*one[1:], one[0]), strict=True)) for one in cycles(graph, most=100)]
    assert all(frozenset(one) in elementary for one in found)
    assert set().union(*found) == set().union(*elementary)
    assert len(found) == len({frozenset(one) for one in found})


def test_a_long_ring_and_a_dense_knot_take_no_time() -> None:
    ring = {str(at): [str((at + 1) % 50_000)] for at in range(50_000)}
    knot = {str(at): [str(other) for other in range(150) if other != at] for at in range(150)}

    begun = time.process_time()
    assert [len(one) for one in cycles(ring)] == [50_000]
    assert len(cycles(knot)) == 20
    assert time.process_time() - begun < 5


def test_the_shortest_cycle_is_told_with_its_places() -> None:
    vault = Vault.from_texts(
        {
            "a.md": "- Part of: [[b]]\n",
            "b.md": "up:: [[c]]\n",
            "c.md": "---\nparent: '[[d]]'\n---\n- Part of: [[a]]\n",
            "d.md": "[up:: [[a]]]\n",
        }
    )
    told = [
        (one.notes, [(step[0].path, step[0].link.span.line) for step in one.steps])
        for one in hierarchy_cycles(vault)
    ]
    assert told == [
        (("a.md", "b.md", "c.md"), [("a.md", 1), ("b.md", 1), ("c.md", 4)]),
        (("a.md", "b.md", "c.md", "d.md"), [("a.md", 1), ("b.md", 1), ("c.md", 2), ("d.md", 1)]),
    ]


def test_each_way_of_writing_a_field_states_the_same() -> None:
    spellings = [
        "- Part of: [[b]]",
        "**Part of**:: [[b]]",
        "[part-of:: [[b]]]",
        "Part_Of:: [[b]]",
        "up:: [[b]]",
    ]
    for text in spellings:
        vault = Vault.from_texts({"a.md": text + "\n", "b.md": ""})
        assert list(vault.relations.by_relation["part-of"]) == [("a.md", "b.md")], text


def test_what_is_no_statement() -> None:
    texts = {
        "a.md": "- Part of: [[#Here]] ![[b]] [web](https://a.b) [[picture.png]]\n\n# Here\n\n"
        "- item\n    - Includes: [[b]]\n\n```\n- Part of: [[b]]\n```\n",
        "b.md": "",
        "picture.png": "",
        "Templates/t.md": "- Part of: [[b]]\n",
    }
    assert Vault.from_texts(texts).relations.statements == ()


def test_contradictions_are_not_cycles_as_well() -> None:
    alone = Vault.from_texts({"a.md": "up:: [[b]]\ndown:: [[b]]\n", "b.md": ""})
    assert len(contradictions(alone)) == 1
    assert hierarchy_cycles(alone) == []

    both = Vault.from_texts({"a.md": "up:: [[b]]\n", "b.md": "up:: [[a]]\n"})
    assert contradictions(both) == []
    assert len(hierarchy_cycles(both)) == 1


def test_inverses() -> None:
    vault = Vault.from_texts(
        {
            "a.md": "up:: [[top]]\n",
            "b.md": "up:: [[top]]\n",
            "c.md": "see also:: [[a]]\n",
            "top.md": "down:: [[b]] [[c]]\n",
        }
    )
    assert [one.path for one in missing_inverses(vault)] == ["a.md"]
    assert [one.path for one in missing_inverses(vault, both=True)] == ["a.md", "top.md"]
    assert [one.path for one in one_sided(vault)] == ["c.md"]


def test_related_notes_above_or_below_one_another() -> None:
    vault = Vault.from_texts({"a.md": "related:: [[b]] [[c]]\n", "b.md": "up:: [[a]]\n", "c.md": ""})
    assert [(one.link.target, other.path) for one, other in related_and_broader(vault)] == [("b", "b.md")]


def test_notes_that_name_themselves() -> None:
    vault = Vault.from_texts({"a.md": "up:: [[A]] [[a#Part]]\n"})
    assert [one.link.raw for one in self_relations(vault)] == ["[[A]]"]
    assert hierarchy_cycles(vault) == []


def test_what_follows_from_other_relations() -> None:
    vault = Vault.from_texts(
        {
            "a.md": "up:: [[b]] [[d]] [[e]]\n",
            "b.md": "up:: [[c]]\n",
            "c.md": "up:: [[d]]\n",
            "d.md": "",
            "e.md": "up:: [[f]]\n",
            "f.md": "up:: [[e]]\n",
        }
    )
    assert [(one.path, one.link.target, through) for one, through in redundant(vault)] == [
        ("a.md", "d", "b.md")
    ]


def test_several_parents_begin_with_the_note_s_own() -> None:
    vault = Vault.from_texts({"a.md": "down:: [[c]]\n", "b.md": "", "c.md": "up:: [[b]]\n"})
    (made,) = several_targets(vault, vault.vocabulary.relations[0])
    assert [one.target for one in made] == ["b.md", "a.md"]
