"""The graph as an SQLite database, for questions in SQL: tables `nodes`, `edges` and `lines`.

All attributes stand as JSON in the column `data`; those that queries want most have columns of their own.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import networkx as nx

from vaultkit.errors import UsageError
from vaultkit.export._writing import Target, opened, printable

SUFFIXES = (".sqlite", ".sqlite3", ".db")

_SCHEMA = """
CREATE TABLE nodes (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, path TEXT, note_type TEXT, url TEXT, data TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE edges (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES nodes(id), target TEXT NOT NULL REFERENCES nodes(id),
  kind TEXT NOT NULL, origin TEXT NOT NULL, count INTEGER NOT NULL, field TEXT, data TEXT NOT NULL,
  UNIQUE (source, target, kind)
);
CREATE TABLE lines (edge INTEGER NOT NULL REFERENCES edges(id), line INTEGER NOT NULL, text TEXT);
CREATE INDEX nodes_by_kind ON nodes(kind);
CREATE INDEX edges_by_target ON edges(target, kind);
CREATE INDEX lines_by_edge ON lines(edge);
"""


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write a new database in place of `target`.

    Raises:
        UsageError: the file cannot be written.
    """
    with opened(target) as stream, tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "graph.sqlite"
        try:
            with closing(sqlite3.connect(made)) as database:
                _fill(database, graph)
        except sqlite3.Error as error:
            raise UsageError(f"cannot write {os.fspath(made)}: {error}") from error
        stream.write(made.read_bytes())


def _fill(database: sqlite3.Connection, graph: nx.MultiDiGraph[str]) -> None:
    database.executescript(_SCHEMA)
    with database:
        nodes = (_node(node, facts) for node, facts in graph.nodes(data=True))
        database.executemany("INSERT INTO nodes VALUES (?,?,?,?,?,?,?)", nodes)
        database.executemany("INSERT INTO edges VALUES (?,?,?,?,?,?,?,?)", _edges(graph))
        database.executemany("INSERT INTO lines VALUES (?,?,?)", _lines(graph))
    database.execute("VACUUM")


def _node(node: str, facts: Mapping[str, Any]) -> tuple[str | None, ...]:
    columns = (facts["kind"], facts["label"], facts.get("path"), facts.get("note_type"), facts.get("url"))
    return (printable(node), *(None if text is None else printable(text) for text in columns), _json(facts))


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[Any, ...]]:
    for number, (source, end, kind, facts) in enumerate(graph.edges(keys=True, data=True), 1):
        field = facts.get("field")
        ends = printable(source), printable(end)
        stated = facts["origin"], facts["count"], None if field is None else printable(field)
        yield (number, *ends, kind, *stated, _json(facts))


def _lines(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[int, int, str | None]]:
    for number, (_, _, facts) in enumerate(graph.edges(data=True), 1):
        texts = facts.get("text", ())
        text = printable(texts[0]) if len(texts) == 1 else None
        for line in facts["lines"]:
            yield number, line, text


def _json(facts: Mapping[str, Any]) -> str:
    return printable(json.dumps(facts, ensure_ascii=False, sort_keys=True))
