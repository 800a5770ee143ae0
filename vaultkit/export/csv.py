"""The graph as two tables: the edges in `NAME.csv`, the nodes in `NAME.nodes.csv` beside it.

The columns are the same for every vault. Lists are joined by `|`.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx

from vaultkit.export._writing import Target, flat, opened, printable

SUFFIXES = (".csv",)

NODE_COLUMNS = (
    *("id", "kind", "label", "path", "note_type", "title", "folder", "tags", "aliases"),
    *(
        "url",
        "ids",
        "titles",
        "rtype",
        "target",
        "count",
        "name",
        "exists",
        "date",
        "entries",
        "types",
        "template",
        "problem",
    ),
    *("created", "updated"),
)
EDGE_COLUMNS = (
    *("source", "target", "kind", "origin", "count", "lines", "inverse_lines"),
    *("field", "text", "path", "entry_type", "types", "provenance"),
)


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the edges to `target` and the nodes next to it; to a stream, the edges alone."""
    edges = (
        {"source": printable(source), "target": printable(end), **flat(facts)}
        for source, end, facts in graph.edges(data=True)
    )
    if not isinstance(target, (str, os.PathLike)):
        _table(target, EDGE_COLUMNS, edges)
        return
    nodes = ({"id": printable(node), **flat(facts)} for node, facts in graph.nodes(data=True))
    for path, columns, rows in ((nodes_path(target), NODE_COLUMNS, nodes), (target, EDGE_COLUMNS, edges)):
        with opened(path) as stream:
            _table(stream, columns, rows)


def nodes_path(target: str | os.PathLike[str]) -> Path:
    """Return where the table of nodes of an export to `target` stands."""
    return Path(target).with_suffix(".nodes.csv")


def _table(stream: BinaryIO, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    text.detach()
