"""The part of a graph that filters leave."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.errors import UsageError
from vaultkit.graph import build_graph
from vaultkit.graph.lookup import find_node
from vaultkit.graph.select import Filters, subgraph
from vaultkit.vault import Vault

TEXTS = {
    "Topics/Grokking.md": "---\naliases: [Late generalisation]\ntags: [ml/interp]\ncreated: 2024-05-02\n---\n"
    "[[Circuits]] [[Unwritten]] [p](https://arxiv.org/abs/2301.05217)\n",
    "Topics/Deep/Circuits.md": "---\ntags: [ml]\n---\n[[Far]] ![[figure.png]]\n",
    "Far.md": "[x](https://arxiv.org/abs/1706.03762) #other\n",
    "Log.md": "# Log\n\n06/21/2024\n- [p](https://arxiv.org/abs/2301.05217)\n\n"
    "06/19/2024\n- [[Grokking]]\n- [y](https://arxiv.org/abs/2209.10652)\n\n05/30/2024\n- [[Far]]\n",
    "figure.png": "",
}


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    return build_graph(Vault.from_texts(TEXTS))


def left(graph: nx.MultiDiGraph[str], keep: tuple[str, ...] = (), **filters: Any) -> set[str]:
    return set(subgraph(graph, Filters(**filters), keep))


def test_nothing_to_filter_is_the_graph_itself(graph: nx.MultiDiGraph[str]) -> None:
    assert subgraph(graph, Filters(depth=3)) is graph


@pytest.mark.parametrize("tag", ["ml/interp", "#ML/Interp", "ml/interp/"])
def test_a_tag_chooses_notes_and_what_they_lead_to(graph: nx.MultiDiGraph[str], tag: str) -> None:
    assert left(graph, tags=(tag,)) == {
        "note:Topics/Grokking.md",
        "unresolved:unwritten",
        "paper:arxiv:2301.05217",
        "tag:ml/interp",
        "tag:ml",
    }


def test_a_tag_stands_for_those_below_it(graph: nx.MultiDiGraph[str]) -> None:
    notes = {node for node in left(graph, tags=("ml",)) if node.startswith("note:")}
    assert notes == {"note:Topics/Grokking.md", "note:Topics/Deep/Circuits.md"}


@pytest.mark.parametrize("folder", ["Topics", "./Topics/", "Topics/"])
def test_a_folder_stands_for_all_below_it(graph: nx.MultiDiGraph[str], folder: str) -> None:
    found = left(graph, folders=(folder,))
    assert {node for node in found if node.startswith(("note:", "file:"))} == {
        "note:Topics/Grokking.md",
        "note:Topics/Deep/Circuits.md",
        "file:figure.png",
    }


def test_several_values_widen_and_several_filters_narrow(graph: nx.MultiDiGraph[str]) -> None:
    assert "note:Far.md" in left(graph, tags=("ml/interp", "other"))
    assert left(graph, tags=("other",), folders=("Topics",)) == set()
    assert left(graph, tags=("ml",), kinds=("note:topic", "paper")) >= {"paper:arxiv:2301.05217"}
    assert left(graph, folders=("Topics",), kinds=("file",)) == {"file:figure.png"}


def test_a_period_takes_from_a_log_its_days_alone(graph: nx.MultiDiGraph[str]) -> None:
    found = subgraph(graph, Filters(since="2024-06-20"))
    assert set(found) == {"note:Log.md", "day:2024-06-21", "paper:arxiv:2301.05217"}
    assert found.edges["note:Log.md", "paper:arxiv:2301.05217", "cites"]["lines"] == [4]
    assert left(graph, since="2024-06", until="2024") == left(graph, since="2024-06")
    june = left(graph, since="2024-06", until="2024-06-19")
    assert june == {"note:Log.md", "day:2024-06-19", "paper:arxiv:2209.10652"}
    assert "note:Topics/Grokking.md" in left(graph, until="2024-05")
    assert {node for node in left(graph, since="2024", until="2024") if node.startswith("day:")} == {
        "day:2024-05-30",
        "day:2024-06-19",
        "day:2024-06-21",
    }


def test_around_a_note_in_every_direction_but_through_no_tag_or_day(graph: nx.MultiDiGraph[str]) -> None:
    one = left(graph, around="late generalisation")
    assert one == {
        "note:Topics/Grokking.md",
        "note:Topics/Deep/Circuits.md",
        "note:Log.md",
        "unresolved:unwritten",
        "paper:arxiv:2301.05217",
        "tag:ml/interp",
        "day:2024-06-19",
    }
    assert left(graph, around="Grokking", depth=0) == {"note:Topics/Grokking.md"}
    assert "tag:ml" in left(graph, around="Grokking", depth=2)  # a tag of Circuits
    assert "paper:arxiv:2209.10652" in left(graph, around="Grokking", depth=2)  # through the log, not the day
    assert left(graph, around="Grokking", kinds=("day",)) == {"note:Topics/Grokking.md", "day:2024-06-19"}


def test_few_neighbours_in_what_is_left(graph: nx.MultiDiGraph[str]) -> None:
    assert left(graph, kinds=("note",), min_degree=2) == {
        "note:Log.md",
        "note:Topics/Grokking.md",
        "note:Far.md",
    } | {"note:Topics/Deep/Circuits.md"}
    assert left(graph, kinds=("paper",), min_degree=1) == set()


def test_what_must_stay_stays(graph: nx.MultiDiGraph[str]) -> None:
    assert left(graph, ("note:Far.md",), tags=("ml/interp",)) >= {"note:Far.md", "paper:arxiv:1706.03762"}
    assert left(graph, ("note:Far.md",), kinds=("day",)) > {"note:Far.md"}


@pytest.mark.parametrize(
    ("filters", "message", "hint"),
    [
        ({"tags": ("ml/interpp",)}, 'no tag "ml/interpp"', "ml/interp"),
        ({"folders": ("Topcs",)}, 'folder "Topcs"', "Topics"),
        ({"kinds": ("papr",)}, 'no kind "papr"', "paper"),
        ({"kinds": ("xyz",)}, 'no kind "xyz"', "one of note, paper"),
        ({"around": "Groking"}, '"Groking"', "Grokking"),
        ({"since": "June"}, '"June" is no date', "2024-06"),
        ({"until": "2024-13"}, "is no date", "--until"),
        ({"since": "2024-02-30"}, "is no date", "--since"),
        ({"since": "2024-06-21", "until": "2024-05"}, "no day is both", "exchange"),
    ],
)
def test_slips_are_errors_with_near_names(
    graph: nx.MultiDiGraph[str], filters: dict[str, Any], message: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=message) as error:
        subgraph(graph, Filters(**filters))
    assert hint in str(error.value.hint)


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "tags": st.sampled_from([("ml",), ("ml/interp", "other")]),
            "folders": st.sampled_from([("Topics",), ("",), ("Topics/Deep",)]),
            "kinds": st.sampled_from([("note",), ("note:log", "paper"), ("day", "tag")]),
            "since": st.sampled_from(["2024-06", "2023"]),
            "until": st.sampled_from(["2024-06-19", "2024"]),
            "min_degree": st.integers(0, 3),
        },
    )
)
def test_a_part_is_a_part_and_more_filters_leave_less(filters: dict[str, Any]) -> None:
    graph = build_graph(Vault.from_texts(TEXTS))
    part = subgraph(graph, Filters(**filters))
    order = [node for node in graph if node in part]
    assert list(part) == order
    assert set(part.edges(keys=True)) <= set(graph.edges(keys=True))
    assert all(part.nodes[node] == graph.nodes[node] for node in part)
    fewer = {name: value for name, value in filters.items() if name != "min_degree"}
    assert set(part) <= set(subgraph(graph, Filters(**fewer)))


def test_nodes_are_found_by_id_path_name_title_and_alias() -> None:
    graph = build_graph(
        Vault.from_texts(
            {
                "a/One.md": "---\ntitle: The first\naliases: [Uno]\n---\n",
                "b/One.md": "[[Un Deux]]",
                "b/Two.md": "---\naliases: [One more, one]\n---\n",
                "c/b/Three.md": "",
                "Zoë.md": "",
            }
        )
    )
    for name in ("note:a/One.md", "a/One.md", "A/one", "the first", "UNO"):
        assert find_node(graph, name) == "note:a/One.md"
    assert find_node(graph, "b/three") == "note:c/b/Three.md"
    assert find_node(graph, "one more") == "note:b/Two.md"
    assert find_node(graph, "Zoe\u0308") == "note:Zoë.md"
    assert find_node(graph, "un deux") == "unresolved:un deux"
    with pytest.raises(UsageError, match="several notes") as error:
        find_node(graph, "One")
    assert "a/One.md, b/One.md" in str(error.value.hint)
    with pytest.raises(UsageError, match="no note") as error:
        find_node(graph, "b/Thre")
    assert "Three" in str(error.value.hint)
    with pytest.raises(UsageError) as error:
        find_node(graph, "something else entirely")
    assert "path, name, title or alias" in str(error.value.hint)
