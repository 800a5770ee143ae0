"""From a graph to what the page reads: columns of numbers and names, positions included."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from vaultkit.graph.layout import layout
from vaultkit.graph.themes import find_themes
from vaultkit.model.graph import EDGE_KINDS, NODE_KINDS

SCHEMA = "vaultkit.page/1"
LONGEST_LABEL = 400
_SHAPE_KINDS = {"tagged", "has_day"}  # edges whose hubs say little about where a note belongs

_LINK = re.compile(r"!?\[([^\[\]]+)\]\([^()]*\)")
_WIKILINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_ESCAPED = re.compile(r"\\([\[\]*_`#$|])")

Nodes = list[tuple[str, dict[str, Any]]]


class _Names:
    """Numbers names in the order of their first use."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str | None) -> int:
        if name is None:
            return -1
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


def build_payload(
    graph: nx.MultiDiGraph[str],
    *,
    title: str,
    vault: str | None,
    excerpt: Callable[[str], list[Any]] | None = None,
) -> dict[str, Any]:
    """Return all the page needs to know, ready for JSON.

    `excerpt` gives the excerpt of the note at a path; without it the page carries no text of notes.
    """
    nodes: Nodes = [(node, dict(attributes)) for node, attributes in graph.nodes.items()]
    number = {node: i for i, (node, _) in enumerate(nodes)}
    edges = [
        (number[source], number[target], EDGE_KINDS.index(kind))
        for source, target, kind in graph.edges(keys=True)
        if kind in EDGE_KINDS
    ]
    pairs = np.array([edge[:2] for edge in edges], dtype=np.int64).reshape(-1, 2)
    degree = np.bincount(pairs.ravel(), minlength=len(nodes)) if len(pairs) else np.zeros(len(nodes))
    sizes = np.minimum(3.2 + 1.5 * degree**0.45, 19.0)
    shaping = _shaping(nodes, edges, degree)
    positions = _positions([node for node, _ in nodes], pairs, pairs[shaping], sizes)
    themes = find_themes(nodes, pairs[shaping])
    theme_of = np.full(len(nodes), -1)
    for place, theme in enumerate(themes):
        theme_of[list(theme.members)] = place
    return {
        "schema": SCHEMA,
        "title": title,
        "vault": vault,
        "nodeKinds": list(NODE_KINDS),
        "edgeKinds": list(EDGE_KINDS),
        **_node_columns(nodes, positions, sizes, theme_of),
        "edges": {
            "source": [edge[0] for edge in edges],
            "target": [edge[1] for edge in edges],
            "kind": [edge[2] for edge in edges],
        },
        "themes": [
            {
                "name": _short(theme.name),
                "size": len(theme.members),
                "x": round(float(np.median(positions[list(theme.members), 0])), 1),
                "y": round(float(np.median(positions[list(theme.members), 1])), 1),
            }
            for theme in themes
        ],
        "excerpts": _excerpts(nodes, excerpt, number),
    }


def _shaping(nodes: Nodes, edges: list[tuple[int, int, int]], degree: NDArray[Any]) -> NDArray[np.bool_]:
    """Return which edges shape the map: all but those of tags and logs that touch nearly everything."""
    notes = sum(attributes["kind"] == "note" for _, attributes in nodes)
    most = max(12, notes // 12)
    weak = {EDGE_KINDS.index(kind) for kind in EDGE_KINDS if kind in _SHAPE_KINDS}
    keep = [not (kind in weak and degree[target] > most) for _, target, kind in edges]
    return np.array(keep, dtype=bool)


def _positions(
    ids: list[str], pairs: NDArray[np.int64], shaping: NDArray[np.int64], sizes: NDArray[Any]
) -> NDArray[np.float64]:
    """Return the map's positions; a node that only weak edges hold lies in the middle of its neighbours."""
    positions = layout(ids, shaping, sizes)
    held = np.zeros(len(ids), dtype=bool)
    held[shaping.ravel()] = True
    linked = np.zeros(len(ids), dtype=bool)
    linked[pairs.ravel()] = True
    for place, node in enumerate(np.flatnonzero(linked & ~held)):
        around = np.concatenate([pairs[pairs[:, 0] == node, 1], pairs[pairs[:, 1] == node, 0]])
        around = around[held[around]]
        if len(around):  # several tags on the same notes would lie on one spot: turn each a golden angle on
            aside = 2.2 * sizes[node] * np.sqrt(place) * np.exp(2.399963j * place)
            positions[node] = positions[around].mean(axis=0) + np.array([aside.real, aside.imag])
    return positions


def _short(label: str) -> str:
    """Return a label that fits a page: one line, no link marks or control characters, not endless."""
    label = _ESCAPED.sub(r"\1", _WIKILINK.sub(r"\1", _LINK.sub(r"\1", label)))
    flat = " ".join("".join(c if c.isprintable() or c in "\u200d\u200c" else " " for c in label).split())
    return flat if len(flat) <= LONGEST_LABEL else flat[: LONGEST_LABEL - 1] + "…"


def _node_columns(
    nodes: Nodes, positions: NDArray[np.float64], sizes: NDArray[Any], theme_of: NDArray[Any]
) -> dict[str, Any]:
    types, folders, tags = _Names(), _Names(), _Names()
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "label", "kind", "type", "folder", "tags")}
    sparse: dict[str, dict[str, Any]] = {"aliases": {}, "url": {}, "flags": {}}
    for i, (node, attributes) in enumerate(nodes):
        kind = attributes["kind"]
        columns["id"].append(node)
        columns["label"].append(_short(str(attributes.get("label", node))) or "(no name)")
        columns["kind"].append(NODE_KINDS.index(kind))
        columns["type"].append(types.number(attributes.get("note_type")))
        columns["folder"].append(folders.number(attributes.get("folder")))
        columns["tags"].append([tags.number(tag) for tag in attributes.get("tags", ())])
        names = [attributes.get("title"), *attributes.get("aliases", ())]
        others = [_short(name) for name in names if name and name != attributes.get("label")]
        if others:
            sparse["aliases"][str(i)] = list(dict.fromkeys(others))
        if attributes.get("url"):
            sparse["url"][str(i)] = attributes["url"]
        if attributes.get("template"):
            sparse["flags"][str(i)] = "template"
        elif attributes.get("exists") is False:
            sparse["flags"][str(i)] = "missing"
    coordinates = np.rint(positions).astype(np.int64)
    return {
        "types": types.names,
        "folders": folders.names,
        "tags": tags.names,
        "nodes": {
            **columns,
            "x": coordinates[:, 0].tolist(),
            "y": coordinates[:, 1].tolist(),
            "size": np.round(sizes, 1).tolist(),
            "theme": theme_of.tolist(),
            **sparse,
        },
    }


def _excerpts(
    nodes: Nodes, excerpt: Callable[[str], list[Any]] | None, number: dict[str, int]
) -> dict[str, Any]:
    """Return the excerpts by node number, with links to nodes as their numbers."""
    if excerpt is None:
        return {}
    out = {}
    for i, (_, attributes) in enumerate(nodes):
        if attributes["kind"] == "note":
            tree = excerpt(attributes["path"])
            if tree:
                out[str(i)] = _numbered(tree, number)
    return out


def _numbered(tree: Iterable[Any], number: dict[str, int]) -> list[Any]:
    items = list(tree)
    if items and items[0] == "n" and len(items) == 3 and isinstance(items[1], str):
        return ["n", number[items[1]], items[2]] if items[1] in number else ["g", items[2]]
    return [_numbered(item, number) if isinstance(item, list) else item for item in items]
