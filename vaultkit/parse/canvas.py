"""Links of a canvas: its file nodes, and the Markdown of its text nodes.

Source: JSON Canvas 1.0 (jsoncanvas.org/spec/1.0); Obsidian counts file nodes and links in text cards, not
link nodes or groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from vaultkit.model.link import Link
from vaultkit.model.note import Problem
from vaultkit.text import LineIndex

_STRING_VALUE = re.compile(r'"(file|text)"\s*:\s*("(?:[^"\\]|\\.)*")')


def read_canvas(
    text: str, links_of: Callable[[str], tuple[Link, ...]]
) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    """Return the links of a canvas and what is wrong with it. `links_of` reads a card's Markdown.

    A card's links get the place they have inside the JSON string, or the whole string where escapes
    make the two differ.
    """
    lines = LineIndex(text)
    if not text.strip():  # a canvas that was never drawn on is an empty file
        return (), ()
    try:
        data = msgspec.json.decode(text.encode("utf-8", "replace"))
    except msgspec.DecodeError as error:
        return (), (Problem("invalid-canvas", f"not valid JSON: {error}", lines.span(0, 0)),)
    except RecursionError:
        return (), (Problem("invalid-canvas", "nested too deep to be a canvas", lines.span(0, 0)),)
    nodes = data.get("nodes", []) if isinstance(data, dict) else None
    if not isinstance(nodes, list):
        return (), (Problem("invalid-canvas", "holds no list of nodes", lines.span(0, 0)),)
    places = _places(text)
    found: list[Link] = []
    for node in nodes:
        if isinstance(node, dict):
            found.extend(_node_links(node, text, lines, places, links_of))
    found.sort(key=lambda link: (link.span.start, link.span.end))
    return tuple(found), ()


def _places(text: str) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Where each `file` and `text` string stands, by key and decoded value, in order."""
    places: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for match in _STRING_VALUE.finditer(text):
        try:
            value = msgspec.json.decode(match[2].encode("utf-8", "replace"))
        except msgspec.DecodeError:
            continue  # not a string of this document's own syntax; the decoder above had the say
        places.setdefault((match[1], value), []).append((match.start(2) + 1, match.end(2) - 1))
    return places


def _node_links(
    node: dict[str, Any],
    text: str,
    lines: LineIndex,
    places: dict[tuple[str, str], list[tuple[int, int]]],
    links_of: Callable[[str], tuple[Link, ...]],
) -> list[Link]:
    kind, key = node.get("type"), str(node.get("id", ""))
    if kind == "file" and isinstance(node.get("file"), str):
        queue = places.get(("file", node["file"]))
        span = lines.span(*(queue.pop(0) if queue else (0, 0)))
        subpath = node.get("subpath")
        subpath = subpath if isinstance(subpath, str) else ""
        return [Link("canvas", span, span, text[span.start : span.end], node["file"], subpath, key=key)]
    if kind == "text" and isinstance(node.get("text"), str):
        queue = places.get(("text", node["text"]))
        start, end = queue.pop(0) if queue else (0, 0)
        return [_placed(link, text, lines, start, end, key) for link in links_of(node["text"])]
    return []


def _placed(link: Link, text: str, lines: LineIndex, start: int, end: int, key: str) -> Link:
    exact = start + link.span.start
    unescaped = text.startswith(link.raw, exact) and exact + len(link.raw) <= end
    at = exact if unescaped else text.find(link.raw, start, end)
    if at < 0:
        span = target = lines.span(start, end)
    else:
        span = lines.span(at, at + len(link.raw))
        lead = link.target_span.start - link.span.start
        size = link.target_span.end - link.target_span.start
        target = lines.span(at + lead, at + lead + size) if 0 <= lead <= len(link.raw) else span
    return msgspec.structs.replace(link, span=span, target_span=target, key=key)
