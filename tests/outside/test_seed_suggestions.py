"""What the five real notes leave to suggest: clipped copies that are cited, one title under two identifiers."""

from __future__ import annotations

import json
from functools import cache

from vaultkit.graph import build_graph
from vaultkit.graph.analyze.suggest import Suggestion, suggest
from vaultkit.vault import Vault

from .shared import SHARED, needs_shared

pytestmark = needs_shared


@cache
def suggestions() -> list[Suggestion]:
    vault = Vault.open(SHARED / "seeds" / "vault", jobs=1)
    return suggest(build_graph(vault), vault)


def expected(kind: str) -> list[dict[str, object]]:
    lines = (SHARED / "seeds" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["kind"] == kind]


def test_pairs_with_one_title_are_suggested_all_and_no_others() -> None:
    found = {
        frozenset(node.partition(":")[2] for node in (one.subject, one.target))
        for one in suggestions()
        if one.kind == "same-title"
    }
    assert found == {frozenset(row["expected"]["ids"]) for row in expected("same_title_different_id")}  # type: ignore[index]


def test_places_that_cite_a_clipped_page_are_pointed_to_its_note() -> None:
    [copy] = expected("clipped_copy")
    found = [one for one in suggestions() if one.kind == "clipped"]
    assert {one.target for one in found} == {f"note:{copy['file']}"}
    assert len(found) == len({seed for seed, _ in copy["expected"]["cited_elsewhere"]})  # type: ignore[index]


def test_the_unwritten_note_with_a_papers_title() -> None:
    [row] = [one for one in suggestions() if one.kind == "unwritten-work"]
    assert row.target == "paper:arxiv:2203.02155"
