"""The first lines of a note as a small tree of text and marks, ready to be shown safely.

mistune parses; what comes out is never HTML but nested lists: a string is text, `["p", …]` a paragraph
with children. The page builds elements from the known names with `textContent`, so nothing a note
contains can become markup. Raw HTML stays visible as text, math is left as written, Obsidian comments
are dropped, and wikilinks become `["n", node id, text]`, or `["g", text]` where nothing answers to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import signature
from typing import Any, cast

import mistune

from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.vault import Vault

Tree = list[Any]
Token = dict[str, Any]

_COMMENT = re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL)
_CALLOUT = re.compile(r"\[!([\w-]+)(?:\|[^\]\n]*)?\][+-]?[ \t]*(.*)")
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
    source = body[: 2 * limit + 150]  # marks and links take room that is not shown
    if "%%" in source:
        source = _COMMENT.sub("", source)
    if "^" in source:
        source = _BLOCK_ID.sub("", source)
    shortener = _Shortener(_Targets(vault, note), limit)
    tree = shortener.blocks(_without_title(_blocks(source), note.title))
    if (
        shortener.full() and len(tree) > 1 and tree[-1][0] == "h"
    ):  # a heading alone says little, half of one less
        tree[-1] = ["p", "…"]
    return tree


def characters(tree: Tree) -> int:
    """Return how many characters an excerpt has at least when it is written down, whatever its links become."""
    if tree and tree[0] == "n":
        return len(tree[2])
    return sum(len(item) if isinstance(item, str) else characters(item) for item in tree)


def _blocks(source: str) -> Iterator[Token]:
    """Yield the blocks of a text. What is written in one is parsed when it is reached."""
    for token in cast("Iterator[Token]", _markdown().parse(source)[0]):
        if token["type"] != "blank_line":
            yield token


def _without_title(tokens: Iterator[Token], title: str) -> Iterator[Token]:
    """Yield the blocks but for a first heading that is the title: the panel shows that already."""
    for at, token in enumerate(tokens):
        if at or token["type"] != "heading" or _plain(token).strip().casefold() != title.casefold():
            yield token


class _Targets:
    """The node that each link of a note leads to, looked up when a link is shown: most stand further down."""

    def __init__(self, vault: Vault, note: Note) -> None:
        self._vault = vault
        self._note = note
        self._links: dict[str, Link] | None = None

    def node(self, raw: str) -> str | None:
        """Return the node that the link written `raw` leads to; None where there is none."""
        if self._links is None:
            self._links = {link.raw: link for link in self._note.links if not link.external}
        link = self._links.get(raw)
        path = None if link is None else self._vault.follow(link.target, self._note.path).path
        if path is None:
            return None
        return f"note:{path}" if path in self._vault.notes else f"file:{path}"


class _Blocks(mistune.BaseRenderer):
    """Hands the parsed blocks on as they are, one by one: as a list, all of them would be parsed first."""

    NAME = "blocks"

    def __call__(self, tokens: Iterable[Token], _state: mistune.BlockState) -> Any:
        """Return the tokens."""
        return tokens


def _parse_wikilink(_inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "wikilink", "raw": match.group("vk_link"), "attrs": {"raw": match.group()}})
    return match.end()


def _parse_math(_inline: Any, match: re.Match[str], state: Any) -> int:
    state.append_token({"type": "math", "raw": match.group("vk_math")})
    return match.end()


@cache
def _markdown() -> mistune.Markdown:
    """Return the parser: CommonMark with strikethrough and tables, wikilinks and math."""
    markdown = mistune.create_markdown(renderer=_Blocks(), plugins=["strikethrough", "table"])
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

    def __init__(self, targets: _Targets, limit: int) -> None:
        self._targets = targets
        self._left = limit

    def full(self) -> bool:
        """Whether the characters are used up."""
        return self._left <= 0

    def blocks(self, tokens: Iterable[Token]) -> Tree:
        """Return the trees of as many of `tokens` as there is room for."""
        out: Tree = []
        if self.full():
            return out
        for token in tokens:
            tree = self._token(token)
            if tree not in ("", []):
                out.append(tree)
            if self.full():
                break  # before the next one is parsed
        return out

    def _token(self, token: Token) -> Any:
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

    def _quote(self, token: Token) -> Tree:
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

    def _item(self, item: Token) -> Tree:
        """Return what there is room for of a list item; empty where nothing of it would be seen."""
        shown = self.blocks(item["children"])
        return [] if all(len(tree) == 1 for tree in shown if isinstance(tree, list)) else shown

    def _wikilink(self, token: Token) -> Tree:
        raw = token["attrs"]["raw"]
        target, _, display = token["raw"].partition("|")
        text = self._text(display.strip() or target.strip().replace("#", " › ").removeprefix(" › "))
        node = self._targets.node(raw)
        return ["n", node, text] if node is not None else ["g", text]

    def _link(self, token: Token) -> Any:
        url = token["attrs"]["url"]
        children = self.blocks(token["children"])
        return ["a", url, *children] if _SAFE_URL.match(url) else ["i", *children]


def _cells(row: Token) -> list[Token]:
    """Return the cells of a table's head or of all rows of its body."""
    cells: list[Token] = []
    for child in row.get("children", []):
        cells += [child] if child["type"] == "table_cell" else _cells(child)
    return cells
