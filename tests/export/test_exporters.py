"""Every exporter: read back by an independent reader, the same bytes twice, hostile names survive."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import time
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import networkx as nx
import pytest

from vaultkit.errors import UsageError
from vaultkit.export import csv as csv_export
from vaultkit.export import dot, exporter, exporter_names, format_of, mermaid, write_graph
from vaultkit.export._writing import flat, identifier, printable
from vaultkit.export.json import schema
from vaultkit.graph import build_graph
from vaultkit.graph.select import Filters, subgraph
from vaultkit.lint import check
from vaultkit.text import joined
from vaultkit.vault import Vault

DATA = [name for name in exporter_names() if name != "html"]

HOSTILE = "a \"quoted\" <b>\\N & 'x' {{y}} | z"


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph[str]:
    vault = Vault.from_texts(
        {
            "Topics/Grokking.md": "---\naliases: [Late generalisation]\ntags: [ml/interp]\n---\n"
            "- Part of: [[Deep learning]] [[Unwritten]]\n"
            "- Related: [[Superposition|many features]]\n\n"
            "See [Progress measures for grokking](https://arxiv.org/abs/2301.05217), [[Superposition]] "
            "and ![[figure.png]].\n",
            "Topics/Superposition.md": "[the paper](https://arxiv.org/pdf/2209.10652) and "
            "[code](https://github.com/a/b) 🎲 [[#here]]\n",
            "Topics/Deep learning.md": "- Includes: [[Grokking]]\n- [x](https://arxiv.org/pdf/1706.0376)\n",
            f"{HOSTILE.replace('/', '')}.md": "# \u202eמה שלום\n\n[[control\u000bchar]] [["
            + "🪐 " * 5
            + "]]\n",
            "Log.md": "- 📜: papers\n\n06/21/2024\n- 📜[Progress](https://arxiv.org/abs/2301.05217)\n\n"
            "06/20/2024\n- nothing\n\n06/19/2024\n- [[Grokking]]\n",
            "figure.png": b"\x89PNG",
        }
    )
    return build_graph(vault)


def written(graph: nx.MultiDiGraph[str], name: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    exporter(name).write(graph, stream, **options)
    return stream.getvalue()


def test_exporters_are_found_by_name() -> None:
    assert {
        "json",
        "graphml",
        "gexf",
        "csv",
        "dot",
        "mermaid",
        "cypher",
        "turtle",
        "sqlite",
        "canvas",
    } <= set(exporter_names())
    assert not any(name.startswith("_") for name in exporter_names())


@pytest.mark.parametrize("name", DATA)
def test_endings_mean_their_format(name: str) -> None:
    for suffix in exporter(name).SUFFIXES:
        assert format_of(f"out{suffix}") == name
        assert format_of(f"OUT{suffix.upper()}") == name


def test_graphs_are_written_by_ending_or_by_name(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    write_graph(graph, tmp_path / "a.json")
    write_graph(graph, tmp_path / "b.txt", format="json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.txt").read_bytes() == written(graph, "json")


def test_unknown_formats_name_near_ones() -> None:
    with pytest.raises(UsageError) as unknown:
        format_of("graph.jsn")
    assert ".json" in str(unknown.value.hint)
    with pytest.raises(UsageError) as unknown:
        exporter("grapml")
    assert "graphml" in str(unknown.value.hint)
    with pytest.raises(UsageError, match="no ending"):
        format_of("graph")
    with pytest.raises(UsageError):
        exporter("_writing")


@pytest.mark.parametrize("name", DATA)
def test_output_is_the_same_twice_and_without_paths_of_the_machine(
    graph: nx.MultiDiGraph[str], name: str, tmp_path: Path
) -> None:
    first = written(graph, name)
    assert first == written(graph, name)
    assert str(tmp_path).encode() not in first
    path = tmp_path / "graph.out"
    exporter(name).write(graph, path)
    assert path.read_bytes() == first
    assert not [left for left in tmp_path.iterdir() if left.name.startswith(".")]


@pytest.mark.parametrize("name", DATA)
def test_empty_vault_is_written(name: str) -> None:
    assert written(build_graph(Vault.from_texts({})), name)


@pytest.mark.parametrize("name", DATA)
def test_a_folder_that_is_not_there_is_a_usage_error(
    graph: nx.MultiDiGraph[str], name: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="cannot write"):
        exporter(name).write(graph, tmp_path / "no" / "graph.out")


@pytest.mark.parametrize("name", DATA)
def test_names_that_are_no_unicode_are_written(name: str) -> None:
    odd: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    facts = {"note_type": "note", "title": "x", "aliases": [], "tags": [], "folder": ""}
    odd.add_node("note:b\udcff.md", kind="note", label="b\udcff\x00", path="b\udcff.md", **facts)
    odd.add_node("unresolved:x", kind="unresolved", label="x", target="x", count=1)
    odd.add_edge(
        "note:b\udcff.md",
        "unresolved:x",
        key="links_to",
        kind="links_to",
        lines=[1],
        origin="explicit",
        count=1,
    )
    written(odd, name).decode("latin-1" if name == "sqlite" else "utf-8")


ALIKE = (
    "ctrl\x01",
    "ctrl\u2401",
    "ctrl\\u2401",
    "b\udcff",
    "b\\udcff",
    "b\\u005cudcff",
    "n\n",
    "r\r",
    "r",
    "n",
)


@pytest.fixture(scope="module")
def alike() -> nx.MultiDiGraph[str]:
    """Nodes whose names a format could take for each other."""
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in ALIKE:
        found.add_node(f"unresolved:{name}", kind="unresolved", label=name, target=name, count=1)
    for one, other in pairwise(found):
        found.add_edge(
            one, other, key="links_to", kind="links_to", lines=[1], origin="explicit", count=1, text=[one]
        )
    return found


def test_ids_stay_different() -> None:
    assert len({identifier(name) for name in ALIKE}) == len(ALIKE)
    assert all(printable(identifier(name)) == identifier(name) for name in ALIKE)
    assert identifier("note:C\\users\\d.md") == "note:C\\users\\d.md"


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_xml_keeps_nodes_apart(alike: nx.MultiDiGraph[str], name: str, read: Any) -> None:
    back = read(io.BytesIO(written(alike, name)))
    assert list(back) == [identifier(node) for node in alike]
    assert list(back.edges()) == [(identifier(one), identifier(other)) for one, other in alike.edges()]


def test_dot_keeps_nodes_apart(alike: nx.MultiDiGraph[str]) -> None:
    text = written(alike, "dot").decode()
    nodes = re.findall(r'^  ("(?:[^"\\]|\\.)*") \[', text, re.MULTILINE | re.DOTALL)
    assert len(set(nodes)) == alike.number_of_nodes() == len(nodes)


def test_sqlite_keeps_nodes_apart(alike: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    exporter("sqlite").write(alike, tmp_path / "g.db")
    with closing(sqlite3.connect(tmp_path / "g.db")) as database:
        rows = database.execute("SELECT id, data FROM nodes").fetchall()
    assert {node: json.loads(data) for node, data in rows} == {
        identifier(node): facts for node, facts in alike.nodes(data=True)
    }


def test_sqlite_holds_notes_whose_names_look_alike(tmp_path: Path) -> None:
    vault = Vault.from_texts({"ctrl\x01.md": "[[ctrl\u2401]]\n", "ctrl\u2401.md": "x\n"})
    exporter("sqlite").write(build_graph(vault), tmp_path / "g.db", vault=vault)
    with closing(sqlite3.connect(tmp_path / "g.db")) as database:
        joined = database.execute(
            "SELECT notes.path, nodes.id, links.resolved FROM notes JOIN nodes USING (path) LEFT JOIN links USING (path)"
        ).fetchall()
    assert sorted(joined) == [
        ("ctrl\\u2401.md", "note:ctrl\\u2401.md", None),
        ("ctrl\u2401.md", "note:ctrl\u2401.md", "ctrl\\u2401.md"),
    ]


def test_csv_rows_hold_line_ends_in_quotes(alike: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    exporter("csv").write(alike, tmp_path / "g.csv")
    text = (tmp_path / "g.nodes.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [row[0] for row in rows[1:]] == [identifier(node) for node in alike]
    assert '"unresolved:r\r"' in text
    assert not re.search(r"\r\n", text)


def test_csv_has_a_column_for_every_attribute() -> None:
    known = schema()["$defs"]
    by_kind = [set(case["then"]["properties"]) for case in known["node"]["allOf"]]
    assert set(known["node"]["properties"]).union(*by_kind) == set(csv_export.NODE_COLUMNS)
    assert set(known["edge"]["properties"]) == set(csv_export.EDGE_COLUMNS)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('"AT&amp;T"', '"\\"AT&amp;amp;T\\""'),
        ("a\nb", '"a\\nb"'),
        ("a\\nb\\N\\", '"a\\\\nb\\\\N\\\\"'),
        ("a\rb", '"a\u240db"'),
    ],
)
def test_dot_labels_are_drawn_as_they_are(text: str, shown: str) -> None:
    assert dot.label(text) == shown


def test_json_follows_its_published_schema(graph: nx.MultiDiGraph[str]) -> None:
    data = json.loads(written(graph, "json", options={"tag": ["ml"]}))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert data["options"] == {"tag": ["ml"]}
    assert [node["id"] for node in data["nodes"]] == sorted(graph)
    assert [(e["source"], e["target"], e["kind"]) for e in data["edges"]] == sorted(graph.edges(keys=True))
    for node in data["nodes"]:
        assert {key: value for key, value in node.items() if key != "id"} == graph.nodes[node["id"]]
    for edge in data["edges"]:
        facts = graph.edges[edge["source"], edge["target"], edge["kind"]]
        assert {key: value for key, value in edge.items() if key not in ("source", "target")} == facts
    assert data["stats"]["nodes"] == len(data["nodes"])
    assert data["stats"]["self_links"] == 1


@pytest.mark.parametrize(("name", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_xml_formats_back(graph: nx.MultiDiGraph[str], name: str, read: Any) -> None:
    back = read(io.BytesIO(written(graph, name)))
    assert isinstance(back, nx.MultiDiGraph)
    assert set(back) == {printable(node) for node in graph}
    kinds = sorted((s, t, facts["kind"]) for s, t, facts in back.edges(data=True))
    assert kinds == sorted((printable(s), printable(t), kind) for s, t, kind in graph.edges(keys=True))
    note = back.nodes["note:Topics/Grokking.md"]
    assert (note["label"], note["note_type"], note["aliases"]) == ("Grokking", "topic", "Late generalisation")
    assert back.nodes["paper:arxiv:2301.05217"]["ids"] == "arxiv=2301.05217"


def test_gexf_has_no_date(graph: nx.MultiDiGraph[str]) -> None:
    assert b"lastmodifieddate" not in written(graph, "gexf")


def test_csv_tables_hold_everything(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    exporter("csv").write(graph, tmp_path / "g.csv")
    with (tmp_path / "g.nodes.csv").open(encoding="utf-8", newline="") as stream:
        nodes = {row["id"]: row for row in csv.DictReader(stream)}
    with (tmp_path / "g.csv").open(encoding="utf-8", newline="") as stream:
        edges = [(row["source"], row["target"], row["kind"]) for row in csv.DictReader(stream)]
    assert set(nodes) == {printable(node) for node in graph}
    assert edges == [(printable(s), printable(t), kind) for s, t, kind in graph.edges(keys=True)]
    assert nodes["note:Topics/Grokking.md"]["tags"] == "ml/interp"
    assert nodes["tag:ml"]["name"] == "ml"


@pytest.mark.filterwarnings("ignore:.*deprecated")  # of pydot, which lags behind its own parser
def test_a_dot_parser_reads_dot_back(graph: nx.MultiDiGraph[str]) -> None:
    pydot = pytest.importorskip("pydot", reason="pydot reads DOT back")
    [back] = pydot.graph_from_dot_data(written(graph, "dot").decode())
    names = {node.get_name() for node in back.get_nodes()} - {"node", "graph"}
    assert len(names) == graph.number_of_nodes()
    assert len(back.get_edges()) == graph.number_of_edges()


def test_mermaid_is_bounded_and_escaped(graph: nx.MultiDiGraph[str]) -> None:
    text = written(graph, "mermaid").decode()
    assert text.startswith("flowchart LR\n")
    assert text.count("-->") == graph.number_of_edges()
    labels = re.findall(r'"([^\n]*)"', text)
    assert len(labels) == graph.number_of_nodes()
    assert not any(char in label for label in labels for char in '"<>{}|\\')
    assert " --> " not in text.replace(" -->|", "")
    small = written(graph, "mermaid", max_edges=3).decode()
    assert small.count("-->") == 3
    assert small.startswith("%% ")


def test_mermaid_never_refuses_the_length_of_a_chart() -> None:
    long = Vault.from_texts({f"{'🪐&' * 40}{number}.md": "" for number in range(500)})
    chart = written(build_graph(long), "mermaid").decode()
    assert chart.startswith("%% 0 edges and 100 nodes left out\n")
    assert len(chart.encode("utf-16-le")) / 2 < 50_000
    linked = Vault.from_texts({f"{'&' * 40}{number}.md": f"[[{'&' * 40}{number}b]]" for number in range(300)})
    chart = written(build_graph(linked), "mermaid").decode()
    assert chart.startswith("%% 100 edges and 200 nodes left out\n")
    assert len(chart.encode("utf-16-le")) / 2 < 50_000


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a `b` & 🪐 é", "a #96;b#96; #38; 🪐 é"),
        ("x" * 81, "x" * 79 + "…"),
        ("\u202e\x07", "#8238;\u2407"),
        ("\u2028 ", "#160;"),
    ],
)
def test_mermaid_labels(text: str, label: str) -> None:
    assert mermaid.escaped(text) == label


def test_cypher_names_every_node_and_edge(graph: nx.MultiDiGraph[str]) -> None:
    lines = written(graph, "cypher").decode().splitlines()
    assert len(lines) == 1 + graph.number_of_nodes() + graph.number_of_edges()
    literal = r"'(?:[^'\\]|\\.)*'"
    for line in lines[1:]:
        bare = re.sub(literal, "''", line)
        assert bare.endswith(";")
        assert "'" not in bare.replace("''", "")
        assert re.match(r"MERGE \(n:Vault|MATCH \(a:Vault", bare)


def test_rdflib_reads_turtle_back(graph: nx.MultiDiGraph[str]) -> None:
    rdflib = pytest.importorskip("rdflib", reason="rdflib reads Turtle back")
    back = rdflib.Graph()
    back.parse(data=written(graph, "turtle").decode(), format="turtle")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    labels = {str(label) for label in back.objects(None, skos.prefLabel)}
    assert labels == {printable(str(label)) for _, label in graph.nodes(data="label")}
    broader = list(back.subject_objects(skos.broader))
    expected = [key for *_, key in graph.edges(keys=True) if key in ("broader", "subtag_of")]
    assert len(broader) == len(expected)


def test_sqlite_answers_questions(graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    exporter("sqlite").write(graph, path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT count(*) FROM nodes").fetchone() == (graph.number_of_nodes(),)
        assert database.execute("SELECT count(*) FROM edges").fetchone() == (graph.number_of_edges(),)
        cited = database.execute(
            "SELECT e.source, l.line FROM edges e JOIN lines l ON l.edge = e.id "
            "WHERE e.kind = 'cites' AND e.target = 'paper:arxiv:2301.05217' ORDER BY 1"
        ).fetchall()
        assert cited == [("note:Log.md", 4), ("note:Topics/Grokking.md", 8)]
        for node, data in database.execute("SELECT id, data FROM nodes"):
            assert json.loads(data)["kind"] == node.partition(":")[0]


SIZED = {
    "id": {"type": "string"},
    "x": {"type": "integer"},
    "y": {"type": "integer"},
    "width": {"type": "integer", "minimum": 1},
    "height": {"type": "integer", "minimum": 1},
    "color": {"type": "string", "pattern": "^([1-6]|#[0-9a-fA-F]{6})$"},
}


def card(kind: str, needed: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    return {
        "required": ["id", "type", "x", "y", "width", "height", *needed],
        "properties": {**SIZED, "type": {"const": kind}, **needed, **optional},
        "additionalProperties": False,
    }


TEXT = {"type": "string"}
JSON_CANVAS = {  # jsoncanvas.org/spec/1.0
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "nodes": {
            "items": {
                "oneOf": [
                    card("text", {"text": TEXT}, {}),
                    card("file", {"file": TEXT}, {"subpath": {"type": "string", "pattern": "^#"}}),
                    card("link", {"url": TEXT}, {}),
                    card("group", {}, {"label": TEXT, "background": TEXT}),
                ]
            }
        },
        "edges": {
            "items": {
                "required": ["id", "fromNode", "toNode"],
                "properties": {
                    **dict.fromkeys(("id", "fromNode", "toNode", "label"), TEXT),
                    **{name: {"enum": ["top", "right", "bottom", "left"]} for name in ("fromSide", "toSide")},
                    **{name: {"enum": ["none", "arrow"]} for name in ("fromEnd", "toEnd")},
                    "color": SIZED["color"],
                },
                "additionalProperties": False,
            }
        },
    },
}


def test_sqlite_holds_links_findings_and_texts(tmp_path: Path) -> None:
    vault = Vault.from_texts(
        {
            "Topics/a.md": "# Größe\n\n[[b#here|there]] [[gone]] [x](https://example.org) a sparse autoencoder\n",
            "b.md": "sparse, not dense\n\n[[Topics/gone]]\n",
            "c.md": "אוטו מקודד דליל\n",
            "board.canvas": '{"nodes": []}',
        }
    )
    path = tmp_path / "g.db"
    exporter("sqlite").write(build_graph(vault), path, vault=vault, findings=check(vault))
    with closing(sqlite3.connect(path)) as database:
        ask = lambda question: database.execute(question).fetchall()  # noqa: E731
        assert ask("SELECT path, line, kind, target, subpath, display, resolution, resolved FROM links") == [
            ("Topics/a.md", 3, "wikilink", "b", "#here", "there", "resolved", "b.md"),
            ("Topics/a.md", 3, "wikilink", "gone", "", None, "missing", None),
            ("Topics/a.md", 3, "markdown", "https://example.org", "", "x", "external", None),
            ("b.md", 3, "wikilink", "Topics/gone", "", None, "missing", None),
        ]
        assert ("broken-wikilink", "error", "b.md", 3, "Topics/gone") in ask(
            "SELECT name, severity, path, line, target FROM findings"
        )
        search = "SELECT path FROM search WHERE search MATCH '{}' ORDER BY rank"
        assert ask(search.format("sparse")) == [("b.md",), ("Topics/a.md",)]
        assert ask(search.format("grosse OR große")) == [("Topics/a.md",)]
        assert ask(search.format("מקודד")) == [("c.md",)]
        assert ask(search.format("title : größe")) == [("Topics/a.md",)]
        assert ask("SELECT snippet(search, 2, '[', ']', '', 3) FROM search WHERE search MATCH 'dense'") == [
            ("sparse, not [dense]",)
        ]
        assert ask("INSERT INTO search(search) VALUES ('integrity-check')") == []


def test_sqlite_of_the_whole_vault_holds_what_is_found_in_no_note(tmp_path: Path) -> None:
    vault = Vault.from_texts({"x/a.md": "text\n", "x/unused.png": b"", "y/b.md": "[[x/a]]\n"})
    found = check(vault)
    assert "x/unused.png" in {one.path for one in found}
    for name, folders in (("whole", ()), ("part", ("y",))):
        graph = subgraph(build_graph(vault), Filters(folders=folders))
        exporter("sqlite").write(graph, tmp_path / name, vault=vault, findings=found)
        with closing(sqlite3.connect(tmp_path / name)) as database:
            rows = database.execute("SELECT path, code FROM findings").fetchall()
        expected = [(one.path, one.code) for one in found if not folders or one.path == "y/b.md"]
        assert rows == expected


def test_sqlite_keeps_to_the_notes_of_a_filtered_graph(tmp_path: Path) -> None:
    vault = Vault.from_texts({"x/a.md": "[[gone/x]]", "y/b.md": "[[gone/x]]"})
    graph = subgraph(build_graph(vault), Filters(folders=("x",)))
    exporter("sqlite").write(graph, tmp_path / "g.db", vault=vault, findings=check(vault))
    with closing(sqlite3.connect(tmp_path / "g.db")) as database:
        for table in ("links", "findings", "notes"):
            assert {path for (path,) in database.execute(f"SELECT path FROM {table}")} == {"x/a.md"}


def test_canvas_opens_as_a_board(graph: nx.MultiDiGraph[str]) -> None:
    board = json.loads(written(graph, "canvas"))
    jsonschema.validate(board, JSON_CANVAS)
    cards = [one for one in board["nodes"] if one["type"] != "group"]
    assert len({one["id"] for one in board["nodes"]}) == len(board["nodes"])
    assert len(cards) == graph.number_of_nodes()
    ids = {one["id"] for one in cards}
    assert all(edge["fromNode"] in ids and edge["toNode"] in ids for edge in board["edges"])
    assert len({edge["id"] for edge in board["edges"]}) == graph.number_of_edges()
    reread = Vault.from_texts({"board.canvas": written(graph, "canvas")})
    assert not reread.notes["board.canvas"].problems


def test_notes_of_the_root_stand_apart_from_a_folder_called_notes() -> None:
    board = json.loads(written(build_graph(Vault.from_texts({"a.md": "", "Notes/b.md": ""})), "canvas"))
    groups = [one for one in board["nodes"] if one["type"] == "group"]
    assert [one["label"] for one in groups] == ["Notes", "Notes"]
    assert len({one["id"] for one in groups}) == 2


def test_cards_of_a_board_lie_apart_and_in_their_groups(graph: nx.MultiDiGraph[str]) -> None:
    nodes = json.loads(written(graph, "canvas"))["nodes"]
    groups = [one for one in nodes if one["type"] == "group"]
    cards = [one for one in nodes if one["type"] != "group"]
    assert {"Topics", "Papers", "Resources", "Days", "Not written"} <= {one["label"] for one in groups}
    for same in (groups, cards):
        for at, one in enumerate(same):
            assert not any(overlap(one, other) for other in same[at + 1 :])
    for one in cards:
        assert sum(overlap(one, group) for group in groups) == 1
    wide = max(one["x"] + one["width"] for one in groups)
    high = max(one["y"] + one["height"] for one in groups)
    assert 1 / 4 < wide / high < 4


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_values_are_flattened_without_loss_of_distinction() -> None:
    assert flat({"a": None, "b": [1, 2], "c": {"y": 1, "x": 2}, "d": True, "e": "\x0b"}) == {
        "b": "1|2",
        "c": "x=2|y=1",
        "d": True,
        "e": "\u240b",
    }
    assert len({printable(text) for text in ("a\x0b", "a\x0c", "a", "a\udc80")}) == 4
    lists = (["a|b"], ["a", "b"], ["a\\", "b"], ["a\\|b"], ["a\\\\", "b"], ["a\\b"])
    assert flat({"tags": lists[0]}) == {"tags": "a\\|b"}
    assert flat({"tags": lists[-1]}) == {"tags": "a\\b"}
    assert len({str(flat({"tags": one})) for one in lists}) == len(lists)


def test_a_long_run_of_backslashes_is_joined_in_no_time() -> None:
    run = "\\" * 50_000
    began = time.process_time()
    assert joined([run + "x|", run]) == run + "x\\||" + run * 2
    assert time.process_time() - began < 1  # looked at from each backslash, it is twenty seconds
