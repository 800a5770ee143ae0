"""Wikilinks and embeds of a note's text, by Obsidian's grammar.

Source: Obsidian's help ("Internal links", "Embed files") and its metadata cache.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from vaultkit.model.link import Link
from vaultkit.parse.footnotes import INLINE_FOOTNOTE
from vaultkit.parse.math import is_escaped
from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Leaf, RawLink
from vaultkit.text import LineIndex, Span

# What nearly every link looks like behind its `[[`: nothing in it that could begin something else, no blank at
# the ends of the name, no colon in it, and something after the bar. Not the text of a Markdown link: `[[1]](url)`.
_USUALLY = (
    r"(?P<target>(?![\s:#/])[^\[\]|`$<\\\n:#]++(?<!\s))"
    r"(?P<subpath>#[^\[\]|`$<\\\n]*+)?"
    r"(?:\\?\|(?P<display>[^\S\n]*+[^\s\[\]|`$<\\][^\[\]|`$<\\\n]*+))?\]\](?![(\[\]])"
)
_USUAL = re.compile(rf"\[\[{_USUALLY}")
_OPENED = re.compile(rf"\[\[(?:{_USUALLY})?")  # any `[[`, with what follows where that is usual

_BEFORE_UNUSUAL = frozenset("!\\")


def split_wikilink(content: str) -> tuple[str, str, str | None]:
    """Return (target, subpath, display) of the text between `[[` and `]]`.

    The first `|` separates the display text, a backslash before it (as tables need) belonging to the
    separator; a content that begins with `|` is all target. The first `#` begins the subpath.
    """
    display: str | None = None
    pipe = content.find("|", 1)
    if pipe > 0 and content[0] != "|":
        display = content[pipe + 1 :]
        content = content[:pipe].removesuffix("\\")
    target, hash_, subpath = content.partition("#")
    return target, hash_ + subpath, display


class Wikilinks:
    """The wikilinks of a body in document order: as `links`, and by their `starts` and `ends` in the body.

    `unusual` are those whose form deserves a closer look; `complete` is whether every `[[` of the text
    is one of them, or hidden.
    """

    __slots__ = (
        "_base",
        "_commented",
        "_covered",
        "_hidden",
        "_lines",
        "_text",
        "complete",
        "ends",
        "links",
        "starts",
        "unusual",
    )

    def __init__(self, text: str, base: int, hidden: Excluded, commented: Excluded, lines: LineIndex) -> None:
        """Prepare to read `text`, which begins at `base` in the note.

        `hidden` holds code, HTML and math, `commented` what stands inside `%%`.
        """
        self._text = text
        self._base = base
        self._hidden = hidden
        self._commented = commented or None  # of most notes nothing
        self._lines = lines
        self._covered: Excluded | None = None
        self.links: list[Link] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.unusual: list[Link] = []
        self.complete = True

    def read(self, leaves: Sequence[Leaf], links: Sequence[RawLink]) -> None:
        """Find the wikilinks of `leaves`; `links` are what CommonMark found."""
        text, hides = self._text, bool(self._hidden)
        by_start = {link.start + (1 if link.image else 0): link for link in links}
        if not leaves:
            return
        rest = iter(leaves)
        leaf = next(rest)
        done = 0  # up to where a leaf was read already
        for match in _OPENED.finditer(text):
            at, close = match.span()
            behind = at + 2
            if leaf.end < behind:
                for leaf in rest:
                    if leaf.end >= behind:
                        break
                else:
                    return  # nothing is read behind the last leaf
            if at < leaf.start:
                at = text.find("[[", leaf.start, leaf.end) if at + 1 == leaf.start else -1
            elif at < done:
                continue
            elif (
                match.lastindex is not None
                and close <= leaf.end
                and (at == leaf.start or text[at - 1] not in _BEFORE_UNUSUAL)
                and not (by_start and (at in by_start or at + 1 in by_start))
                and not (hides and self._hidden.end_of(at) >= 0)
            ):
                self._add(at, close, at + 2, match.groups(), leaf)
                continue
            while at >= 0:  # the leaf's links from here on, one after the other
                at = self._take(at, leaf, by_start)
                done = leaf.end

    @property
    def covered(self) -> Excluded:
        """What all links take up, once they are read."""
        if self._covered is None:
            self._covered = Excluded.of_disjoint(self.starts, self.ends)
        return self._covered

    def overruled(self, links: Sequence[RawLink]) -> set[int]:
        """Return the starts of the CommonMark links that begin inside a wikilink: they are its text."""
        if not self.starts or not links:
            return set()
        covered = self.covered
        return {link.start for link in links if covered.end_of(link.start) >= 0}

    def _take(self, at: int, leaf: Leaf, links: dict[int, RawLink]) -> int:
        """Take the wikilink at `at`, if it is one, and return where the leaf's next `[[` is (or -1)."""
        text, end = self._text, leaf.end
        hidden = self._hidden.end_of(at)
        if hidden >= 0:
            return text.find("[[", hidden, end)
        usual = _USUAL.match(text, at, end)
        if usual is not None and at not in links and at + 1 not in links:
            before = text[at - 1] if at > leaf.start else ""
            close = usual.end()
            if before not in _BEFORE_UNUSUAL:
                self._add(at, close, at + 2, usual.groups(), leaf)
                return text.find("[[", close, end)
            if before == "!" and not is_escaped(text, at - 1):
                self._add(at - 1, close, at + 2, usual.groups(), leaf)
                return text.find("[[", close, end)
        known = len(self.links)
        following = self._take_unusual(at, leaf, links)
        self.complete = self.complete and len(self.links) > known
        return following

    def _take_unusual(self, at: int, leaf: Leaf, links: dict[int, RawLink]) -> int:
        text, end, excluded = self._text, leaf.end, self._hidden
        caret = at - 1
        if (
            caret >= leaf.start
            and INLINE_FOOTNOTE.match(text, caret, end)
            and not is_escaped(text, caret, leaf.start)
        ):
            return text.find("[[", at + 1, end)  # the footnote's text begins with a link: `^[[[a]], p. 3]`
        line_end = text.find("\n", at, end)
        line_end = end if line_end < 0 else line_end
        close = text.find("]]", at + 2, line_end)
        while close >= 0 and (hidden := excluded.end_of(close)) >= 0:
            close = text.find("]]", hidden, line_end)
        if close < 0:  # nothing on this line closes any more
            return text.find("[[", line_end, end)
        if text.startswith("]", close + 2):
            open_inside = text.count("[", at + 2, close) - text.count("]", at + 2, close)
            while open_inside > 0 and text.startswith("]", close + 2):
                close += (
                    1  # `[[a [b]]]`: the first bracket closes the inner one, of `[x:: [[a]]]` it does not
                )
                open_inside -= 1
        inner = text.rfind("[[", at + 2, close)
        if inner >= 0 and excluded.end_of(inner) < 0:
            return inner
        if is_escaped(text, at, leaf.start):
            return text.find("[[", at + 1, end)
        link = links.get(at) or links.get(at + 1)
        if link is not None and link.type == "Inline" and link.end <= close:
            return text.find("[[", link.end, end)  # `[[id] Title](url)`: a Markdown link
        content = text[at + 2 : close]
        start = at - 1 if at > leaf.start and text[at - 1] == "!" and not is_escaped(text, at - 1) else at
        if content.strip() or (content and start == at):  # a blank embed shows nothing
            self._add(start, close + 2, at + 2, split_wikilink(content), leaf)
            self.unusual.append(self.links[-1])
        return text.find("[[", close + 2, end)

    def _add(self, start: int, end: int, content: int, parts: Sequence[str | None], leaf: Leaf) -> None:
        target, subpath, display = parts
        target, subpath = target or "", subpath or ""
        starts, commented = self._lines.starts, self._commented
        first, last, name = self._base + start, self._base + end, self._base + content
        name_end = name + len(target) + len(subpath)
        line = bisect_right(starts, first)
        before = starts[line - 1] - 1  # columns count from 1
        self.starts.append(start)
        self.ends.append(end)
        self.links.append(
            Link(
                "wikilink" if content - start == 2 else "embed",
                Span(first, last, line, first - before, line, last - before),
                Span(name, name_end, line, name - before, line, name_end - before),
                self._text[start:end],
                target,
                subpath,
                display,
                False,  # external
                False,  # reference
                commented is not None and commented.end_of(start) >= 0,
                leaf.in_table,
            )
        )
