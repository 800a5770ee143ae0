"""Links of a note's text: wikilinks by Obsidian's grammar, Markdown links, autolinks and bare URLs.

Source: Obsidian's help ("Internal links", "Embed files") and its metadata cache; CommonMark 0.31 for
Markdown links; GitHub's autolink extension for where a bare URL ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from urllib.parse import unquote

import msgspec
import pyromark

from vaultkit.model.link import Link
from vaultkit.parse.math import is_escaped
from vaultkit.parse.neutral import PLAIN_WIKILINK
from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Leaf, RawLink
from vaultkit.text import Span

# Two characters or more: `C:\notes` is a path, not a scheme.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_URL = re.compile(r"https?://[^\s<>\x00-\x20]+", re.IGNORECASE)
_URL_TAIL = "?!.,:;*_~'\"”’`|\\"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_ANGLE = re.compile(r"<((?:\\.|[^\\<>\n])*)>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_WORD = re.compile(r"(?:\\.|\S)*")

SpanOf = Callable[[int, int], Span]


class WikiAt(msgspec.Struct, frozen=True, gc=False):
    """A wikilink's place in the body; `content` is what stands between the brackets."""

    start: int  # of the `!` or the first bracket
    end: int
    content_start: int
    content_end: int
    in_table: bool

    @property
    def embed(self) -> bool:
        """Whether a `!` stands before the brackets."""
        return self.content_start - self.start == 3


def is_external(target: str) -> bool:
    """Whether a link destination leaves the vault: it names a URI scheme (RFC 3986) or a host."""
    return _SCHEME.match(target) is not None


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


def find_wikilinks(
    text: str, leaves: Sequence[Leaf], excluded: Excluded, links: Sequence[RawLink]
) -> tuple[list[WikiAt], set[int]]:
    """Return the wikilinks of the leaves, and the starts of the CommonMark links that they overrule."""
    found: list[WikiAt] = []
    overruled: set[int] = set()
    by_start = {link.start + (1 if link.image else 0): link for link in links}
    for leaf in leaves:
        at = text.find("[[", leaf.start, leaf.end)
        while at >= 0:
            at = _wikilink(text, at, leaf, excluded, by_start, found)
    if found and links:
        overruled = _overruled(found, links)
    return found, overruled


def _wikilink(
    text: str,
    at: int,
    leaf: Leaf,
    excluded: Excluded,
    links: dict[int, RawLink],
    found: list[WikiAt],
) -> int:
    """Take the wikilink at `at`, if it is one, and return where to look for the next `[[` (or -1)."""
    end = leaf.end
    hidden = excluded.end_of(at)
    if hidden >= 0:
        return text.find("[[", hidden, end)
    plain = PLAIN_WIKILINK.match(text, at, end)
    if plain is not None and at not in links and at + 1 not in links and text[at - 1 : at] not in ("!", "\\"):
        close = plain.end()
        found.append(WikiAt(at, close, at + 2, close - 2, leaf.in_table))
        return text.find("[[", close, end)
    line_end = text.find("\n", at, end)
    line_end = end if line_end < 0 else line_end
    close = text.find("]]", at + 2, line_end)
    while close >= 0 and (hidden := excluded.end_of(close)) >= 0:
        close = text.find("]]", hidden, line_end)
    if close < 0:  # nothing on this line closes any more
        return text.find("[[", line_end, end)
    while text.startswith("]", close + 2) and text.count("[", at + 2, close) > text.count("]", at + 2, close):
        close += 1  # `[[a [b]]]`: the first bracket closes the inner one, of `[x:: [[a]]]` it does not
    inner = text.rfind("[[", at + 2, close)
    if inner >= 0 and excluded.end_of(inner) < 0:
        return inner
    if is_escaped(text, at, leaf.start):
        return text.find("[[", at + 1, end)
    link = links.get(at) or links.get(at + 1)
    if link is not None and link.type == "Inline" and link.end <= close:
        return text.find("[[", link.end, end)  # `[[id] Title](url)`: a Markdown link
    if text[at + 2 : close].strip():
        start = at - 1 if at > leaf.start and text[at - 1] == "!" and not is_escaped(text, at - 1) else at
        found.append(WikiAt(start, close + 2, at + 2, close, leaf.in_table))
    return text.find("[[", close + 2, end)


def _overruled(wikis: Sequence[WikiAt], links: Sequence[RawLink]) -> set[int]:
    """CommonMark links that begin inside a wikilink are part of its text."""
    covered = Excluded([(wiki.start, wiki.end) for wiki in wikis])
    return {link.start for link in links if covered.end_of(link.start) >= 0}


def wikilink(text: str, at: WikiAt, span_of: SpanOf, in_comment: bool) -> Link:
    """Return the `Link` of a wikilink or embed."""
    content = text[at.content_start : at.content_end]
    target, subpath, display = split_wikilink(content)
    span = span_of(at.start, at.end)
    end = at.content_start + len(target) + len(subpath)
    return Link(
        kind="embed" if at.embed else "wikilink",
        span=span,
        target_span=_on_line(span, at.start, at.content_start, end),
        raw=text[at.start : at.end],
        target=target,
        subpath=subpath,
        display=display,
        in_comment=in_comment,
        in_table=at.in_table,
    )


