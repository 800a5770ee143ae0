"""Which works notes are about, and which identifiers are one work."""

from __future__ import annotations

import networkx as nx
import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.same_work import SameWorks
from vaultkit.model.settings import Conventions, PaperSettings
from vaultkit.vault import Vault

ARXIV = "paper:arxiv:2301.05217"
DOI = "paper:doi:10.1000/x"


def graph_of(texts: dict[str, str], merge: tuple[tuple[str, ...], ...] = ()) -> nx.MultiDiGraph[str]:
    conventions = Conventions(papers=PaperSettings(merge=merge))
    return build_graph(Vault.from_texts(texts, conventions=conventions))


def of_kind(graph: nx.MultiDiGraph[str], kind: str) -> dict[tuple[str, str], list[int]]:
    return {(s, t): facts["lines"] for s, t, k, facts in graph.edges(keys=True, data=True) if k == kind}


@pytest.mark.parametrize(
    ("text", "work", "line"),
    [
        ('---\narxiv: "2301.05217v2"\n---\n', ARXIV, 2),
        ("---\nsource: https://arxiv.org/abs/2301.05217\n---\n", ARXIV, 2),
        ("---\ntags: [clipping]\nurl: https://example.org/a/?utm_source=x\n---\n", "resource:url:example.org/a", 3),
        ("# [A title](https://arxiv.org/abs/2301.05217)\n", ARXIV, 1),
        ("# [2301.05217] A title\n", ARXIV, 1),
        ("\n# A title (doi:10.1000/X)\n", DOI, 2),
        ("# A page\n\n#Omnivore\n\n[Read Original](https://example.org/a)\n", "resource:url:example.org/a", 5),
        ("Text.\n\narxiv:: 2301.05217\n", ARXIV, 3),
        ("Text.\n\nSource:: [here](https://example.org/a)\n", "resource:url:example.org/a", 3),
        ("---\ntype: paper\n---\n- **DOI**: [here](https://doi.org/10.1000/x)\n", DOI, 4),
        ("---\nisbn: 978-0-262-03384-8\n---\n", "resource:isbn:9780262033848", 2),
    ],
)  # fmt: skip
def test_a_note_represents_the_work_it_is_about(text: str, work: str, line: int) -> None:
    graph = graph_of({"a.md": text})
    assert of_kind(graph, "represents") == {("note:a.md", work): [line]}


@pytest.mark.parametrize(
    "text",
    [
        "---\ntype: topic\narxiv: 2301.05217\n---\n",  # a topic is about more than one paper
        "---\nsource: [https://example.org/a, https://example.org/b]\n---\n",  # which of the two?
        "# [A](https://example.org/a) and [B](https://example.org/b)\n",
        "# A title\n\nSee [the paper](https://arxiv.org/abs/2301.05217).\n",
        "- Source: https://example.org/a\n",  # of the item, in a note about no work
        "# Version 2301.05217\n",
        "Text.\n\n## Part\n\n# [Recent posts](https://example.org/a)\n",  # no title: another heading comes first
        "Text.\n\n# [Part](https://example.org/a)\n\n# Part\n",
        "---\narxiv: soon\ndoi:\n---\n",
        "---\nsource: somebody told me\nurl: '[[Note]]'\n---\n",
    ],
)
def test_what_is_only_cited_is_not_represented(text: str) -> None:
    assert of_kind(graph_of({"a.md": text}), "represents") == {}


def test_templates_represent_nothing() -> None:
    texts = {"Templates/Paper.md": "---\narxiv: 2301.05217\n---\n# {{title}}\n"}
    assert of_kind(graph_of(texts), "represents") == {}


def test_two_notes_may_claim_one_paper_and_the_first_gives_its_title() -> None:
    graph = graph_of(
        {
            "b.md": "---\narxiv: 2301.05217\n---\n# Second title of it\n",
            "a.md": "---\ndoi: 10.48550/arXiv.2301.05217\n---\n# First title of it\n",
        }
    )
    assert set(of_kind(graph, "represents")) == {("note:a.md", ARXIV), ("note:b.md", ARXIV)}
    assert graph.nodes[ARXIV]["title"] == "First title of it"


def test_a_title_that_is_an_address_is_no_title() -> None:
    url = "https://arxiv.org/abs/2301.05217"
    graph = graph_of({"a.md": f'---\ntitle: "{url}"\narxiv: 2301.05217\n---\n[{url}]({url})\n'})
    assert graph.nodes[ARXIV]["title"] is None
    assert graph.nodes[ARXIV]["label"] == "arXiv:2301.05217"


def test_two_identifiers_of_one_note_are_one_work_with_its_source() -> None:
    graph = graph_of({"a.md": "---\ndoi: 10.1000/x\narxiv: 2301.05217\nopenreview: rJl-b3RcF7\n---\n"})
    assert of_kind(graph, "same_as") == {(DOI, ARXIV): [2], ("paper:openreview:rJl-b3RcF7", ARXIV): [4]}
    facts = graph.edges[DOI, ARXIV, "same_as"]
    assert (facts["path"], facts["field"], facts["provenance"]) == ("a.md", "doi", "note")
    works = SameWorks(graph)
    assert works.canonical(DOI) == ARXIV
    assert works.members(ARXIV) == (ARXIV, DOI, "paper:openreview:rJl-b3RcF7")
    assert works.canonical("note:a.md") == "note:a.md"


def test_a_note_on_two_papers_joins_nothing() -> None:
    graph = graph_of({"a.md": "---\narxiv: [2301.05217, 1706.03762]\ndoi: 10.1000/x\n---\n"})
    assert of_kind(graph, "same_as") == {}
    assert len(of_kind(graph, "represents")) == 3


def test_a_clip_of_a_paper_and_its_page_on_the_web_are_not_one_work() -> None:
    graph = graph_of({"a.md": "---\narxiv: 2301.05217\nurl: https://example.org/project\n---\n"})
    assert of_kind(graph, "same_as") == {}


def test_the_configuration_joins_works_that_are_cited() -> None:
    texts = {"a.md": "https://doi.org/10.1000/X https://arxiv.org/abs/2301.05217\n"}
    merge = (("doi:10.1000/x", "arxiv:2301.05217", "arxiv:1706.03762"),)
    graph = graph_of(texts, merge)
    assert of_kind(graph, "same_as") == {(DOI, ARXIV): []}
    assert graph.edges[DOI, ARXIV, "same_as"]["provenance"] == "configuration"
    assert "paper:arxiv:1706.03762" not in graph


def test_contradictions_are_reported_and_not_merged() -> None:
    texts = {
        "a.md": "---\narxiv: 2301.05217\ndoi: 10.1000/x\n---\n",
        "b.md": "---\narxiv: 1706.03762\ndoi: 10.1000/x\n---\n",
    }
    works = SameWorks(graph_of(texts))
    assert [(one.source, one.target, one.path) for one in works.conflicts] == [(DOI, ARXIV, "a.md")]
    assert works.canonical(DOI) == "paper:arxiv:1706.03762"
    assert works.canonical(ARXIV) == ARXIV
    sure = SameWorks(graph_of(texts, (("arxiv:2301.05217", "arxiv:1706.03762"),)))
    assert sure.canonical(ARXIV) == "paper:arxiv:1706.03762"
    assert len(sure.members(ARXIV)) == 3
