"""The papers of a vault: each once, with titles, citations, dates, and what is wrong with it."""

from __future__ import annotations

import pytest

from vaultkit.graph import build_graph
from vaultkit.graph.analyze.papers import Citation, Paper, papers, uncited
from vaultkit.load.bib import Bibliography, parse_bib
from vaultkit.model.settings import Conventions, PaperSettings
from vaultkit.vault import Vault
from vaultkit.vault.citekeys import citekeys

GROKKING = "arxiv:2301.05217"
TEXTS = {
    "Papers/Grokking.md": "---\narxiv: 2301.05217\ndoi: 10.1000/grok\n---\n# Progress measures for grokking\n",
    "Papers/Again.md": "---\narxiv: 2301.05217v2\n---\n# Progress measures, a second note\n",
    "List.md": "[Progress measures for grokking](https://arxiv.org/pdf/2301.05217) and\n"
    "[the published one](https://doi.org/10.1000/GROK), https://arxiv.org/abs/1412.6980\n",
    "Topic.md": "- Part of: [[ML]]\n\nAs [[Grokking]] says, and [Attention is all you need](https://example.org/a.pdf).\n",
    "Other.md": "[Attention Is All You Need](https://arxiv.org/pdf/1706.0376) "
    "[Attention is all you need!](https://arxiv.org/abs/1706.03762)\n"
    "[Quite another name for it](https://arxiv.org/abs/1706.03762)\n",
    "2024-06-21.md": "Read [[Grokking]].\n",
    "Log.md": "# Log\n\n## 2024-05-01\n\n- [Adam](https://arxiv.org/abs/1412.6980)\n\n"
    "## 2024-06-01\n\n- [again](https://arxiv.org/abs/2301.05217)\n\n## 2024-04-01\n\n- x\n",
    "Templates/Paper.md": "https://arxiv.org/abs/1412.6980\n",
}


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.from_texts(TEXTS)


def rows(vault: Vault, **conditions: object) -> dict[str, Paper]:
    return {row.id: row for row in papers(build_graph(vault), **conditions)}  # type: ignore[arg-type]


def test_a_paper_is_one_row_however_it_is_linked(vault: Vault) -> None:
    found = papers(build_graph(vault))
    assert [row.id for row in found] == [
        GROKKING,
        "arxiv:1412.6980",
        "arxiv:1706.03762",
        "url:arxiv.org/pdf/1706.0376",
    ]
    row = found[0]
    assert row.title == "Progress measures, a second note"  # of two notes, the first by path gives the title
    assert row.titles == (row.title, "Progress measures for grokking", "the published one", "again")
    assert row.ids == (GROKKING, "doi:10.1000/grok")
    assert row.own_notes == ("Papers/Again.md", "Papers/Grokking.md")
    assert row.cited_in == (
        Citation("2024-06-21.md", (1,)),
        Citation("List.md", (1, 2)),
        Citation("Log.md", (9,)),
        Citation("Topic.md", (3,)),
    )
    assert (row.notes, row.first_read, row.last_read) == (4, "2024-06-01", "2024-06-21")
    assert "2 notes are about it" in row.remark
    assert str(row.cited_in[1]) == "List.md:1,2"


def test_templates_cite_nothing(vault: Vault) -> None:
    assert [citation.path for citation in rows(vault)["arxiv:1412.6980"].cited_in] == ["List.md", "Log.md"]


def test_conditions_all_hold(vault: Vault) -> None:
    assert set(rows(vault, unnoted=True)) == {
        "arxiv:1412.6980",
        "arxiv:1706.03762",
        "url:arxiv.org/pdf/1706.0376",
    }
    assert set(rows(vault, min_notes=2)) == {GROKKING, "arxiv:1412.6980"}
    assert set(rows(vault, min_notes=2, unnoted=True)) == {"arxiv:1412.6980"}
    assert set(rows(vault, untitled=True)) == set()


def test_broken_identifiers_are_refused_and_the_paper_of_that_title_is_suggested(vault: Vault) -> None:
    [row] = rows(vault, invalid=True).values()
    assert (row.id, row.suggestions) == ("url:arxiv.org/pdf/1706.0376", ("arxiv:1706.03762",))
    assert "5 digits" in row.problem
    assert row.remark.startswith(f"{row.problem}; did you mean arxiv:1706.03762?")


def test_equal_titles_are_suggested_and_never_merged(vault: Vault) -> None:
    found = rows(vault, title_conflicts=True)
    page = found["url:example.org/a.pdf"]  # a resource: it may be the paper, nobody says so
    assert page.same_title == ("arxiv:1706.03762", "url:arxiv.org/pdf/1706.0376")
    paper = found["arxiv:1706.03762"]
    assert paper.same_title == ("url:arxiv.org/pdf/1706.0376", "url:example.org/a.pdf")
    assert "also called Quite another name for it" in paper.remark
    assert "arxiv:1412.6980" not in found


