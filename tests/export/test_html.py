"""The graph page as a file: complete, sealed, equal for equal input. What it does is tested in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from vaultkit.export.html import render, write
from vaultkit.export.page import bundle as bundling
from vaultkit.export.page.bundle import asset, bundle, safe_json
from vaultkit.graph import build_graph
from vaultkit.graph.excerpt import excerpt
from vaultkit.graph.themes import find_themes
from vaultkit.vault import Vault

HOSTILE = "</script><script>alert(1)</script>"


def page_of(texts: dict[str, str], **options: Any) -> str:
    vault = Vault.from_texts(texts)
    return render(build_graph(vault), vault=vault, **options)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="vaultkit-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found.group(1))
    return data


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
    value = {"text": "</script><!-- & \u2028\u2029 \ud800 é 🦉"}

    text = safe_json(value)

    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value
    text.encode("utf-8")


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


def test_excerpts_are_left_out_on_request() -> None:
    texts = {"A.md": "a secret sentence"}

    assert "secret" in page_of(texts)
    assert "secret" not in page_of(texts, max_excerpt=0)


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
    assert shown("> [!warning] Mind *this*\n> It breaks.") == [
        ["callout", "warning", ["h", "Mind this"], ["p", "It breaks."]]
    ]


def test_an_excerpt_ends_between_words() -> None:
    tree = shown("one two three four five six", limit=15)

    assert tree == [["p", "one two three…"]]


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

    with pytest.raises(ValueError, match="import each other: main.js -> a.js -> main.js"):
        bundle()
