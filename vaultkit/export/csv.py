"""The graph as two tables: the edges in `NAME.csv`, the nodes in `NAME.nodes.csv` beside it.

The columns are the same for every vault. Lists are joined by `|`; one within a value is written `\\|`.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx

from vaultkit.export._writing import Target, flat, identifier, opened
from vaultkit.load.atomic import is_stream

SUFFIXES = (".csv",)
BESIDE = (".nodes.csv",)

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
    *("created", "updated", "fill", "declared"),
)
EDGE_COLUMNS = (
    *("source", "target", "kind", "origin", "count", "lines", "inverse_lines"),
    *("field", "text", "path", "entry_type", "types", "provenance"),
)


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the edges to `target` and the nodes next to it; to a stream or a device, the edges alone."""
    edges = (
        {"source": identifier(source), "target": identifier(end), **flat(facts)}
        for source, end, facts in graph.edges(data=True)
    )
    if not isinstance(target, (str, os.PathLike)) or is_stream(Path(target)):
        with opened(target) as stream:
            _table(stream, EDGE_COLUMNS, edges)
        return
    nodes = ({"id": identifier(node), **flat(facts)} for node, facts in graph.nodes(data=True))
    nodes_path = Path(target).with_suffix(BESIDE[0])
    for path, columns, rows in ((nodes_path, NODE_COLUMNS, nodes), (target, EDGE_COLUMNS, edges)):
        with opened(path) as stream:
            _table(stream, columns, rows)


def _table(stream: BinaryIO, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    # Only a CR in the line end lets every Python quote one within a value.
    writer = csv.DictWriter(_Lines(stream), columns, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)


class _Lines:
    """Takes rows that end in CR LF, and writes them with an LF."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, row: str) -> None:
        self._stream.write(row.removesuffix("\r\n").encode() + b"\n")
