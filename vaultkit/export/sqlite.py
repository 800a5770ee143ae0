"""The graph as an SQLite database, for questions in SQL.

- `nodes`, `edges` and `lines` (where each edge is stated): the graph. All attributes stand as JSON in the column
  `data`; those that queries want most have columns of their own.
- `links`: every link of the notes and what it leads to, those within a note and broken ones, too.
- `findings`: what the linter says.
- `notes` with the full-text index `search` over titles and texts:
  `SELECT path, snippet(search, 2, '[', ']', '…', 9) FROM search WHERE search MATCH 'sparse NEAR autoencoders'`.

Links and texts need the vault, findings are those given; without them, these tables are empty.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError
from vaultkit.export._writing import Target, identifier, opened, printable
from vaultkit.text import joined

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.model.diagnostic import Diagnostic
    from vaultkit.vault import Vault

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
CREATE TABLE links (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, line INTEGER NOT NULL, "column" INTEGER NOT NULL, kind TEXT NOT NULL,
  raw TEXT NOT NULL, target TEXT NOT NULL, subpath TEXT NOT NULL, display TEXT, resolution TEXT NOT NULL, resolved TEXT
);
CREATE TABLE findings (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, severity TEXT NOT NULL, path TEXT NOT NULL,
  line INTEGER NOT NULL, "column" INTEGER NOT NULL, end_line INTEGER NOT NULL, end_column INTEGER NOT NULL,
  message TEXT NOT NULL, target TEXT, suggestions TEXT NOT NULL
);
CREATE TABLE notes (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5(
  path UNINDEXED, title, text, content = 'notes', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE INDEX nodes_by_kind ON nodes(kind);
CREATE INDEX edges_by_target ON edges(target, kind);
CREATE INDEX lines_by_edge ON lines(edge);
CREATE INDEX links_by_path ON links(path);
CREATE INDEX links_by_resolved ON links(resolved);
CREATE INDEX findings_by_path ON findings(path);
"""
_FILL_SEARCH = "INSERT INTO search(rowid, path, title, text) SELECT id, path, title, text FROM notes"


def write(
    graph: nx.MultiDiGraph[str],
    target: Target,
    *,
    vault: Vault | None = None,
    findings: Iterable[Diagnostic] = (),
    **_: Any,
) -> None:
    """Write a new database in place of `target`.

    Of a part of the vault, it has the links, texts and findings of the notes in the graph; findings about other
    files and the vault itself stand in that of the whole.

    Raises:
        UsageError: the file cannot be written, or this SQLite has no full-text search.
    """
    with opened(target) as stream, tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "graph.sqlite"
        try:
            with closing(sqlite3.connect(made)) as database:
                _fill(database, graph, vault, findings)
        except sqlite3.Error as error:
            raise UsageError(f"cannot write the database: {error}") from error
        with made.open("rb") as written:
            shutil.copyfileobj(written, stream)


def _fill(
    database: sqlite3.Connection,
    graph: nx.MultiDiGraph[str],
    vault: Vault | None,
    findings: Iterable[Diagnostic],
) -> None:
    database.executescript(_SCHEMA)
    paths = {facts["path"] for _, facts in graph.nodes(data=True) if facts["kind"] == "note"}
    with database:
        _insert(database, "nodes", 7, (_node(node, facts) for node, facts in graph.nodes(data=True)))
        _insert(database, "edges", 8, _edges(graph))
        _insert(database, "lines", 3, _lines(graph))
        whole = vault is not None and paths.issuperset(vault.notes)
        shown = (found for found in findings if whole or found.path in paths)
        _insert(database, "findings", 12, _findings(shown))
        if vault is not None:
            _insert(database, "links", 11, _links(vault, paths))
            _insert(database, "notes", 4, _notes(vault, paths))
            database.execute(_FILL_SEARCH)
    database.execute("VACUUM")


def _insert(database: sqlite3.Connection, table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
    database.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * columns)})", rows)


def _node(node: str, facts: Mapping[str, Any]) -> tuple[str | None, ...]:
    kind, label = facts["kind"], printable(facts["label"])
    others = _path(facts.get("path")), facts.get("note_type"), _text(facts.get("url"))
    return (identifier(node), kind, label, *others, _json(facts))


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[Any, ...]]:
    for number, (source, end, kind, facts) in enumerate(graph.edges(keys=True, data=True), 1):
        ends = identifier(source), identifier(end)
        stated = facts["origin"], facts["count"], _text(facts.get("field"))
        yield (number, *ends, kind, *stated, _json(facts))


def _lines(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[int, int, str | None]]:
    for number, (_, _, facts) in enumerate(graph.edges(data=True), 1):
        texts = facts.get("text", ())
        text = printable(texts[0]) if len(texts) == 1 else None
        for line in facts["lines"]:
            yield number, line, text


def _links(vault: Vault, paths: set[str]) -> Iterator[tuple[Any, ...]]:
    found = ((path, link) for path, note in vault.notes.items() if path in paths for link in note.links)
    for number, (path, link) in enumerate(found, 1):
        resolution = vault.resolve(link, path)
        place = _path(path), link.span.line, link.span.column, link.kind
        written = map(_text, (link.raw, link.target, link.subpath, link.display))
        yield (number, *place, *written, resolution.status, _path(resolution.path))


def _findings(findings: Iterable[Diagnostic]) -> Iterator[tuple[Any, ...]]:
    for number, one in enumerate(findings, 1):
        span = one.span.line, one.span.column, one.span.end_line, one.span.end_column
        said = _text(one.message), _text(one.target), _text(joined(one.suggestions))
        yield (number, one.code, one.name, one.severity, _path(one.path), *span, *said)


def _notes(vault: Vault, paths: set[str]) -> Iterator[tuple[Any, ...]]:
    notes = [note for path, note in vault.notes.items() if path in paths]
    for number, note in enumerate(notes, 1):
        text = "" if note.is_canvas else vault.text(note.path)
        yield number, _path(note.path), _text(note.title), _text(text)


def _text(text: str | None) -> str | None:
    return None if text is None else printable(text)


def _path(path: str | None) -> str | None:
    return None if path is None else identifier(path)


def _json(facts: Mapping[str, Any]) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return text.encode("utf-8", "backslashreplace").decode()  # JSON itself has an escape for a lone surrogate
