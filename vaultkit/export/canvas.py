"""The graph as a JSON Canvas 1.0 board (jsoncanvas.org) that opens in Obsidian.

Notes are file cards, papers and resources link cards, everything else text cards. Cards stand in columns
by kind and folder, notes with most edges first, so the board is the same every time it is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, opened, printable

SUFFIXES = (".canvas",)

_ORDER = ("note", "unresolved", "paper", "resource", "tag", "file", "day")
_COLOURS = {"paper": "3", "resource": "2", "tag": "4", "day": "6", "unresolved": "1"}
_WIDTH, _HEIGHT, _GAP, _COLUMN = 360, 120, 40, 12


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the board."""
    nodes = list(_cards(graph))
    edges = [
        {
            "id": _key(f"{source}\n{end}\n{kind}"),
            "fromNode": _key(source),
            "toNode": _key(end),
            "label": kind,
        }
        for source, end, kind in graph.edges(keys=True)
    ]
    with opened(target) as stream:
        text = json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent="\t")
        stream.write(text.encode("utf-8", "backslashreplace") + b"\n")


def _cards(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    degree = dict(graph.degree())
    column = 0
    for kind in _ORDER:
        members = [node for node, facts in graph.nodes(data=True) if facts["kind"] == kind]
        members.sort(key=lambda node: (graph.nodes[node].get("folder", ""), -degree[node], node))
        for place, node in enumerate(members):
            x, y = (column + place // _COLUMN) * (_WIDTH + _GAP * 3), place % _COLUMN * (_HEIGHT + _GAP)
            card = {"id": _key(node), "x": x, "y": y, "width": _WIDTH, "height": _HEIGHT}
            card.update(_content(kind, graph.nodes[node]))
            if kind in _COLOURS:
                card["color"] = _COLOURS[kind]
            yield card
        column += -(-len(members) // _COLUMN)


def _content(kind: str, facts: dict[str, Any]) -> dict[str, str]:
    if kind == "note" or (kind == "file" and facts["exists"]):
        return {"type": "file", "file": facts["path"]}
    if facts.get("url", "").startswith(("http://", "https://")):
        return {"type": "link", "url": facts["url"]}
    label = printable(facts["label"])
    return {"type": "text", "text": f"[[{facts['target']}]]" if kind == "unresolved" else label}


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
