"""The smaller facts of a note's text: comments, callouts, footnotes, block ids, empty items, placeholders,
and links that were meant but are none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from vaultkit.model.link import Link
from vaultkit.model.note import Block, BlockKind, Callout, Comment, Footnote, Problem
from vaultkit.parse.links import is_external
from vaultkit.parse.math import is_escaped
from vaultkit.parse.ranges import Excluded, leaves_with
from vaultkit.parse.structure import Leaf, Opaque, RawLink, Root, Structure
from vaultkit.parse.wikilinks import Wikilinks
from vaultkit.text import Span, holds

_START = attrgetter("start")

SpanOf = Callable[[int, int], Span]

_COMMENT = re.compile(r"%%(.*?)%%", re.DOTALL)
_LEAD = re.compile(r"[ ]{0,3}")
_CALLOUT = re.compile(r"[ \t>]*\[!([^\]\n]+)\]([+-]?)[ \t]*([^\n]*)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s\[]+)\](:?)")
_INLINE_FOOTNOTE = re.compile(r"\^\[[^\[\]\n]{1,2000}\]")
_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*\r?(?=\n|\Z)")
_ALONE = re.compile(r"[ \t>]*\^[A-Za-z0-9-]+\s*")
_EMPTY_ITEM = re.compile(
    r"\n(?P<indent>[ \t>]*+)(?:[-*+]|\d{1,9}[.)])(?:[ \t]++\[[ xX]\])?[ \t]*+(?=\r?\n|\r?\Z)"
)
# Core templates ({{title}}, {{date:FORMAT}}, {{time}}) and Templater (<% … %>).
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_CORE_PLACEHOLDER = re.compile(r"\{\{[ \t]*(?:title|date|time)[ \t]*(?::[^{}\n]*)?\}\}", re.IGNORECASE)
_SPACED_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(([^()<>\n]*(?:\([^()\n]*\)[^()<>\n]*)*)\)")
_TITLED = re.compile(r"""\S+[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\))[ \t]*""")
_QUOTED_TITLE = re.compile(r"""[ \t]+(?:"[^"]*"|'[^']*')[ \t]*\Z""")


def find_comments(text: str, opaque: Sequence[Opaque], span_of: SpanOf) -> tuple[Comment, ...]:
    """Return `%%…%%` and `<!--…-->` comments in document order; code hides them."""
    found: list[Comment] = []
    if holds(text, "%%"):
        code = Excluded([(o.start, o.end) for o in opaque if not o.kind.startswith("html")])
        at = text.find("%%")
        while at >= 0:
            hidden = code.end_of(at)
            if hidden >= 0:
                at = text.find("%%", hidden)
                continue
            match = _COMMENT.match(text, at)
            if match is None:
                break
            found.append(Comment(match[1], span_of(*match.span())))
            at = text.find("%%", match.end())
    if holds(text, "<!--"):
        for block in opaque:
            if block.kind not in ("html", "html-block"):
                continue
            start = text.find("<!--", block.start, block.end)
            while start >= 0:
                close = text.find("-->", start + 4)
                end = close + 3 if 0 <= close < block.end else block.end
                inner = text[start + 4 : end - 3 if close >= 0 else end]
                found.append(Comment(inner, span_of(start, end), html=True))
                start = text.find("<!--", end, block.end)
        found.sort(key=lambda comment: comment.span.start)
    return tuple(found)


def block_comments(text: str, base: int, comments: Sequence[Comment]) -> Excluded:
    """Return the places in a body, which begins at `base`, of the `%%…%%` that begin a line and hold several.

    Each is a block of its own to Obsidian's metadata cache, like code: no heading stands in it.
    """
    found: list[tuple[int, int]] = []
    for comment in comments:
        start, end = comment.span.start - base, comment.span.end - base
        if (
            not comment.html
            and "\n" in comment.text
            and _LEAD.fullmatch(text, text.rfind("\n", 0, start) + 1, start)
        ):
            found.append((start, end))
    return Excluded(found)


def find_callouts(text: str, structure: Structure, span_of: SpanOf) -> tuple[Callout, ...]:
    """Return the callouts: quotes whose first line is `[!type]`. Source: Obsidian's help, "Callouts"."""
    found: list[Callout] = []
    for i, (start, end) in enumerate(structure.quotes):
        inner = structure.quotes[i + 1][0] if i + 1 < len(structure.quotes) else end
        if not text[start:inner].strip(" \t>"):
            continue  # `>>`: the inner quote holds the line's text
        match = _CALLOUT.match(text, start, end)
        if match is not None and ">" in text[start : match.start(1)]:
            title = match[3].strip()
            found.append(Callout(match[1].strip().lower(), match[2], title, span_of(start, match.end())))
    return tuple(found)


