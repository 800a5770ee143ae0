"""BibTeX: what the vault says and nothing else, readable by an independent reader whatever the names."""

from __future__ import annotations

import io
from typing import Any

import pytest

from vaultkit.export.bibtex import latex, write
from vaultkit.graph import build_graph
from vaultkit.load.bib import Bibliography, parse_bib
from vaultkit.vault import Vault

bibtexparser = pytest.importorskip("bibtexparser", reason="bibtexparser reads BibTeX back")

HOSTILE = [
    'A "quoted" title, {braced} and } unbalanced {',
    r"Back\slash \alpha \N and 50 % of #1 & _others_ ~ ^2 $x$",
    "@article{inside, title = {x}}",
    "Control\x01character and\ttab",
    "Émile, naïve, Größe, 東京の論文, 🪐 emoji here",
    "\u202eשלום עולם\u202c right to left",
    "ends with a backslash \\",
    "% comment at the start of it",
]


def bibtex(texts: dict[str, str], bib: Bibliography | None = None) -> str:
    vault = Vault.from_texts(texts)
    stream = io.BytesIO()
    write(build_graph(vault), stream, vault=vault, bib=bib)
    return stream.getvalue().decode()


def entries(text: str) -> dict[str, dict[str, str]]:
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    found: dict[str, Any] = {}
    for entry in library.entries:
        found[entry.key] = {"type": entry.entry_type, **{field.key: field.value for field in entry.fields}}
    return found


def test_an_entry_has_what_the_identifier_and_the_notes_say() -> None:
    text = bibtex(
        {
            "b.md": "[Progress measures](https://arxiv.org/pdf/2301.05217v2)\n",
            "a.md": "https://arxiv.org/abs/2301.05217\n",
        }
    )
    assert entries(text) == {
        "arxiv_2301_05217": {
            "type": "misc",
            "title": "Progress measures",
            "eprint": "2301.05217",
            "archivePrefix": "arXiv",
            "year": "2023",
            "month": "jan",
            "url": "https://arxiv.org/abs/2301.05217",
            "note": "cited in: a.md, b.md; year and month: first submission to arXiv",
        }
    }


def test_authors_and_year_come_from_the_paper_s_own_note() -> None:
    text = bibtex(
        {
            "a.md": "---\ntype: paper\narxiv: 2301.05217\ndoi: 10.1000/x_y\nauthors: ['[[Neel Nanda]]', 'Smith and Sons', Ø & Co]\n"
            "year: 2024\njournal: A Journal\n---\n# A title of its own\n"
        }
    )
    [entry] = entries(text).values()
    assert entry["author"] == r"Neel Nanda and {Smith and Sons} and Ø \& Co"
    assert (entry["type"], entry["year"], entry["journal"]) == ("article", "2024", "A Journal")
    assert (entry["eprint"], entry["doi"]) == ("2301.05217", "10.1000/x_y")
    assert "month" not in entry
    assert "note" not in entry or entry["note"] == ""


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("Nanda, Neel and Chan, Lawrence", "Nanda, Neel and Chan, Lawrence"),
        ("Neel Nanda and King, Jr, Martin", "{Neel Nanda and King, Jr, Martin}"),
        ("Neel Nanda, Lawrence Chan and Tom Lieberum", "{Neel Nanda, Lawrence Chan and Tom Lieberum}"),
        ("Nanda, N., Chan, L., and Lieberum, T.", "{Nanda, N., Chan, L., and Lieberum, T.}"),
        ("Nanda, N., and Chan, L.", "{Nanda, N., and Chan, L.}"),
        ("Nanda, Neel", "{Nanda, Neel}"),
        ("['Nanda, Neel', 'King, Jr, Martin']", "Nanda, Neel and King, Jr, Martin"),
        (
            "['Nanda, N., Chan, L.', 'Smith AND Sons', 'x,']",
            "{Nanda, N., Chan, L.} and {Smith AND Sons} and {x,}",
        ),
    ],
)
def test_names_are_told_apart_only_where_they_are(stated: str, author: str) -> None:
    text = bibtex({"a.md": f"---\narxiv: 2301.05217\ntype: paper\nauthors: {stated}\n---\n"})
    [entry] = entries(text).values()
    assert entry["author"] == author


