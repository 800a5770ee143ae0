"""The graph page as a file: complete, sealed, equal for equal input. What it does is tested in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import numpy as np
import pytest

from vaultkit.errors import UsageError
from vaultkit.export.html import render, write
from vaultkit.export.page import bundle as bundling
from vaultkit.export.page import details
from vaultkit.export.page.bundle import asset, bundle, safe_json, safe_json_object
from vaultkit.graph import build_graph
from vaultkit.graph.excerpt import excerpt
from vaultkit.graph.themes import find_themes
from vaultkit.lint import check
from vaultkit.vault import Vault

HOSTILE = "</script><script>alert(1)</script>"


def page_of(texts: dict[str, str], **options: Any) -> str:
    vault = Vault.from_texts(texts)
    return render(build_graph(vault), vault=vault, **options)


def data_of(page: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/json" id="(.*?)">(.*?)</script>', page, re.DOTALL)
    parts = {name: json.loads(text) for name, text in blocks}
    assert set(parts) == {"vaultkit-data", "vaultkit-excerpts"}
    return {**parts["vaultkit-data"], "excerpts": parts["vaultkit-excerpts"]}


def scripts_of(page: str) -> list[str]:
    return re.findall(r"<script>(.*?)</script>", page, re.DOTALL)


def policy_of(page: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found is not None
    return found.group(1).replace("&#39;", "'")


def test_the_page_holds_the_whole_graph() -> None:
    data = data_of(
        page_of({"A.md": "[[B]] #x and [[Nowhere]]", "Sub/B.md": "[p](https://arxiv.org/abs/2301.05217)"})
    )

    nodes = dict(zip(data["nodes"]["id"], data["nodes"]["label"], strict=True))
    assert nodes["note:A.md"] == "A"
    assert {"note:Sub/B.md", "tag:x", "unresolved:nowhere", "paper:arxiv:2301.05217"} <= set(nodes)
    kinds = [data["edgeKinds"][kind] for kind in data["edges"]["kind"]]
    assert sorted(kinds) == ["cites", "links_to", "links_to", "tagged"]
    assert len(data["places"]["x"]) == len(nodes) == len(data["places"]["theme"])


def test_only_hashed_scripts_and_styles_may_run() -> None:
    page = page_of({"A.md": "text"})
    policy = policy_of(page)

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for text in [*scripts_of(page), *re.findall(r"<style>(.*?)</style>", page, re.DOTALL)]:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert len(scripts_of(page)) == 2  # vis-network and ours


def test_the_page_refers_to_nothing_outside_itself() -> None:
    page = page_of({"A.md": "text"})
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)

    assert not re.findall(r"(?:src|href|action|url)\s*=\s*[\"']?(?!data:,|#)[^\"'\s>]+", markup)
    assert "@import" not in asset("style.css")
    assert "url(" not in asset("style.css")


def test_hostile_names_stay_text() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node(
        f"note:{HOSTILE}.md",
        kind="note",
        label=HOSTILE,
        path=f"{HOSTILE}.md",
        note_type="note",
        title=HOSTILE,
        aliases=[HOSTILE],
        tags=["a<b"],
        folder="<!--",
    )

    page = render(graph, title=HOSTILE)

    assert "alert(1)</script>" not in page
    assert "<!--" not in page
    assert data_of(page)["nodes"]["label"] == [HOSTILE]
    assert len(scripts_of(page)) == 2


def test_json_cannot_end_its_element_and_reads_back() -> None:
    for odd in ("</script><!-- & \u2028\u2029 é 🦉", "<\ud800"):
        text = safe_json({"text": odd, "part": msgspec.Raw(b'["<"]')}).decode()

        assert not set("<>&\u2028\u2029") & set(text)
        assert json.loads(text) == {"text": odd, "part": ["<"]}


@pytest.mark.parametrize("at_once", [1, 2, 10])
def test_a_mapping_in_pieces_is_the_same_json(at_once: int) -> None:
    for values in (
        {},
        {"a": "<b>"},
        {"a": [1], 'q"': {"b": "}"}, "\ud800": "\u2028", "d": msgspec.Raw(b"[0]")},
    ):
        assert b"".join(safe_json_object(values, at_once)) == safe_json(values)


def test_the_file_is_utf_8_with_lf_and_equal_on_rerun(tmp_path: Path) -> None:
    vault = Vault.from_texts({"Ünïcode 🦉.md": "één [[B]]\r\nzwei", "B.md": "#t"})
    first, second = tmp_path / "one.html", tmp_path / "two.html"

    write(build_graph(vault), first, vault=vault)
    write(build_graph(vault), second, vault=vault)

    assert first.read_bytes() == second.read_bytes()
    assert b"\r" not in first.read_bytes()
    assert "Ünïcode 🦉" in first.read_text(encoding="utf-8")


@pytest.mark.parametrize("texts", [{}, {"Only.md": ""}, {f"{i}.md": "" for i in range(30)}])
def test_odd_vaults_make_a_page(texts: dict[str, str]) -> None:
    assert len(data_of(page_of(texts))["nodes"]["id"]) == len(texts)


def test_labels_are_one_plain_line() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, label in enumerate(
        ["a\nb\x00c", "x" * 5000, r"[Posts](https://e.org) \[1\] [[T|t]]", "\x01"]
    ):
        graph.add_node(str(number), kind="unresolved", label=label, target=label, count=1)

    labels = data_of(render(graph))["nodes"]["label"]

    assert labels[0] == "a b c"
    assert len(labels[1]) == 400
    assert labels[2] == "Posts [1] t"
    assert labels[3] == "(no name)"


def test_an_excerpt_does_not_repeat_the_title() -> None:
    page = page_of({"A.md": "---\ntitle: A Title\n---\n# A title\n\nwords"})

    assert "words" in page
    assert "A title" not in page


def test_excerpts_are_left_out_on_request() -> None:
    texts = {"A.md": "a secret sentence"}

    assert "secret" in page_of(texts)
    assert "secret" not in page_of(texts, max_excerpt=0)


def test_a_page_without_note_text_holds_names_and_links_alone() -> None:
    texts = {"A.md": "---\nstatus: very secret\n---\nalso secret [[#secret heading]] [[B]]"}
    vault = Vault.from_texts(texts)
    findings = check(vault)
    assert any("secret" in finding.message for finding in findings)

    page = render(build_graph(vault), vault=vault, max_excerpt=0, findings=findings)

    assert "secret" not in page
    assert "unresolved:b" in page


def test_findings_come_with_their_rule_and_place_the_gravest_first() -> None:
    vault = Vault.from_texts({"A.md": "[[#one]]\n\n[[B.md]] [[b"})
    found = [one for one in check(vault) if one.severity != "info"]

    data = data_of(render(build_graph(vault), vault=vault, findings=found))

    (mine,) = data["details"]["findings"].values()
    assert [(data["rules"][one[1]].split()[0], one[3], one[4]) for one in mine] == [
        (one.code, one.span.line, one.span.column) for one in sorted(found, key=lambda one: one.severity)
    ]


def test_what_is_said_of_notes_is_packed_where_that_can_be() -> None:
    for text in ("plain", "ödd \ud800"):
        said = details.NoteDetails([["key", text]], [["error", text, text, 1, 2]], 1, [["n", text, text]])
        packed = details.pack(said)
        assert isinstance(packed, bytes) == (text == "plain")
        assert details.details_at({"A.md": packed}, "A.md") == said
    assert details.details_at({}, "A.md").excerpt == []


def test_excerpts_that_no_page_has_room_for_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(details, "MOST_EXCERPTS", 101)
    vault = Vault.from_texts({f"n{i}.md": "word " * 10 for i in range(9)})
    found = details.gather_details(vault, vault.notes, (), 300)
    trees = [details.details_at(found, path).excerpt for path in vault.notes]
    assert [tree is not None for tree in trees] == [True] * 3 + [False] * 6


def test_excerpts_have_a_bound_and_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultkit.export.page import payload

    monkeypatch.setattr(payload, "MOST_EXCERPTS", 2000)
    vault = Vault.from_texts({f"n{i:02}.md": "word " * 60 for i in range(20)})
    said: list[str] = []

    data = data_of(render(build_graph(vault), vault=vault, warn=said.append))

    assert 5 <= len(data["excerpts"]) <= 7
    assert len(said) == 1
    assert f"of {20 - len(data['excerpts'])} notes are left out" in said[0]
    assert len(json.dumps(data["excerpts"])) < 2200


HIDING = {
    "Plain.md": "[[Minutes]] #shared",
    "Secret.md": "---\ngraphhide: true\n---\n[[Plain]] [[Only here]] #mine #shared",
    "Minutes.md": "---\ngraphhide: stop\n---\n[[Plain]] [[Person]] up:: [[Above]]\nIncludes:: [[Below]]",
    "Above.md": "---\ngraphhide: false\n---\nIncludes:: [[Minutes]]",
    "Below.md": "",
    "Person.md": "",
}


def test_notes_hide_themselves_or_their_links() -> None:
    data = data_of(page_of(HIDING))

    ids = data["nodes"]["id"]
    assert data["hidden"] == 1
    assert not {"note:Secret.md", "unresolved:only here", "tag:mine"} & set(ids)
    assert {"note:Minutes.md", "note:Person.md", "tag:shared"} <= set(ids)
    edges = {(ids[a], ids[b]) for a, b in zip(data["edges"]["source"], data["edges"]["target"], strict=True)}
    assert edges == {
        ("note:Plain.md", "note:Minutes.md"),
        ("note:Plain.md", "tag:shared"),
        ("note:Minutes.md", "note:Above.md"),  # stated by Above, as the inverse
    }


def test_what_a_page_shows_first_must_be_known() -> None:
    with pytest.raises(UsageError, match="no color 'colour'"):
        page_of({"A.md": ""}, color="colour")
    with pytest.raises(UsageError, match="no size 'big'"):
        page_of({"A.md": ""}, size="big")
    with pytest.raises(UsageError, match="not on the page"):
        page_of({"A.md": "---\ngraphhide: true\n---"}, local="note:A.md")


def test_a_slim_page_leaves_the_library_out() -> None:
    slim, whole = page_of({"A.md": ""}, slim=True), page_of({"A.md": ""})

    assert len(scripts_of(slim)) == 1
    assert len(whole) - len(slim) > 400_000


def test_ten_thousand_notes_need_two_megabytes_without_excerpts() -> None:
    from vaultkit.export.page import drawing

    chance = np.random.default_rng(0)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for i in range(10_000):
        path = f"Folder {i % 40}/A note with a name {i}.md"
        facts = {"path": path, "note_type": "note", "title": f"A note {i}", "aliases": [], "tags": ["a/tag"]}
        graph.add_node(f"note:{path}", kind="note", label=f"A note {i}", folder=f"Folder {i % 40}", **facts)
    ids = list(graph)
    for a, b in chance.integers(0, 10_000, (30_000, 2)):
        graph.add_edge(ids[a], ids[b], key="links_to", lines=[1], origin="explicit", count=1)

    with pytest.MonkeyPatch.context() as patch:  # where they lie is not the subject
        patch.setattr(drawing, "layout", lambda ids, *_: chance.normal(0, 3000, (len(ids), 2)))
        page = render(graph, slim=True)

    assert len(page) < 2_000_000


def shown(text: str, limit: int = 300, **others: str) -> list[Any]:
    vault = Vault.from_texts({"A.md": text, **{f"{name}.md": body for name, body in others.items()}})
    return excerpt(vault, vault.notes["A.md"], limit)


def test_an_excerpt_is_a_tree_of_known_names() -> None:
    assert shown("---\ntags: x\n---\n# A\n\nSome **bold** `code` $a_b*c*d$ %%hidden%%.") == [
        ["p", "Some ", ["b", "bold"], " ", ["code", "code"], " ", "$a_b*c*d$", " ."]
    ]


def test_an_excerpt_links_to_notes_and_shows_missing_ones() -> None:
    assert shown("[[B|bee]] [[Nowhere]]", B="") == [["p", ["n", "note:B.md", "bee"], " ", ["g", "Nowhere"]]]


def test_an_excerpt_keeps_markup_as_text_and_only_web_links() -> None:
    tree = shown("<img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](https://e.org)")

    flat = json.dumps(tree)
    assert "<img src=x onerror=alert(1)>" in flat
    assert '"javascript:' not in flat
    assert ["a", "https://e.org", "y"] in tree[0]


def test_an_excerpt_shows_callouts() -> None:
    for head in ("[!warning]", "[!Warning|wide]-"):
        assert shown(f"> {head} Mind *this*\n> It breaks.") == [
            ["callout", "warning", ["h", "Mind this"], ["p", "It breaks."]]
        ]


def test_an_excerpt_has_no_empty_list_items() -> None:
    assert shown("- one\n-\n- \n- two three\n- four", limit=8) == [
        ["ul", ["li", ["p", "one"]], ["li", ["p", "two…"]]]
    ]
    assert shown("-\n- \n") == []


def test_an_excerpt_ends_between_words() -> None:
    tree = shown("one two three four five six", limit=15)

    assert tree == [["p", "one two three…"]]


def test_an_excerpt_does_not_end_with_a_heading() -> None:
    assert shown("one two\n\n## Evidence\n\nthree", limit=10) == [["p", "one two"], ["p", "…"]]
    assert shown("one two\n\n## Evidence", limit=50) == [["p", "one two"], ["h", "Evidence"]]
    assert shown("## Evidence\n\none", limit=4) == [["h", "Evid…"]]


def test_themes_take_a_tag_that_sets_them_apart() -> None:
    texts = {
        f"{t}{i}.md": f"#{t} [[{t}{(i + 1) % 12}]] [[{t}{(i + 5) % 12}]]"
        for t in ("red", "blue")
        for i in range(12)
    }
    graph = build_graph(Vault.from_texts(texts))
    nodes = list(graph.nodes(data=True))
    number = {node: i for i, (node, _) in enumerate(nodes)}
    edges = np.array([(number[a], number[b]) for a, b, kind in graph.edges(keys=True) if kind == "links_to"])

    assert {theme.name for theme in find_themes(nodes, edges)} == {"#red", "#blue"}


def test_modules_join_in_order_without_imports() -> None:
    script = bundle()

    assert not re.search(r"^(?:import|export)\b", script, re.MULTILINE)
    assert script.index("// dom.js") < script.index("// main.js")


def test_two_modules_may_declare_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {
        "main.js": 'import { a } from "./a.js";\nconst b = 1;\n',
        "a.js": "export const a = 1;\nconst b = 2;\n",
    }
    monkeypatch.setattr(bundling, "asset", modules.__getitem__)

    script = bundle()

    assert "const module_a = (() => {\nconst a = 1;\nconst b = 2;\nreturn { a };\n})();" in script
    assert "const { a } = module_a;\nconst b = 1;" in script


def test_modules_may_not_import_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {"main.js": 'import { a } from "./a.js";\n', "a.js": 'import { b } from "./main.js";\n'}
    monkeypatch.setattr(bundling, "asset", modules.__getitem__)

    with pytest.raises(ValueError, match=r"import each other: main\.js -> a\.js -> main\.js"):
        bundle()
