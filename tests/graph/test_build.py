"""The graph of a vault: which nodes and edges its notes make, and where each comes from."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.graph import build_graph
from vaultkit.graph.build import gather_graph
from vaultkit.vault import Vault


def graph_of(**texts: str) -> nx.MultiDiGraph[str]:
    return build_graph(Vault.from_texts({f"{name}.md": text for name, text in texts.items()}))


def edge(graph: nx.MultiDiGraph[str], source: str, target: str, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = graph.edges[source, target, kind]
    return found


def edges(graph: nx.MultiDiGraph[str]) -> set[tuple[str, str, str]]:
    return set(graph.edges(keys=True))


def test_notes_carry_what_is_known_of_them() -> None:
    vault = Vault.from_texts(
        {
            "Topics/a.md": "---\ntitle: Alpha\naliases: [A, Al]\ntags: [x/y]\n---\n#z\n",
            "Templates/t.md": "[[{{title}}]]",
        }
    )
    graph = build_graph(vault)
    assert graph.nodes["note:Topics/a.md"] == {
        "kind": "note",
        "label": "Alpha",
        "path": "Topics/a.md",
        "note_type": "topic",
        "title": "Alpha",
        "aliases": ["A", "Al"],
        "tags": ["x/y", "z"],
        "folder": "Topics",
    }
    assert graph.nodes["note:Templates/t.md"]["template"] is True
    assert graph.out_degree("note:Templates/t.md") == 0


def test_links_are_edges_with_lines_and_texts() -> None:
    graph = graph_of(a="[[b]]\n\n[[b|other]] [b](b.md)\n", b="![[a]]\n")
    assert edge(graph, "note:a.md", "note:b.md", "links_to") == {
        "kind": "links_to",
        "lines": [1, 3],
        "origin": "explicit",
        "count": 3,
        "text": ["other", "b"],
    }
    assert edges(graph) == {("note:a.md", "note:b.md", "links_to"), ("note:b.md", "note:a.md", "embeds")}


def test_links_of_a_note_to_itself_are_counted_and_no_edges() -> None:
    graph = graph_of(a="# H\n[[a]] [[#H]] [x](#H) [y](mailto:a@b.org)\n- Part of: [[a]]\n")
    assert not edges(graph)
    assert graph.graph["stats"] == {"self_links": 4, "other_links": 1}


def test_unresolved_names_are_one_node_however_they_are_written() -> None:
    graph = graph_of(a="[[Not There]]\n[[not there#part]]\n", b="[[NOT THERE.md|x]] [y](Not%20There.md)\n")
    unresolved = {node: facts for node, facts in graph.nodes(data=True) if facts["kind"] == "unresolved"}
    assert unresolved == {
        "unresolved:not there": {
            "kind": "unresolved",
            "label": "Not There",
            "target": "Not There",
            "count": 4,
        }
    }


def test_files_are_nodes_when_something_leads_to_them() -> None:
    vault = Vault.from_texts(
        {
            "sub/a.md": "![[pic.png]] [data](data.csv) [[gone.pdf]] [dir](../code/) [script](./x/run.py) [[v1.5]]\n",
            "pic.png": b"",
            "data.csv": b"",
            "unused.png": b"",
            "code/main.py": b"",
        }
    )
    graph = build_graph(vault)
    files = {facts["path"]: facts["exists"] for _, facts in graph.nodes(data=True) if facts["kind"] == "file"}
    assert files == {
        "pic.png": True,
        "data.csv": True,
        "gone.pdf": False,
        "code": True,
        "sub/x/run.py": False,
    }
    assert ("note:sub/a.md", "file:pic.png", "embeds") in edges(graph)
    assert ("note:sub/a.md", "file:data.csv", "links_file") in edges(graph)
    assert ("note:sub/a.md", "unresolved:v1.5", "links_to") in edges(graph)


def test_tags_have_their_hierarchy() -> None:
    graph = graph_of(a="#ML/Interp/SAE text #ml\n", b="---\ntags: [ml/interp]\n---\n")
    assert graph.nodes["tag:ml/interp/sae"]["name"] == "ML/Interp/SAE"
    assert {(s, t) for s, t, kind in edges(graph) if kind == "subtag_of"} == {
        ("tag:ml/interp/sae", "tag:ml/interp"),
        ("tag:ml/interp", "tag:ml"),
    }
    assert {(s, t) for s, t, kind in edges(graph) if kind == "tagged"} == {
        ("note:a.md", "tag:ml/interp/sae"),
        ("note:a.md", "tag:ml"),
        ("note:b.md", "tag:ml/interp"),
    }


def test_a_paper_cited_in_three_notes_is_one_node() -> None:
    graph = graph_of(
        a="[[2301.05217] Progress measures for grokking](https://arxiv.org/abs/2301.05217)\n",
        b="see [the paper](https://arxiv.org/pdf/2301.05217v2.pdf)\n",
        c="---\ndoi: 10.48550/arXiv.2301.05217\n---\nhttps://www.alphaxiv.org/abs/2301.05217\n",
    )
    papers = [(node, facts) for node, facts in graph.nodes(data=True) if facts["kind"] == "paper"]
    assert len(papers) == 1
    node, facts = papers[0]
    assert node == "paper:arxiv:2301.05217"
    assert facts["title"] == facts["label"] == "Progress measures for grokking"
    assert facts["titles"] == ["Progress measures for grokking", "the paper"]
    assert facts["ids"] == {"arxiv": "2301.05217"}
    assert facts["url"] == "https://arxiv.org/abs/2301.05217"
    assert edge(graph, "note:c.md", node, "cites")["lines"] == [2, 4]
    assert edge(graph, "note:c.md", node, "cites")["field"] == "doi"


def test_properties_name_papers_as_they_are_written() -> None:
    graph = graph_of(
        a="---\narxiv: 2301.10050\n---\n",  # as a YAML number it would lose its last digit
        b="---\nsource: https://example.org/page\ncover: https://example.org/cover.png\narxiv:\ndoi: none\n---\n",
        c="---\nisbn: 978-0-262-03384-8\nlinks: [https://arxiv.org/abs/1706.03762, x]\n---\n",
    )
    assert {(s, t, k) for s, t, k in edges(graph) if k != "represents"} == {
        ("note:a.md", "paper:arxiv:2301.10050", "cites"),
        ("note:b.md", "resource:url:example.org/page", "references"),
        ("note:c.md", "resource:isbn:9780262033848", "references"),
        ("note:c.md", "paper:arxiv:1706.03762", "cites"),
    }
    assert edge(graph, "note:a.md", "paper:arxiv:2301.10050", "cites")["lines"] == [2]


def test_a_note_about_a_paper_gives_its_title() -> None:
    graph = graph_of(
        a="---\ntype: paper\ndoi: 10.48550/arXiv.2301.05217\n---\n# Progress measures for grokking\n",
        b="[a longer text that is not its title](https://arxiv.org/abs/2301.05217)\n",
        c="---\ntype: topic\narxiv: 2301.05217\n---\n# Not about it alone\n",
    )
    facts = graph.nodes["paper:arxiv:2301.05217"]
    assert facts["title"] == facts["label"] == "Progress measures for grokking"
    assert facts["titles"] == ["Progress measures for grokking", "a longer text that is not its title"]


def test_a_file_of_a_repository_does_not_name_it() -> None:
    graph = graph_of(a="[Copy this note](https://github.com/o/r/blob/main/a.md) and again")
    assert graph.nodes["resource:github:o/r"]["label"] == "github:o/r"
    graph = graph_of(
        a="[The whole tool](https://github.com/o/r), [a file](https://github.com/o/r/raw/main/a.md)"
    )
    assert graph.nodes["resource:github:o/r"]["titles"] == ["The whole tool"]


def test_relative_links_name_the_same_missing_note() -> None:
    vault = Vault.from_texts(
        {"x/a.md": "[y](../z/Gone.md) [[z/gone]] [here](./)\n", "z/b.md": "[y](./Gone.md)\n"}
    )
    graph = build_graph(vault)
    assert [node for node in graph if node.startswith("unresolved:")] == ["unresolved:z/gone"]
    assert graph.nodes["file:x"]["exists"]


def test_invalid_arxiv_ids_stay_papers_with_a_problem() -> None:
    graph = graph_of(a="[Attention Is All You Need](https://arxiv.org/pdf/1706.0376)\n")
    facts = graph.nodes["paper:url:arxiv.org/pdf/1706.0376"]
    assert "5 digits" in facts["problem"]
    assert facts["ids"] == {}
    assert "paper:arxiv:1706.00376" not in graph


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Part of: [[b]]", ("note:a.md", "note:b.md", "broader", "explicit")),
        ("Up:: [[b]]", ("note:a.md", "note:b.md", "broader", "explicit")),
        ("**Belongs to**:: [[b]]", ("note:a.md", "note:b.md", "broader", "explicit")),
        ("text [is-a:: [[b]] ] text", ("note:a.md", "note:b.md", "broader", "explicit")),
        ("- Includes: [[b]]", ("note:b.md", "note:a.md", "broader", "inverse")),
        ("children:: [[b]]", ("note:b.md", "note:a.md", "broader", "inverse")),
        ("- Related: [[b]]", ("note:a.md", "note:b.md", "related", "explicit")),
        ("see also:: [[b]]", ("note:a.md", "note:b.md", "related", "explicit")),
        ("next:: [[b]]", ("note:a.md", "note:b.md", "next", "explicit")),
        ("prev:: [[b]]", ("note:b.md", "note:a.md", "next", "inverse")),
        ("author:: [[b]]", ("note:a.md", "note:b.md", "links_to", "explicit")),
        ("[[b]]", ("note:a.md", "note:b.md", "links_to", "explicit")),
    ],
)
def test_fields_make_typed_edges(line: str, expected: tuple[str, str, str, str]) -> None:
    graph = graph_of(a=f"{line}\n", b="")
    [(source, target, kind, facts)] = graph.edges(keys=True, data=True)
    assert (source, target, kind, facts["origin"]) == expected
    assert facts["lines"] == [1]
    assert facts.get("field", "").lower() in line.lower()


@pytest.mark.parametrize("value", ['"[[b]]"', '["[[b]]"]', '\n  - "[[b]]"'])
def test_properties_make_typed_edges(value: str) -> None:
    graph = graph_of(a=f"---\nup: {value}\n---\n", b="")
    facts = edge(graph, "note:a.md", "note:b.md", "broader")
    assert (facts["origin"], facts["field"]) == ("explicit", "up")
    assert ("note:a.md", "note:b.md", "links_to") not in edges(graph)


def test_an_edge_stated_from_both_sides_is_one_and_explicit() -> None:
    graph = graph_of(a="- Part of: [[b]]\n", b="\n\n- Includes: [[a]] [[c]]\n")
    assert edge(graph, "note:a.md", "note:b.md", "broader") == {
        "kind": "broader",
        "lines": [1],
        "inverse_lines": [3],
        "origin": "explicit",
        "count": 2,
        "field": "Part of",
    }
    assert edge(graph, "unresolved:c", "note:b.md", "broader")["origin"] == "inverse"


def test_several_targets_of_one_field_are_several_edges() -> None:
    graph = graph_of(a="- Part of: [[b]] [[c]] [[d]] \n- [[e]]\n", b="", c="")
    kinds = {target: kind for _, target, kind in edges(graph)}
    assert kinds == {
        "note:b.md": "broader",
        "note:c.md": "broader",
        "unresolved:d": "broader",
        "unresolved:e": "links_to",
    }


def test_a_field_nested_in_a_list_speaks_of_its_item() -> None:
    graph = graph_of(
        a="- [[b]]\n\t- Includes: [[c]]\n\t\t- text\n\n\t- Part of: [[d]]\n",
        x="  - Part of: [[b]]\n  - Includes: [[c]]\n",  # indented, but nested in nothing
        y="- [[b]]\n  - up:: [[c]]\n",  # Dataview's own syntax is about the note wherever it stands
        b="",
        c="",
        d="",
    )
    typed = {(s, t) for s, t, kind in edges(graph) if kind == "broader"}
    assert typed == {("note:x.md", "note:b.md"), ("note:c.md", "note:x.md"), ("note:y.md", "note:c.md")}
    assert edge(graph, "note:a.md", "note:c.md", "links_to")["field"] == "Includes"


def test_canvases_are_notes_with_links() -> None:
    canvas = (
        '{"nodes":[{"id":"1","type":"file","file":"a.md","x":0,"y":0,"width":1,"height":1},'
        '{"id":"2","type":"text","text":"[[b]] https://arxiv.org/abs/1706.03762","x":0,"y":0,"width":1,"height":1}],'
        '"edges":[]}'
    )
    graph = build_graph(Vault.from_texts({"board.canvas": canvas, "a.md": "", "b.md": ""}))
    assert {target for source, target, _ in edges(graph) if source == "note:board.canvas"} >= {
        "note:a.md",
        "note:b.md",
    }


def test_nodes_and_edges_stand_in_one_order() -> None:
    texts = {"b.md": "[[z]] [[a]] #t\n", "a.md": "https://arxiv.org/abs/1706.03762 [[b]]\n"}
    graph = build_graph(Vault.from_texts(texts))
    same = build_graph(Vault.from_texts(dict(reversed(texts.items()))))
    assert list(graph.nodes(data=True)) == list(same.nodes(data=True))
    assert list(graph.edges(keys=True, data=True)) == list(same.edges(keys=True, data=True))
    assert [facts["kind"] for _, facts in graph.nodes(data=True)] == [
        "note",
        "note",
        "paper",
        "tag",
        "unresolved",
    ]


def test_edges_are_known_from_both_ends_as_if_added_one_by_one() -> None:
    graph = graph_of(a="[[b]] ![[b]] [[b|again]] Up:: [[c]]", b="[[a]] [[none]] #t/u", c="[[b]]")
    again: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    again.add_nodes_from(graph.nodes(data=True))
    for source, target, kind, facts in graph.edges(keys=True, data=True):
        again.add_edge(source, target, key=kind, **facts)
    assert nx.utils.graphs_equal(graph, again)
    assert list(graph.in_edges(keys=True, data=True)) == list(again.in_edges(keys=True, data=True))
    graph.remove_edge("note:a.md", "note:b.md", key="embeds")
    assert [kind for *_, kind in graph.in_edges("note:b.md", keys=True)] == ["links_to", "links_to"]


def test_ends_of_edges_are_known_in_order_before_the_graph_is_made() -> None:
    texts = {
        "b.md": "[[a]] ![[a]] #t/u [[z]]",
        "a.md": "Includes:: [[b]] https://arxiv.org/abs/1706.03762 [[b]]",
    }
    gathered = gather_graph(Vault.from_texts(texts))
    ends = list(gathered.edges.ends(node for node, _ in gathered.nodes))
    assert ends == list(gathered.graph().edges(keys=True))


PIECES = [
    *(
        "[[a]]",
        "[[b|x]]",
        "[[b#h]]",
        "![[c]]",
        "- Up: [[b]]",
        "Includes:: [[a]] [[c]]",
        "#t/u",
        "\n",
        "---\n",
    ),
    *("up: [[a]]", "https://arxiv.org/abs/1706.03762", "[t](https://example.org)", "[x](./d/e.py)"),
    *("06/21/2024\n", "- [[a]]\n", "%%", "`"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=8), min_size=1, max_size=3))
def test_every_edge_has_its_ends_its_lines_and_no_loop(notes: list[list[str]]) -> None:
    texts = {f"{name}.md": " ".join(pieces) for name, pieces in zip("abc", notes, strict=False)}
    graph = build_graph(Vault.from_texts(texts))
    for source, target, kind, facts in graph.edges(keys=True, data=True):
        assert source != target
        assert facts["kind"] == kind
        assert graph.nodes[source]["kind"]
        assert graph.nodes[target]["kind"]
        assert facts["count"] >= 1
        assert facts["lines"] == sorted(set(facts["lines"]))
        assert facts["lines"] or kind == "subtag_of"
        owner = target if facts["origin"] == "inverse" else source
        if owner.startswith("note:"):
            lines = texts[owner.removeprefix("note:")].count("\n") + 1
            assert all(1 <= line <= lines for line in facts["lines"])


def test_fifty_thousand_unresolved_targets() -> None:
    text = "\n".join(f"[[target {number}]]" for number in range(50_000))
    graph = graph_of(a=text)
    assert graph.number_of_edges() == 50_000


def test_long_and_deep_notes_take_linear_time() -> None:
    deep = "\n".join("\t" * min(depth, 200) + f"- Includes: [[x{depth}]]" for depth in range(2_000))
    wide = "- a\n\t- Includes: " + " ".join(f"[[y{number}]]" for number in range(10_000))
    graph = graph_of(deep=deep, wide=wide)
    assert graph.number_of_edges() == 12_000
    assert edge(graph, "unresolved:x0", "note:deep.md", "broader")["origin"] == "inverse"
    assert edge(graph, "note:deep.md", "unresolved:x1999", "links_to")["field"] == "Includes"


def test_names_with_control_characters_and_newlines() -> None:
    graph = build_graph(
        Vault.from_texts({"a\nb.md": "[[c\x0bd]] [[\u202egnp]]\n", "bin.md": bytes(range(256)) * 8})
    )
    assert {"note:a\nb.md", "note:bin.md"} <= set(graph)


@pytest.mark.parametrize("line", ["arXiv: [[2301.05217]]", "arXiv:: [[2301.05217]]"])
def test_a_field_that_names_a_note_is_no_identifier(line: str) -> None:
    graph = build_graph(Vault.from_texts({"a.md": f"# A\n{line}\n", "2301.05217.md": "# B\n"}))
    assert {facts["kind"] for _, facts in graph.nodes(data=True)} == {"note"}
