"""The graph as a JSON Canvas 1.0 board (jsoncanvas.org) that opens in Obsidian.

Notes are file cards, papers and resources link cards, everything else text cards. Cards stand in named groups,
one for each folder of notes and each other kind of node, in rows of about a square, those with most edges first;
groups stand in lines of about the same width. So the board is the same every time it is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any, BinaryIO

from vaultkit.export._writing import Target, opened, printable

if TYPE_CHECKING:
    import networkx as nx

SUFFIXES = (".canvas",)

_LABELS = {
    "unresolved": "Not written",
    "paper": "Papers",
    "resource": "Resources",
    "tag": "Tags",
    "file": "Files",
    "day": "Days",
}
_COLOURS = {"paper": "3", "resource": "2", "tag": "4", "day": "6", "unresolved": "1"}
_SIZES = {"note": (400, 300), "paper": (400, 300), "resource": (400, 300)}  # these show a page or a text
_SIZE = (240, 60)
_GAP, _MARGIN, _APART = 40, 60, 160


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the board."""
    with opened(target) as stream:
        stream.write(b'{\n\t"nodes": [')
        _write_items(stream, _cards(graph))
        stream.write(b'],\n\t"edges": [')
        _write_items(stream, _edges(graph))
        stream.write(b"]\n}\n")


def _write_items(stream: BinaryIO, items: Iterable[dict[str, Any]]) -> None:
    separator = "\n\t\t"
    for item in items:
        text = separator + json.dumps(item, ensure_ascii=False)
        stream.write(text.encode("utf-8", "backslashreplace"))
        separator = ",\n\t\t"


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    for source, end, kind in graph.edges(keys=True):
        key = _key(f"{source}\n{end}\n{kind}")
        yield {"id": key, "fromNode": _key(source), "toNode": _key(end), "label": kind}


def _cards(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    """Yield the groups and their cards; a group stands before its cards, so that these lie on top."""
    groups = _groups(graph)
    line = max(sqrt(sum(_width(members) * _height(members) for members in groups.values())) * 1.3, 1)
    x = y = lowest = 0
    for (kind, label, name), members in groups.items():
        width, height = _width(members), _height(members)
        if x and x + width > line:
            x, y = 0, lowest + _APART
        box = {"id": _key(f"group\n{kind}\n{name}"), "type": "group", "label": printable(label)}
        yield {**box, "x": x, "y": y, "width": width, "height": height}
        card_width, card_height = _size(members)
        for place, node in enumerate(members):
            row, column = divmod(place, _columns(members))
            yield {
                "id": _key(node),
                "x": x + _MARGIN + column * (card_width + _GAP),
                "y": y + _MARGIN + row * (card_height + _GAP),
                "width": card_width,
                "height": card_height,
                **_content(graph.nodes[node]),
                **({"color": _COLOURS[kind]} if kind in _COLOURS else {}),
            }
        x, lowest = x + width + _APART, max(lowest, y + height)


def _groups(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], list[str]]:
    """Return the nodes of each group by (kind, label, name): notes by folder, then the other kinds.

    The root, whose name is empty, has the label that a folder may have for a name.
    """
    degree = dict(graph.degree())
    found: dict[tuple[str, str, str], list[str]] = {}
    for node, facts in graph.nodes(data=True):
        kind = facts["kind"]
        name = facts["folder"] if kind == "note" else _LABELS[kind]
        found.setdefault((kind, name or "Notes", name), []).append(node)
    for (kind, *_), members in found.items():
        members.sort(key=lambda node: node if kind == "day" else (-degree[node], node))
    order = ("note", *_LABELS)
    return dict(sorted(found.items(), key=lambda group: (order.index(group[0][0]), group[0][1:])))


def _size(members: list[str]) -> tuple[int, int]:
    return _SIZES.get(members[0].partition(":")[0], _SIZE)


def _columns(members: list[str]) -> int:
    """Return how many cards stand side by side, so that the group is a little wider than it is high."""
    width, height = _size(members)
    return min(len(members), ceil(sqrt(len(members) * (height + _GAP) / (width + _GAP) * 1.5)))


def _width(members: list[str]) -> int:
    return _columns(members) * (_size(members)[0] + _GAP) - _GAP + 2 * _MARGIN


def _height(members: list[str]) -> int:
    return ceil(len(members) / _columns(members)) * (_size(members)[1] + _GAP) - _GAP + 2 * _MARGIN


def _content(facts: dict[str, Any]) -> dict[str, str]:
    kind = facts["kind"]
    if kind == "note" or (kind == "file" and facts["exists"]):
        return {"type": "file", "file": facts["path"]}
    if facts.get("url", "").startswith(("http://", "https://")):
        return {"type": "link", "url": facts["url"]}
    label = printable(facts["label"])
    return {"type": "text", "text": f"[[{facts['target']}]]" if kind == "unresolved" else label}


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