def _on_line(span: Span, origin: int, start: int, end: int) -> Span:
    """The span of a part of a one-line range that begins at `origin`."""
    column = span.column + start - origin
    offset = span.start + start - origin
    return Span(offset, offset + end - start, span.line, column, span.line, column + end - start)


def decode_destination(dest: str) -> tuple[str, str]:
    """Return (target, subpath) of an internal Markdown destination: percent-decoded, then cut at `#`.

    Obsidian decodes before it cuts, so `%23` ends the path too. A malformed escape stays as written.
    """
    if "%" in dest:
        try:
            dest = unquote(dest, errors="strict")
        except UnicodeDecodeError:
            dest = str(dest)
    target, hash_, subpath = dest.partition("#")
    return target, hash_ + subpath


def markdown_link(
    text: str, raw: RawLink, span_of: SpanOf, definitions: Definitions, in_comment: bool
) -> Link | None:
    """Return the `Link` of a CommonMark link, image or autolink; None when it has no destination."""
    span = span_of(raw.start, raw.end)
    whole = text[raw.start : raw.end]
    if raw.type in ("Autolink", "Email"):
        dest = f"mailto:{raw.dest}" if raw.type == "Email" else raw.dest
        inner = span_of(raw.start + 1, raw.end - 1)
        return Link("autolink", span, inner, whole, dest, external=True, in_comment=in_comment)
    dest = raw.dest
    if not dest:
        return None
    reference = raw.type != "Inline"
    target_span = definitions.span(raw) if reference else None
    if not reference and (place := _destination(text, raw)) is not None:
        target_span = span_of(*place)
        written = text[place[0] : place[1]]
        if not written.isascii():  # the structure was read over a stand-in for such characters
            dest = _ESCAPE.sub(r"\1", unescape(written))
    external = is_external(dest)
    target, subpath = (dest, "") if external else decode_destination(dest)
    return Link(
        kind="image" if raw.image else "markdown",
        span=span,
        target_span=target_span or span,
        raw=whole,
        target=target,
        subpath=subpath,
        display=text[raw.text_start : raw.text_end],
        external=external,
        reference=reference,
        in_comment=in_comment,
        in_table=raw.in_table,
    )


def _destination(text: str, raw: RawLink) -> tuple[int, int] | None:
    """Where the destination of an inline link stands, without angle brackets and title."""
    opening = text.find("](", raw.text_end, raw.end)
    if opening < 0:
        return None
    at = opening + 2
    while at < raw.end and text[at].isspace():
        at += 1
    angle = _ANGLE.match(text, at, raw.end)
    if angle is not None:
        return angle.span(1)
    word = _WORD.match(text, at, raw.end - 1)
    return word.span() if word is not None else None


class Definitions:
    """Where a body's link reference definitions stand; read only when a reference link asks."""

    def __init__(self, text: str, span_of: SpanOf) -> None:
        self._text = text
        self._span_of = span_of
        self._spans: dict[str, Span] | None = None

    def span(self, raw: RawLink) -> Span | None:
        """Return the span of the destination that a reference link uses, or None."""
        if self._spans is None:
            self._spans = self._read()
        return self._spans.get(" ".join(raw.label.split()).casefold())

    def _read(self) -> dict[str, Span]:
        text, spans = self._text, {}
        encoded = None if text.isascii() else text.encode("utf-8", "replace")
        for label, definition in pyromark.reference_definitions(text).items():
            begin, end = definition["span"]["start"], definition["span"]["end"]
            if encoded is not None:
                begin, end = len(encoded[:begin].decode()), len(encoded[:end].decode())
            at = text.find("]:", begin, end) + 2
            while at < end and text[at].isspace():
                at += 1
            angle = _ANGLE.match(text, at, end)
            word = _WORD.match(text, at, end)
            place = angle.span(1) if angle is not None else word.span() if word is not None else (begin, end)
            spans[" ".join(label.split()).casefold()] = self._span_of(*place)
        return spans


def find_urls(text: str, leaves: Sequence[Leaf], excluded: Excluded) -> list[tuple[int, int]]:
    """Return the bare URLs of the leaves that stand outside `excluded`."""
    found: list[tuple[int, int]] = []
    for leaf in leaves:
        at = text.find("://", leaf.start, leaf.end)
        while at >= 0:
            hidden = excluded.end_of(at)
            if hidden >= 0:
                at = text.find("://", hidden, leaf.end)
                continue
            scheme = at - 5 if text[at - 5 : at].lower() == "https" else at - 4
            match = _URL.match(text, max(scheme, leaf.start), leaf.end)
            after = at + 3
            if match is not None and not text[match.start() - 1 : match.start()].isalnum():
                end = _url_end(text, match.start(), excluded.cut(match.start(), match.end()))
                if end > at + 3:
                    found.append((match.start(), end))
                    after = end
            at = text.find("://", after, leaf.end)
    return found


def _url_end(text: str, start: int, end: int) -> int:
    """Trailing punctuation and unbalanced closing brackets are not part of a URL."""
    while end > start:
        last = text[end - 1]
        if last in _PAIRS:
            if text.count(last, start, end) <= text.count(_PAIRS[last], start, end):
                break
        elif last not in _URL_TAIL:
            break
        end -= 1
    return end


def url_link(text: str, start: int, end: int, span_of: SpanOf, in_comment: bool) -> Link:
    """Return the `Link` of a bare URL."""
    span = span_of(start, end)
    url = text[start:end]
    return Link("url", span, span, url, url, external=True, in_comment=in_comment)
