"""From a graph to what the page reads: columns of numbers and names, positions included."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from vaultkit.export.page.bundle import plain_json
from vaultkit.export.page.details import MOST_EXCERPTS, Packed, details_at
from vaultkit.export.page.drawing import Columns, Drawing, begun_drawing, edge_columns
from vaultkit.export.page.excerpts import Excerpts
from vaultkit.export.page.labels import one_line
from vaultkit.graph.pagerank import pagerank
from vaultkit.graph.themes import Theme, find_themes
from vaultkit.model.graph import EDGE_KINDS, NODE_KINDS

if TYPE_CHECKING:
    import networkx as nx

SCHEMA = "vaultkit.page/1"
_PLACED_KINDS = {"paper", "resource", "file", "unresolved"}  # targets whose panel says on which lines
_MOST_LINES = 6

Nodes = list[tuple[str, dict[str, Any]]]
Ints = NDArray[np.int64]


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
    name: str | None,
    details: Callable[[], Mapping[str, Packed]] = dict,
    drawing: Drawing | None = None,
) -> dict[str, Any]:
    """Return all the page needs to know, ready for JSON.

    `name` is the vault's, for links that open it; `details` gives what is said of the notes, by path, and is
    asked late. `drawing` is the map of this very graph where it has been begun already. `excerptsLeftOut` counts
    the notes whose beginnings did not fit into `MOST_EXCERPTS` bytes.
    """
    nodes: Nodes = list(graph.nodes.items())
    number = {node: i for i, (node, _) in enumerate(nodes)}
    with nullcontext(drawing) if drawing is not None else _drawing(graph, nodes) as drawn:
        shape = drawn.shape
        themes = find_themes(nodes, shape.shaping)
        columns = _names_and_kinds(nodes)
        lines = _edge_lines(graph, nodes, shape.edges)
        weights = _weights(len(nodes), shape.pairs, shape.kinds)
        said = _Said(nodes, number, details())
        positions = drawn.positions()
    return {
        "schema": SCHEMA,
        "title": title,
        "vault": name,
        "nodeKinds": list(NODE_KINDS),
        "edgeKinds": list(EDGE_KINDS),
        **columns,
        "places": _places(positions, shape.sizes, themes),
        "weights": weights,
        "details": said.details,
        "rules": said.rules.names,
        "edges": {**shape.edges, "lines": lines},
        "themes": _themes(themes, positions),
        "excerpts": said.excerpts.trees,
        "excerptsLeftOut": said.excerpts.left_out,
    }


def _places(
    positions: NDArray[np.float64], sizes: NDArray[Any], themes: Sequence[Theme]
) -> dict[str, list[Any]]:
    theme_of = np.full(len(positions), -1)
    for place, theme in enumerate(themes):
        theme_of[list(theme.members)] = place
    coordinates = np.rint(positions).astype(np.int64)
    return {
        "x": coordinates[:, 0].tolist(),
        "y": coordinates[:, 1].tolist(),
        "size": np.round(sizes, 1).tolist(),
        "theme": theme_of.tolist(),
    }


def _themes(themes: Sequence[Theme], positions: NDArray[np.float64]) -> list[dict[str, Any]]:
    """Return the themes with the places of their names: amid their members."""
    return [
        {
            "name": one_line(theme.name),
            "size": len(theme.members),
            "x": round(float(np.median(positions[list(theme.members), 0])), 1),
            "y": round(float(np.median(positions[list(theme.members), 1])), 1),
        }
        for theme in themes
    ]


def _weights(n: int, pairs: Ints, kinds: Ints) -> dict[str, list[Any]]:
    """Return PageRank, 1 on average, and how often each node is cited or referred to."""
    citing = np.isin(kinds, [EDGE_KINDS.index("cites"), EDGE_KINDS.index("references")])
    return {
        "rank": np.round(pagerank(n, pairs) * n, 2).tolist(),
        "cited": np.bincount(pairs[citing, 1], minlength=n).tolist(),
    }


def _drawing(graph: nx.MultiDiGraph[str], nodes: Nodes) -> AbstractContextManager[Drawing]:
    return begun_drawing(nodes, edge_columns(nodes, graph.edges(keys=True)))


def _edge_lines(graph: nx.MultiDiGraph[str], nodes: Nodes, edges: Columns) -> dict[str, list[int]]:
    """Return by edge number on which lines those stand whose targets have no lines of their own."""
    placed = [facts["kind"] in _PLACED_KINDS for _, facts in nodes]
    adjacent = dict(graph.adjacency())
    found: dict[str, list[int]] = {}
    for i, target in enumerate(edges["target"]):
        if placed[target]:
            by_kind = adjacent[nodes[edges["source"][i]][0]][nodes[target][0]]
            lines = by_kind[EDGE_KINDS[edges["kind"][i]]].get("lines")
            if lines:
                found[str(i)] = list(lines[:_MOST_LINES])
    return found


def _names_and_kinds(nodes: Nodes) -> dict[str, Any]:
    """Return the columns that every node has, and the names that their numbers mean."""
    types, folders, tags = _Names(), _Names(), _Names()
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "label", "kind", "type", "folder", "tags")}
    for node, attributes in nodes:
        columns["id"].append(node)
        columns["label"].append(one_line(str(attributes.get("label", node))) or "(no name)")
        columns["kind"].append(NODE_KINDS.index(attributes["kind"]))
        columns["type"].append(types.number(attributes.get("note_type")))
        columns["folder"].append(folders.number(attributes.get("folder")))
        columns["tags"].append([tags.number(tag) for tag in attributes.get("tags", ())])
    return {"types": types.names, "folders": folders.names, "tags": tags.names, "nodes": columns}


class _Said:
    """What only some nodes have, each by node number, and the excerpts; the rules' names stand once."""

    def __init__(self, nodes: Nodes, number: Mapping[str, int], details: Mapping[str, Packed]) -> None:
        names = ("aliases", "url", "flags", "day", "updated", "properties", "findings", "found")
        self.details: dict[str, dict[str, Any]] = {name: {} for name in names}
        self.rules = _Names()
        self.excerpts = Excerpts(number, MOST_EXCERPTS)
        for i, (_, facts) in enumerate(nodes):
            values = _sparse(facts)
            if facts["kind"] == "note":
                said = details_at(details, facts["path"])
                values["properties"] = msgspec.Raw(plain_json(said.properties)) if said.properties else None
                values["findings"] = [
                    [severity, self.rules.number(rule), *place] for severity, rule, *place in said.findings
                ]
                values["found"] = said.found
                self.excerpts.add(i, said.excerpt)
            for name, value in values.items():
                if value or (name in ("day", "updated") and value == 0):
                    self.details[name][str(i)] = value


def _sparse(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the attributes of a node say that only some have."""
    others = [facts.get("title"), *facts.get("aliases", ()), *facts.get("titles", ())]
    flag = "template" if facts.get("template") else "missing" if facts.get("exists") is False else None
    return {
        "aliases": sorted({one_line(name) for name in others if name and name != facts.get("label")}),
        "url": facts.get("url"),
        "flags": flag,
        "day": _day(facts.get("date") or facts.get("created")),
        "updated": _day(facts.get("updated")),
    }


def _day(iso: str | None) -> int | None:
    """Return the number of days from 1970 to an ISO date."""
    return None if iso is None else date.fromisoformat(iso).toordinal() - date(1970, 1, 1).toordinal()