def find_footnotes(text: str, hidden: Excluded, span_of: SpanOf) -> tuple[Footnote, ...]:
    """Return footnote references, definitions and inline notes in document order."""
    caret = text.find("^")
    while caret >= 0 and "[" not in text[max(caret - 1, 0) : caret + 2]:
        caret = text.find("^", caret + 1)
    if caret < 0:
        return ()
    found: list[Footnote] = []
    for match in _FOOTNOTE.finditer(text):
        if hidden.end_of(match.start()) >= 0 or is_escaped(text, match.start()):
            continue
        line = text.rfind("\n", 0, match.start()) + 1
        defines = bool(match[2]) and not text[line : match.start()].strip(" \t>")
        end = match.end() if defines else match.end(1) + 1
        found.append(Footnote(match[1], defines, span_of(match.start(), end)))
    found.extend(
        Footnote("", False, span_of(*match.span()))
        for match in _INLINE_FOOTNOTE.finditer(text)
        if hidden.end_of(match.start()) < 0 and not is_escaped(text, match.start())
    )
    found.sort(key=lambda note: note.span.start)
    return tuple(found)


def find_blocks(text: str, structure: Structure, hidden: Excluded, span_of: SpanOf) -> tuple[Block, ...]:
    """Return the block ids. Source: Obsidian's help, "Link to a block in a note".

    An id stands at the end of a paragraph or list item, or alone on the line after a block (a blank
    line between is allowed), which it then names.
    """
    found: list[Block] = []
    roots = structure.roots
    items: _Nested | None = None
    caret = -1
    while (caret := text.find("^", caret + 1)) >= 0:
        match = _BLOCK_ID.match(text, caret)
        if match is None or hidden.end_of(caret) >= 0 or (caret and text[caret - 1] not in " \t\n>"):
            continue
        index = bisect_right(roots, caret, key=_START) - 1
        if index < 0 or caret >= roots[index].end:
            continue
        if items is None:
            items = _Nested(structure.items)
        named = _named_block(text, structure, items, index, caret, match.end())
        if named is not None:
            kind, start, end = named
            whole = span_of(start, end)
            at = span_of(caret, match.end(1))
            found.append(Block(match[1], kind, at, whole.line, whole.end_line))
    return tuple(found)


def _named_block(
    text: str, structure: Structure, items: _Nested, index: int, at: int, end: int
) -> tuple[BlockKind, int, int] | None:
    """The block that the id at `at` names, as (kind, start, end), or None if it names nothing."""
    root = structure.roots[index]
    line = text.rfind("\n", 0, at) + 1
    alone = not text[line:at].strip(" \t>")
    if alone and _ALONE.fullmatch(text, max(line, root.start), root.end) and root.kind == "paragraph":
        if line > root.start:
            return "paragraph", root.start, _stripped(text, root.start, line)
        if index == 0:
            return "paragraph", root.start, _stripped(text, root.start, root.end)
        before = structure.roots[index - 1]
        return _kind(text, before), before.start, _stripped(text, before.start, before.end)
    last = _stripped(text, root.start, root.end) <= end
    if root.kind == "list":
        holder = items.innermost(at)
        if holder is None or not _ends_leaf(text, structure.leaves, at, end):
            return None
        if alone and last and text.find("\n", holder[0]) >= 0 and line > holder[0]:
            return "list", root.start, _stripped(text, root.start, line)
        return "list-item", holder[0], _stripped(text, *holder)
    if not last and root.kind in ("paragraph", "heading", "table", "blockquote", "footnote-definition"):
        return None
    if alone and line > root.start:
        return _kind(text, root), root.start, _stripped(text, root.start, line)
    return _kind(text, root), root.start, _stripped(text, root.start, root.end)


def _kind(text: str, root: Root) -> BlockKind:
    if root.kind == "blockquote" and _CALLOUT.match(text, root.start, root.end):
        return "callout"
    return root.kind  # type: ignore[return-value]  # Root kinds are a subset of block kinds


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n>":
        end -= 1
    return end


