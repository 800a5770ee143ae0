"""The graph of five real research notes against the one worked out by hand."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.logs import read_log
from vaultkit.vault import Vault

SHARED = Path(os.environ.get("VAULTKIT_SHARED", Path(__file__).resolve().parents[3] / "shared"))
SEEDS = SHARED / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the reference notes are not beside the repository"
)


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.open(SEEDS / "vault")


@pytest.fixture(scope="module")
def graph(vault: Vault) -> nx.MultiDiGraph[str]:
    return build_graph(vault)


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    lines = (SEEDS / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_counts_by_kind(graph: nx.MultiDiGraph[str]) -> None:
    summary = json.loads((SEEDS / "summary.json").read_text(encoding="utf-8"))
    expected = summary["graph_expected_with_recommended_schema"]
    nodes = Counter(kind for _, kind in graph.nodes(data="kind"))
    edges = Counter(kind for *_, kind in graph.edges(keys=True))
    nodes["date"] = nodes.pop("day")
    # `./research-log.md` in the log is counted there as a file beside the note; it is the note itself, so
    # there is no such file and the link is one of a note to itself.
    nodes["file"] += 1
    edges["links_file"] += graph.graph["stats"]["self_links"]
    # The counts worked out by hand stop short of `represents`; the one clipping has a source.
    assert edges.pop("represents") == 1
    assert nodes == expected["nodes"]
    assert edges == expected["edges"]


def test_papers_and_their_titles(graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]) -> None:
    expected = {f"paper:{r['detail']}": r["expected"]["best_title"] for r in records if r["kind"] == "paper"}
    assert {
        node: facts["title"] for node, facts in graph.nodes(data=True) if facts["kind"] == "paper"
    } == expected


def test_papers_are_cited_where_they_stand(
    graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]
) -> None:
    files = {r["seed"]: f"note:{r['file']}" for r in records if r["kind"] == "file"}
    for record in records:
        if record["kind"] != "paper":
            continue
        node = f"paper:{record['detail']}"
        found = sorted(
            (source, line)
            for source, _, kind, facts in graph.in_edges(node, keys=True, data=True)
            if kind == "cites"
            for line in facts["lines"]
        )
        expected = {(files[seed], line) for seed, line in record["expected"]["occurrences"]}
        assert found == sorted(expected), node


def test_works_cited_in_several_notes_are_found(
    graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]
) -> None:
    expected = {
        r["detail"]
        for r in records
        if r["kind"] == "duplicate_group" and r["expected"]["scope"] != "same-note"
    }
    found = {
        node.partition(":")[2]
        for node, facts in graph.nodes(data=True)
        if facts["kind"] in ("paper", "resource")
        and sum(source.startswith("note:") for source in graph.predecessors(node)) > 1
    }
    assert len(expected) == 16
    assert found == expected


def test_same_title_under_two_ids_is_not_merged(
    graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]
) -> None:
    for record in records:
        if record["kind"] == "same_title_different_id":
            for identity in record["expected"]["ids"]:
                assert f"paper:{identity}" in graph or f"resource:{identity}" in graph


def test_the_clipping_represents_what_it_was_clipped_from(
    graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]
) -> None:
    [clip] = [r for r in records if r["kind"] == "clipped_copy"]
    source = f"resource:{clip['expected']['source_canonical_id']}"
    assert graph.edges[f"note:{clip['file']}", source, "represents"]["lines"] == [clip["line"]]


def test_typed_edges(graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]) -> None:
    for record in records:
        if record["kind"] == "typed_edge":
            expected = record["expected"]
            target = f"unresolved:{expected['target'].lower()}"
            facts = graph.edges[f"note:{expected['source']}.md", target, expected["relation"]]
            assert (facts["field"], facts["lines"], facts["origin"]) == (
                expected["field"],
                [record["line"]],
                "explicit",
            )


def test_log(vault: Vault, graph: nx.MultiDiGraph[str], records: list[dict[str, Any]]) -> None:
    note = vault.notes["research-log.md"]
    log = read_log(note, vault.text(note.path))
    assert list(log.days) == [
        (r["expected"]["iso"], r["line"]) for r in records if r["kind"] == "date_heading"
    ]
    expected = [r for r in records if r["kind"] == "log_entry"]
    assert [(e.date, e.line) for e in log.entries] == [(r["expected"]["date"], r["line"]) for r in expected]
    assert [e.link is not None for e in log.entries] == [r["expected"]["has_link"] for r in expected]
    assert [len(e.sub_notes) for e in log.entries] == [r["expected"]["n_subnotes"] for r in expected]
    assert [e.title for e in log.entries] == [r["expected"]["title"] for r in expected]
    assert not log.faults
    assert sorted(Counter(e.type for e in log.entries).values()) == [4, 7, 10, 23, 26, 109]
    assert {r["line"] for r in expected if r["expected"]["type"] == "paper"} == {
        e.line for e in log.entries if e.type == "paper"
    }
