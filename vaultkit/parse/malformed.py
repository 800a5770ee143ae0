"""Links that were meant and are none: wikilinks odd or broken in form, and destinations with a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultkit.model.link import Link, is_address
from vaultkit.model.note import Problem
from vaultkit.parse.math import is_escaped
from vaultkit.parse.ranges import AnyOf, Excluded, leaves_with
from vaultkit.parse.structure import Leaf, RawLink
from vaultkit.parse.wikilinks import Wikilinks
from vaultkit.text import SpanOf

_SPACED_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(([^()<>\n]*(?:\([^()\n]*\)[^()<>\n]*)*)\)")
_TITLED = re.compile(r"""\S+[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\))[ \t]*""")
_ASIDE = 1000  # characters that an aside in brackets may go on: whole lines, looked through, are quadratic
_QUOTED_TITLE = re.compile(r"""[ \t]+(?:"[^"]*"|'[^']*')[ \t]*\Z""")


def find_spaced_links(
    text: str, leaves: Sequence[Leaf], excluded: AnyOf, links: Sequence[RawLink], span_of: SpanOf
) -> Iterator[Problem]:
    """Yield `[text](My Note.md)`: a raw blank ends the destination, so it is no link at all, nor is an address.

    `excluded` hides code, HTML, math and wikilinks: `[[A heading#with [text](in it)]]` is a link.
    Source: CommonMark 0.31, "Link destination"; Obsidian agrees. The problem's span covers the
    destination without a title in quotes behind it, its detail is the destination as written.
    """
    taken = Excluded([(link.start, link.end) for link in links])
    for leaf in leaves_with("](", text, leaves):
        for match in _SPACED_LINK.finditer(text, leaf.start, leaf.end):
            label, dest = match[2], match[3]
            start = match.start(3)
            if (
                " " not in dest.strip()
                or excluded.end_of(match.start()) >= 0
                or taken.end_of(match.end() - 1) >= 0
            ):
                continue
            if label.startswith("^") or _TITLED.fullmatch(dest):
                continue
            if (
                is_escaped(text, match.start(2) - 1, leaf.start)
                or text[match.start() - 1 : match.start()] == "["
            ):
                continue
            message = f'"{match[0]}" is not a link: a space ends its destination'
            dest = _QUOTED_TITLE.sub("", dest)
            lead = len(dest) - len(dest.lstrip())
            span = span_of(start + lead, start + len(dest.rstrip()))
            yield Problem("unescaped-space", message, span, dest.strip())


def may_hold_spaced_link(text: str) -> bool:
    """Return whether any `](…)` of a text holds a blank: most texts need no closer look."""
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
    if is_address(link.target):
        yield Problem("malformed-wikilink", "a web address is no note", link.span, "url")
    elif "||" in inner and not link.in_table:
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
    elif (
        link.target != link.target.strip()
        and link.target.strip()
        and link.display is None
        and not link.subpath
    ):
        yield Problem("malformed-wikilink", "spaces stand around the name", link.span, "padded")
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
        if _closes_more(text[markdown.end : min(leaf.end, markdown.end + _ASIDE)].partition("\n")[0]):
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