class _Nested:
    """Ranges of which each stands inside another or beside it, in the order of their starts."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._ranges = ranges
        self._around: list[int] | None = None  # the index of the range round each, or -1

    def innermost(self, at: int) -> tuple[int, int] | None:
        """Return the shortest range that holds `at`, or None."""
        if self._around is None:
            self._around = self._enclosing()
        index = bisect_right(self._ranges, at, key=lambda one: one[0]) - 1
        while index >= 0 and self._ranges[index][1] <= at:
            index = self._around[index]
        return self._ranges[index] if index >= 0 else None

    def _enclosing(self) -> list[int]:
        around: list[int] = []
        last = -1
        for index, (start, _) in enumerate(self._ranges):
            while last >= 0 and self._ranges[last][1] <= start:
                last = around[last]
            around.append(last)
            last = index
        return around


def _ends_leaf(text: str, leaves: Sequence[Leaf], at: int, end: int) -> bool:
    """Whether the id ends the text of its leaf: an id in the middle of a paragraph is none."""
    index = bisect_right(leaves, at, key=_START) - 1
    return index >= 0 and not text[end : leaves[index].end].strip()


def find_empty_items(text: str, hidden: Excluded, structure: Structure, span_of: SpanOf) -> tuple[Span, ...]:
    """Return list items without content: a bare marker, or a task without text.

    Also where CommonMark sees none (a bare marker that continues a paragraph): people meant an item.
    """
    headings: Excluded | None = None
    found: list[Span] = []
    for match in _EMPTY_ITEM.finditer("\n" + text):  # a literal first character makes the search fast
        start, end = match.end("indent") - 1, match.end() - 1
        if headings is None:
            headings = Excluded([(heading.start, heading.end) for heading in structure.headings])
        if hidden.end_of(start) >= 0 or headings.end_of(start) >= 0:
            continue
        following = text[end : end + 400].lstrip("\r").removeprefix("\n").partition("\n")[0]
        deeper = len(following) - len(following.lstrip(" \t")) > len(match["indent"])
        if deeper and following.strip() and not _ITEM.match(following):
            continue  # the item's content begins on the next line
        found.append(span_of(start, end))
    return tuple(found)


def find_placeholders(text: str, hidden: Excluded, span_of: SpanOf) -> Iterator[Span]:
    """Yield the template variables left in a text, outside code and math."""
    found: list[tuple[int, int]] = []
    if "{{" in text:
        found.extend(match.span() for match in _CORE_PLACEHOLDER.finditer(text))
    at = text.find("<%")
    while at >= 0 and (close := text.find("%>", at + 2)) >= 0:
        if text[at + 2 : close].strip():  # `<% %>` alone is talk about templates
            found.append((at, close + 2))
        at = text.find("<%", close + 2)
    for start, end in sorted(found):
        if hidden.end_of(start) < 0:
            yield span_of(start, end)


def find_spaced_links(
    text: str, leaves: Sequence[Leaf], hidden: Excluded, links: Sequence[RawLink], span_of: SpanOf
) -> Iterator[Problem]:
    """Yield `[text](My Note.md)`: a raw blank ends the destination, so it is no link at all.

    Source: CommonMark 0.31, "Link destination"; Obsidian agrees. The problem's span covers the
    destination without a title in quotes behind it, its detail is the destination as written.
    """
    if not _has_spaced(text):
        return
    taken = Excluded([(link.start, link.end) for link in links])
    for leaf in leaves_with("](", text, leaves):
        for match in _SPACED_LINK.finditer(text, leaf.start, leaf.end):
            label, dest = match[2], match[3]
            start = match.start(3)
            if (
                " " not in dest.strip()
                or hidden.end_of(match.start()) >= 0
                or taken.end_of(match.end() - 1) >= 0
            ):
                continue
            if label.startswith("^") or is_external(dest.strip()) or _TITLED.fullmatch(dest):
                continue
            if (
                is_escaped(text, match.start(2) - 1, leaf.start)
                or text[match.start() - 1 : match.start()] == "["
            ):
                continue
            message = f'"{match[0]}" is not a link: a blank ends its destination'
            dest = _QUOTED_TITLE.sub("", dest)
            lead = len(dest) - len(dest.lstrip())
            span = span_of(start + lead, start + len(dest.rstrip()))
            yield Problem("unescaped-space", message, span, dest.strip())


def _has_spaced(text: str) -> bool:
    """Whether any `](…)` of a text holds a blank: most texts need no closer look."""
    at = text.find("(")
    while at >= 0:
        if at and text[at - 1] == "]":
            close = text.find(")", at)
            if close < 0 or text.find(" ", at, close) >= 0:
                return close >= 0
            at = close
        at = text.find("(", at + 1)
    return False


def find_malformed(
    text: str,
    leaves: Sequence[Leaf],
    hidden: Excluded,
    links: Sequence[RawLink],
    wikis: Wikilinks,
    span_of: SpanOf,
) -> Iterator[Problem]:
    """Yield wikilinks that are odd or broken in form; `detail` names the shape."""
    for link in wikis.unusual:
        yield from _odd_form(link)
    if wikis.complete:
        return
    taken = wikis.covered
    by_start = {link.start: link for link in links if link.type == "Inline" and not link.image}
    for leaf in leaves:
        at = text.find("[[", leaf.start, leaf.end)
        told = -1  # the end of a line of which an unclosed link was already told
        close = line_end = -1  # the next `]]`, and where the line ends
        while at >= 0:
            skip = max(hidden.end_of(at), taken.end_of(at))
            if skip >= 0:
                at = text.find("[[", skip, leaf.end)
                continue
            if not is_escaped(text, at, leaf.start):
                if close < at:
                    close = _find(text, "]]", at, leaf.end)
                if line_end < at:
                    line_end = _find(text, "\n", at, leaf.end)
                closed = at < told or close + 2 <= line_end
                problem = _no_link(text, at, leaf, by_start, span_of, line_end, closed)
                if problem is not None:
                    yield problem
                    if problem.detail in ("unclosed", "line-break"):
                        told = line_end
            at = text.find("[[", at + 2, leaf.end)


def _find(text: str, mark: str, start: int, end: int) -> int:
    """Where `mark` next stands in `text[start:end]`, or `end`."""
    at = text.find(mark, start, end)
    return end if at < 0 else at


def _odd_form(link: Link) -> Iterator[Problem]:
    inner = link.raw.lstrip("!")[2:-2]
    if "||" in inner and not link.in_table:
        yield Problem(
            "malformed-wikilink",
            "two bars: the second one becomes part of the text",
            link.span,
            "double-pipe",
        )
    elif inner.startswith("|"):
        yield Problem("malformed-wikilink", "the bar has no note before it", link.span, "no-target")
    elif link.display is not None and not link.display.strip() and not link.is_embed:
        yield Problem("malformed-wikilink", "nothing stands after the bar", link.span, "empty-display")
    elif is_external(link.target):
        yield Problem("malformed-wikilink", "a web address is no note", link.span, "url")
    elif (
        link.target != link.target.strip()
        and link.target.strip()
        and link.display is None
        and not link.subpath
    ):
        yield Problem("malformed-wikilink", "blanks stand around the name", link.span, "padded")
    elif link.target.startswith("["):
        yield Problem("malformed-wikilink", "three brackets", link.span, "triple-bracket")


def _closes_more(rest: str) -> bool:
    """Return whether a text closes a bracket that it did not open."""
    opened, closed = rest.find("["), rest.find("]")
    return closed >= 0 and (opened < 0 or closed < opened or rest.count("]") > rest.count("["))


def _no_link(
    text: str,
    at: int,
    leaf: Leaf,
    links: dict[int, RawLink],
    span_of: SpanOf,
    line_end: int,
    closed: bool,
) -> Problem | None:
    """The problem of the `[[` at `at`, which is no wikilink; `closed` when it is not for want of a `]]`."""
    if at in links:
        return None  # [[id] Title](url): a Markdown link whose text begins with a bracket
    markdown = links.get(at + 1)
    start = at - 1 if at > leaf.start and text[at - 1] == "!" else at
    if markdown is not None:
        if _closes_more(text[markdown.end : leaf.end].partition("\n")[0]):
            return None  # [[Title](url), p. 3]: a bracketed aside that begins with a Markdown link
        message = "a Markdown link with one bracket too many"
        return Problem("malformed-wikilink", message, span_of(start, markdown.end), "markdown-link")
    if text.startswith("[[]]", at):
        return Problem("malformed-wikilink", "an empty link", span_of(start, at + 4), "empty")
    if closed or not text[at + 2 : at + 3].strip():
        return None
    close = text.find("]]", line_end, _find(text, "\n", line_end + 1, leaf.end))
    if close >= 0 and "[[" not in text[at + 2 : close]:
        message = "a line break stands inside the link"
        return Problem("malformed-wikilink", message, span_of(start, close + 2), "line-break")
    return Problem("malformed-wikilink", "the link is never closed", span_of(start, line_end), "unclosed")