def test_a_title_without_its_subtitle_is_no_conflict() -> None:
    url = "https://arxiv.org/abs/2211.00593"
    text = f"[Interpretability in the wild: a circuit]({url}) [interpretability in the wild]({url}) [the paper]({url})\n"
    vault = Vault.from_texts({"a.md": text})
    assert rows(vault, title_conflicts=True) == {}
    assert len(rows(vault)["arxiv:2211.00593"].titles) == 3


def test_the_configuration_makes_one_row_of_two() -> None:
    texts = {"a.md": "https://arxiv.org/abs/1706.03762 https://openreview.net/forum?id=rJl-b3RcF7\n"}
    assert len(rows(Vault.from_texts(texts))) == 2
    merge = PaperSettings(merge=(("openreview:rJl-b3RcF7", "arxiv:1706.03762"),))
    [row] = rows(Vault.from_texts(texts, conventions=Conventions(papers=merge))).values()
    assert row.ids == ("arxiv:1706.03762", "openreview:rJl-b3RcF7")


def test_notes_that_contradict_each_other_are_pointed_out() -> None:
    texts = {
        "a.md": "---\narxiv: 2301.05217\ndoi: 10.1000/x\n---\n",
        "b.md": "---\narxiv: 1706.03762\ndoi: 10.1000/x\n---\n",
    }
    found = rows(Vault.from_texts(texts))
    assert set(found) == {"arxiv:2301.05217", "arxiv:1706.03762"}
    assert all("notes disagree" in row.remark for row in found.values())


BIB = r"""
@string{here = "somewhere"}
@article{grok, doi = {10.1000/GROK}, title = {Progress {Measures}}, month = jan, journal = here}
@misc{adam, eprint = "1412.6980", archiveprefix = {arXiv}}
@misc{attention, title = {Attention is All you Need}}
@misc{unused, url = {https://arxiv.org/abs/2209.10652}, title = {Toy models \& more}}
@misc{bykey, title = {Cited by its key}}
@misc{grok, title = {the same key again}}
@misc{broken, title = {never closed
"""


@pytest.fixture(scope="module")
def bib() -> Bibliography:
    return parse_bib(BIB, "all.bib")


def test_a_bibliography_is_read_as_far_as_it_can_be(bib: Bibliography) -> None:
    assert [(entry.key, entry.ids) for entry in bib.entries] == [
        ("grok", ("doi:10.1000/grok",)),
        ("adam", ("arxiv:1412.6980",)),
        ("attention", ()),
        ("unused", ("arxiv:2209.10652",)),
        ("bykey", ()),
    ]
    assert bib.entries[0].title == "Progress Measures"
    assert bib.entries[3].title == "Toy models & more"
    assert bib.entries[0].bare == {"month"}
    assert len(bib.problems) == 2
    assert all(line > 1 and message for line, message in bib.problems)


def test_papers_have_their_key_in_the_bibliography(vault: Vault, bib: Bibliography) -> None:
    found = rows(vault, bib=bib)
    assert {id: row.bib_key for id, row in found.items()} == {
        GROKKING: "grok",
        "arxiv:1412.6980": "adam",
        "arxiv:1706.03762": None,
        "url:arxiv.org/pdf/1706.0376": None,
    }
    assert found["arxiv:1706.03762"].remark.startswith("not in all.bib, where attention has the same title")


def test_an_entry_with_two_identifiers_joins_them() -> None:
    vault = Vault.from_texts({"a.md": "https://arxiv.org/abs/1706.03762 https://doi.org/10.1000/x\n"})
    both = parse_bib("@misc{both, doi = {10.1000/x}, eprint = {1706.03762}}")
    [row] = papers(build_graph(vault), bib=both)
    assert (row.ids, row.bib_key) == (("arxiv:1706.03762", "doi:10.1000/x"), "both")


def test_entries_that_nothing_cites(vault: Vault, bib: Bibliography) -> None:
    cited = Vault.from_texts(
        {"a.md": "As shown [see @bykey, p. 3; -@adam]; write to me@unused.org or @nobody.\n"}
    )
    keys = citekeys(cited, {entry.key for entry in bib.entries})
    assert keys == {"bykey": {"a.md": (1,)}, "adam": {"a.md": (1,)}}
    found = papers(build_graph(vault), bib=bib, citekeys=keys)
    assert next(row for row in found if row.bib_key == "adam").notes == 3
    others = {row.bib_key: row for row in uncited(found, bib, keys)}
    assert list(others) == ["attention", "unused", "bykey"]
    assert (others["bykey"].notes, others["bykey"].remark) == (1, "")
    assert (others["unused"].id, others["unused"].remark) == ("arxiv:2209.10652", "in all.bib, cited nowhere")
    assert others["attention"].id == "bib:attention"
