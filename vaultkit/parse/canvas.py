"""Links of a canvas: its file nodes, and the Markdown of its text nodes.

Source: JSON Canvas 1.0 (jsoncanvas.org/spec/1.0); Obsidian counts file nodes and links in text cards, not
link nodes or groups.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import msgspec

from vaultkit.model.link import Link
from vaultkit.model.note import Problem
from vaultkit.text import LineIndex, Span

# Each stands for one character, also the halves of a surrogate pair together.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL
)
# Every string of a document, with the string behind it where it is the key of one.
_STRING = re.compile(r'("(?:[^"\\]|\\.)*+")(?:\s*:\s*("(?:[^"\\]|\\.)*+"))?')


def read_canvas(
    text: str, links_of: Callable[[str], tuple[Link, ...]]
) -> tuple[tuple[Link, ...], tuple[Problem, ...]]:
    """Return the links of a canvas and what is wrong with it. `links_of` reads a card's Markdown.

    A card's links get the place they have inside the JSON string, escapes and all.
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
    for match in _STRING.finditer(text):
        if match[2] is not None and (key := _decoded(match[1])) in ("file", "text"):
            place = match.start(2) + 1, match.end(2) - 1
            places.setdefault((key, _decoded(match[2])), []).append(place)
    return places


def _decoded(string: str) -> str:
    """Return what a JSON string of a document that was decoded as a whole says."""
    return msgspec.json.decode(string.encode("utf-8", "replace"), type=str)


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
        links = links_of(node["text"])
        queue = places.get(("text", node["text"]))
        card = _Card(text, lines, *queue.pop(0)) if links and queue else None
        return [_placed(link, card, lines, key) for link in links]
    return []


def _placed(link: Link, card: _Card | None, lines: LineIndex, key: str) -> Link:
    if card is None:  # of a key that stands twice in a node, the last one counts
        span = target = lines.span(0, 0)
    else:
        span, target = card.span(link.span), card.span(link.target_span)
    return msgspec.structs.replace(link, span=span, target_span=target, key=key)


class _Card:
    """A JSON string at `start:end` of a canvas, and where the characters that it means stand in it."""

    def __init__(self, text: str, lines: LineIndex, start: int, end: int) -> None:
        self._lines = lines
        self._start = start
        self._behind = [0]  # how many characters are meant up to the end of each escape,
        self._extra = [0]  # and how many more are written up to there
        for escape in _ESCAPE.finditer(text, start, end):
            extra = self._extra[-1] + len(escape[0]) - 1
            self._behind.append(escape.end() - start - extra)
            self._extra.append(extra)

    def span(self, meant: Span) -> Span:
        """Return the span in the canvas of what stands at `meant` in the text of the card."""
        return self._lines.span(self._place(meant.start), self._place(meant.end))

    def _place(self, at: int) -> int:
        return self._start + at + self._extra[bisect_right(self._behind, at) - 1]
