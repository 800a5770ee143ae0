"""The graph as JSON in the schema `vaultkit.graph/1`, published as `graph.schema.json` beside this module.

Nodes and edges stand one on a line, in the order of their ids and of (source, target, kind), and are
written as they are encoded, so that a large graph never exists as one text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import islice
from typing import Any, BinaryIO

import msgspec
import networkx as nx

from vaultkit import __version__
from vaultkit.export._writing import Target, opened, statistics

SUFFIXES = (".json",)
SCHEMA = "vaultkit.graph/1"

_AT_ONCE = 500  # nodes or edges encoded in one go
_FIRST = ("id", "source", "target", "kind", "label", "lines", "origin", "count")


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the format."""
    text = files("vaultkit.export").joinpath("graph.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def write(
    graph: nx.MultiDiGraph[str], target: Target, *, options: Mapping[str, Any] | None = None, **_: Any
) -> None:
    """Write the graph as JSON; `options` are the filters it was made with, repeated in the output."""
    with opened(target) as stream:
        stream.write(b'{\n"schema": ' + _encode(SCHEMA))
        stream.write(b',\n"generator": ' + _encode({"version": __version__}))
        stream.write(b',\n"options": ' + _encode(dict(sorted((options or {}).items()))))
        ordered = _Ordered()
        nodes = graph.nodes
        _write_list(stream, "nodes", (ordered({"id": node, **nodes[node]}) for node in sorted(graph)))
        _write_list(stream, "edges", map(ordered, _edges(graph)))
        stream.write(b',\n"stats": ' + _encode(statistics(graph)) + b"\n}\n")


def _write_list(stream: BinaryIO, name: str, items: Iterator[dict[str, Any]]) -> None:
    stream.write(f',\n"{name}": ['.encode())
    separator = b"\n"
    while some := list(islice(items, _AT_ONCE)):
        stream.write(separator + _encode_lines(some))
        separator = b",\n"
    stream.write(b"\n]")


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    """Yield the edges in the order of source, target and kind; a sorted list of all would take the memory twice."""
    adjacent = dict(graph.adjacency())
    for source in sorted(adjacent):
        targets = adjacent[source]
        for target in sorted(targets):
            for kind, facts in sorted(targets[target].items()):
                yield {"source": source, "target": target, "kind": kind, **facts}


class _Ordered:
    """Puts what every node or edge has first, the other facts by name; few sets of names make a whole graph."""

    def __init__(self) -> None:
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __call__(self, facts: dict[str, Any]) -> dict[str, Any]:
        names = tuple(facts)
        order = self._orders.get(names)
        if order is None:
            first = [name for name in _FIRST if name in facts]
            order = self._orders[names] = (*first, *sorted(facts.keys() - set(first)))
        return facts if names == order else {name: facts[name] for name in order}


_encoder = msgspec.json.Encoder()


def _encode_lines(values: list[dict[str, Any]]) -> bytes:
    """Return the values, one on a line, with commas between them; no JSON holds a line end of its own."""
    try:
        return _encoder.encode_lines(values)[:-1].replace(b"\n", b",\n")
    except UnicodeEncodeError:
        return b",\n".join(map(_encode, values))


def _encode(value: Any) -> bytes:
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        # A name on disk that is not UTF-8 arrives with lone surrogates; JSON can hold them escaped.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "backslashreplace"
        )