def test_nothing_is_invented() -> None:
    text = bibtex({"a.md": "https://openreview.net/forum?id=rJl-b3RcF7 https://arxiv.org/pdf/1706.0376\n"})
    assert entries(text) == {
        "openreview_rJl_b3RcF7": {
            "type": "misc",
            "url": "https://openreview.net/forum?id=rJl-b3RcF7",
            "note": "cited in: a.md",
        },
        "url_arxiv_org_pdf_1706_0376": {
            "type": "misc",
            "url": "https://arxiv.org/pdf/1706.0376",
            "note": "cited in: a.md; the address is not valid: arXiv numbers have 5 digits since 1501, this one has 4",
        },
    }


def test_years_that_identifiers_hold() -> None:
    urls = (
        "https://aclanthology.org/2020.acl-main.1 https://distill.pub/2020/circuits/zoom-in/ "
        "https://arxiv.org/abs/hep-th/9901001 https://transformer-circuits.pub/2021/framework/index.html "
    )
    years = {key: entry["year"] for key, entry in entries(bibtex({"a.md": urls})).items()}
    assert years == {
        "acl_2020_acl_main_1": "2020",
        "distill_2020_circuits_zoom_in": "2020",
        "arxiv_hep_th_9901001": "1999",
        "transformer_circuits_2021_framework": "2021",
    }


def test_keys_differ() -> None:
    text = bibtex(
        {"a.md": "https://doi.org/10.1000/a-b https://doi.org/10.1000/a_b https://doi.org/10.1000/a/b\n"}
    )
    assert set(entries(text)) == {"doi_10_1000_a_b", "doi_10_1000_a_b_2", "doi_10_1000_a_b_3"}


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_read_back(title: str) -> None:
    escaped = title.replace("\\", "\\\\").replace("[", "\\[")
    text = bibtex(
        {
            "a.md": f"[{escaped} in three words](https://arxiv.org/abs/2301.05217)\n",
            "b.md": "https://arxiv.org/abs/1706.03762",
        }
    )
    found = entries(text)
    assert set(found) == {"arxiv_2301_05217", "arxiv_1706_03762"}
    shown = found["arxiv_2301_05217"]["title"]
    plain = shown
    for written, meant in {
        r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
        r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", **{f"\\{one}": one for one in "&%#_$"},
    }.items():  # fmt: skip
        plain = plain.replace(written, meant)
    words = " ".join(title.replace("\x01", "\u2401").split())
    assert words in plain
    assert shown.count("{") == shown.count("}")


def test_latex_reads_as_the_text_it_was() -> None:
    decode = bibtexparser.middlewares.LatexDecodingMiddleware()
    text = r'50 % & _x_ #1 $5 \c ~d "q" 東京 🪐'  # the decoder knows no \textbraceleft
    library = bibtexparser.parse_string(f"@misc{{a, title = {{{latex(text)}}}}}", append_middleware=[decode])
    assert library.entries[0]["title"] == text


def test_entries_of_a_bibliography_are_taken_over() -> None:
    bib = parse_bib(
        "@article{nanda, title={{Progress} \\& measures}, eprint={2301.05217}, author={Nanda, Neel and Chan, L.}, month = jan}\n"
        "@misc{arxiv_1706_03762, title={Something with the key that would be made}}\n"
    )
    text = bibtex({"a.md": "https://arxiv.org/abs/2301.05217 https://arxiv.org/abs/1706.03762\n"}, bib)
    found = entries(text)
    assert set(found) == {"nanda", "arxiv_1706_03762_2"}
    assert found["nanda"] == {
        "type": "article",
        "title": "{Progress} \\& measures",
        "eprint": "2301.05217",
        "author": "Nanda, Neel and Chan, L.",
        "month": "jan",
    }
