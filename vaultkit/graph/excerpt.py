"""The first lines of a note as a small tree of text and marks, ready to be shown safely.

mistune parses; what comes out is never HTML but nested lists: a string is text, `["p", …]` a paragraph
with children. The page builds elements from the known names with `textContent`, so nothing a note
contains can become markup. Raw HTML stays visible as text, math is left as written, Obsidian comments
are dropped, and wikilinks become `["n", node id, text]`, or `["g", text]` where nothing answers to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from inspect import signature
from typing import Any, cast

import mistune

from vaultkit.model.note import Note
from vaultkit.vault import Vault

Tree = list[Any]

_COMMENT = re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL)
_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*(.*)")
_BLOCK_ID = re.compile(r"(?m)[ \t]+\^[A-Za-z0-9-]+[ \t]*$")
_WIKILINK = r"!?\[\[(?P<vk_link>[^\[\]\n]+)\]\]"
_MATH = r"(?P<vk_math>\$\$[^$]+\$\$|\$(?!\s)[^$\n]+(?<!\s)\$(?!\d))"
_SIMPLE = {"strong": "b", "emphasis": "i", "strikethrough": "s", "block_text": "p", "paragraph": "p"}
_SAFE_URL = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def excerpt(vault: Vault, note: Note, limit: int) -> Tree:
    """Return the beginning of a note's body, about `limit` characters of it; empty for a canvas."""
    if limit <= 0 or note.is_canvas:
        return []
    text = vault.text(note.path)
    body = text[note.frontmatter.end if note.frontmatter else 0 :]
    room = 2 * limit + 150  # marks and links take room that is not shown
    source = _BLOCK_ID.sub("", _COMMENT.sub("", body[:room]))
    parsed = cast("list[dict[str, Any]]", _markdown().parse(source)[0])
    tokens = [token for token in parsed if token["type"] != "blank_line"]
    if tokens and tokens[0]["type"] == "heading" and _plain(tokens[0]).strip() == note.title:
        tokens = tokens[1:]  # the panel shows the title already
    return _Shortener(_targets(vault, note), limit).blocks(tokens)


def _targets(vault: Vault, note: Note) -> Mapping[str, str]:
    """Return the node each link of the note leads to, by the text of its link."""
    found = {}
    for link in note.links:
        path = None if link.external else vault.resolve(link, note.path).path
        if path is not None:
            found[link.raw] = f"note:{path}" if path in vault.notes else f"file:{path}"
    return found


def _parse_wikilink(_inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "wikilink", "raw": match.group("vk_link"), "attrs": {"raw": match.group()}})
    return match.end()


def _parse_math(_inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "math", "raw": match.group("vk_math")})
    return match.end()


@cache
def _markdown() -> mistune.Markdown:
    """Return the parser: CommonMark with strikethrough and tables, wikilinks and math."""
    markdown = mistune.create_markdown(renderer="ast", plugins=["strikethrough", "table"])
    register = markdown.inline.register
    hinted = "start_chars" in signature(register).parameters  # mistune 3.4 skips plain text faster with it
    for name, pattern, parse, before, first in (
        ("wikilink", _WIKILINK, _parse_wikilink, "link", "!["),
        ("inline_math", _MATH, _parse_math, "emphasis", "$"),
    ):
        hint: dict[str, Any] = {"start_chars": tuple(first)} if hinted else {}
        register(name, pattern, parse, before=before, **hint)
    return markdown


def _plain(token: Mapping[str, Any]) -> str:
    """Return the text of a token without its marks."""
    if "children" in token:
        return "".join(_plain(child) for child in token["children"])
    return " " if token["type"] in ("softbreak", "linebreak") else str(token.get("raw", ""))


class _Shortener:
    """Turns tokens into trees until the characters to show are used up."""

    def __init__(self, targets: Mapping[str, str], limit: int) -> None:
        self._targets = targets
        self._left = limit

    def blocks(self, tokens: list[dict[str, Any]]) -> Tree:
        """Return the trees of as many of `tokens` as there is room for."""
        out: Tree = []
        for token in tokens:
            if self._left <= 0:
                break
            tree = self._token(token)
            if tree not in ("", []):
                out.append(tree)
        return out

    def _token(self, token: dict[str, Any]) -> Any:
        kind = token["type"]
        if kind in _SIMPLE:
            return [_SIMPLE[kind], *self.blocks(token["children"])]
        if kind == "heading":
            return ["h", *self.blocks(token["children"])]
        if kind == "list":
            items = [["li", *shown] for item in token["children"] if (shown := self._item(item))]
            return ["ol" if token["attrs"].get("ordered") else "ul", *items] if items else ""
        if kind == "block_quote":
            return self._quote(token)
        if kind == "wikilink":
            return self._wikilink(token)
        if kind == "link":
            return self._link(token)
        if kind in ("codespan", "block_code"):
            return ["code" if kind == "codespan" else "pre", self._text(token["raw"])]
        if kind in ("softbreak", "linebreak"):
            return " " if kind == "softbreak" else ["br"]
        if kind in ("thematic_break", "blank_line"):
            return ""
        if kind == "image":
            return ["i", self._text(_plain(token) or token["attrs"]["url"])]
        if kind == "table":
            return ["p", self._text(" · ".join(_plain(c) for row in token["children"] for c in _cells(row)))]
        return self._text(_plain(token))

    def _text(self, text: str) -> str:
        if len(text) > self._left:
            cut = text[: self._left]
            words = cut.rpartition(" ")[0]
            text, self._left = (words if len(words) > len(cut) // 2 else cut).rstrip() + "…", 0
        self._left -= len(text)
        return text

    def _quote(self, token: dict[str, Any]) -> Tree:
        children = [child for child in token["children"] if child["type"] != "blank_line"]
        first = children[0] if children else None
        inline = first["children"] if first is not None and first["type"] == "paragraph" else []
        head = _CALLOUT.match(_plain({"children": inline}).strip()) if inline else None
        if head is None:
            return ["q", *self.blocks(children)]
        line_end = next(
            (i for i, t in enumerate(inline) if t["type"] in ("softbreak", "linebreak")), len(inline)
        )
        title = _CALLOUT.match(_plain({"children": inline[:line_end]}).strip())
        name = title.group(2) if title and title.group(2) else head.group(1).capitalize()
        rest = inline[line_end + 1 :]
        body = [{"type": "paragraph", "children": rest}] if rest else []
        return ["callout", head.group(1).lower(), ["h", self._text(name)], *self.blocks(body + children[1:])]

    def _item(self, item: dict[str, Any]) -> Tree:
        """Return what there is room for of a list item; empty where nothing of it would be seen."""
        shown = self.blocks(item["children"])
        return [] if all(len(tree) == 1 for tree in shown if isinstance(tree, list)) else shown

    def _wikilink(self, token: dict[str, Any]) -> Tree:
        raw = token["attrs"]["raw"]
        target, _, display = token["raw"].partition("|")
        text = self._text(display.strip() or target.strip().replace("#", " › ").removeprefix(" › "))
        node = self._targets.get(raw)
        return ["n", node, text] if node is not None else ["g", text]

    def _link(self, token: dict[str, Any]) -> Any:
        url = token["attrs"]["url"]
        children = self.blocks(token["children"])
        return ["a", url, *children] if _SAFE_URL.match(url) else ["i", *children]


def _cells(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of a table's head or of all rows of its body."""
    cells: list[dict[str, Any]] = []
    for child in row.get("children", []):
        cells += [child] if child["type"] == "table_cell" else _cells(child)
    return cells
