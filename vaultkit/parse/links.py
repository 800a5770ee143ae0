"""Links of a note's text as CommonMark has them: Markdown links and autolinks; bare URLs; and pages in frames.

Source: CommonMark 0.31; GitHub's autolink extension for where a bare URL ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache

import pyromark

from vaultkit.model.link import Link
from vaultkit.parse.ranges import AnyOf, Excluded, leaf_at
from vaultkit.parse.structure import Leaf, Opaque, RawLink
from vaultkit.text import SpanOf

# Two characters or more: `C:\notes` is a path, not a scheme.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_URL = re.compile(r"https?://[^\s<>\x00-\x20]+", re.IGNORECASE)
_URL_TAIL = "?!.,:;*_~'\"”’`|\\"
# The first address counts: to look for a second one behind it would read a tag that never ends again and again.
_FRAME = re.compile(
    r"<iframe\b(?>[^<>]*?\ssrc[ \t]*=[ \t]*"
    r"(?:\"(?P<double>https?://[^\"\s<>]+)\"|'(?P<single>https?://[^'\s<>]+)'))[^<>]*+>",
    re.IGNORECASE,
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_ANGLE = re.compile(r"<((?:\\.|[^\\<>\n])*)>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_WORD = re.compile(r"(?:[^\s\\]++|\\.|\\)*", re.ASCII)  # a no-break space ends no destination
_BLANK = " \t\r\n\f\v"
_PERCENT = re.compile(
    r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*+"
)  # a literal first character makes the search fast


def is_external(target: str) -> bool:
    """Whether a link destination leaves the vault: it names a URI scheme (RFC 3986) or a host."""
    return _SCHEME.match(target) is not None


def decode_destination(dest: str) -> tuple[str, str]:
    """Return (target, subpath) of an internal Markdown destination: percent-decoded, then cut at `#`.

    Obsidian decodes before it cuts, so `%23` ends the path too. A malformed escape stays as written.
    """
    if "%" in dest:
        decoded = dest.replace("%20", " ")  # nearly always it is a blank
        if "%" not in decoded:
            dest = decoded
        else:
            with suppress(UnicodeDecodeError):
                dest = _PERCENT.sub(_decode, decoded)
    target, hash_, subpath = dest.partition("#")
    return target, hash_ + subpath


def _decode(run: re.Match[str]) -> str:
    return _decoded(run[0])


@lru_cache(maxsize=1024)
def _decoded(run: str) -> str:
    return bytes.fromhex(run.replace("%", "")).decode()


def markdown_link(
    text: str, raw: RawLink, span_of: SpanOf, definitions: Definitions, in_comment: bool
) -> Link | None:
    """Return the `Link` of a CommonMark link, image or autolink; None when it has no destination."""
    span = span_of(raw.start, raw.end)
    whole = text[raw.start : raw.end]
    if raw.type in ("Autolink", "Email"):
        dest = whole[1:-1]
        if raw.type == "Email":
            dest = f"mailto:{dest}"
        inner = span_of(raw.start + 1, raw.end - 1)
        return Link("autolink", span, inner, whole, dest, external=True, in_comment=in_comment)
    dest = raw.dest
    if not dest:
        return None
    reference = raw.type != "Inline"
    target_span = None
    if (place := definitions.place(raw) if reference else _destination(text, raw)) is not None:
        target_span = span_of(*place)
        written = text[place[0] : place[1]]
        if not written.isascii() or "[[" in written:  # the structure was read over a stand-in for these
            dest = _ESCAPE.sub(r"\1", _unescape(written))
    external = is_external(dest)
    target, subpath = (dest, "") if external else decode_destination(dest)
    return Link(
        "image" if raw.image else "markdown",
        span,
        target_span or span,
        whole,
        target,
        subpath,
        text[raw.text_start : raw.text_end],
        external,
        reference,
        in_comment,
        raw.in_table,
    )


def _unescape(written: str) -> str:
    if "&" not in written:
        return written
    from html import unescape  # a table of all entities, for one destination in thousands

    return unescape(written)


def _destination(text: str, raw: RawLink) -> tuple[int, int] | None:
    """Where the destination of an inline link stands, without angle brackets and title."""
    opening = text.find("](", raw.text_end, raw.end)
    if opening < 0:
        return None
    at = opening + 2
    while at < raw.end and text[at] in _BLANK:
        at += 1
    if text.startswith("<", at):
        angle = _ANGLE.match(text, at, raw.end)
        if angle is not None:
            return angle.span(1)
    word = _WORD.match(text, at, raw.end - 1)
    return word.span() if word is not None else None


class Definitions:
    """Where a body's link reference definitions stand; read only when a reference link asks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, tuple[int, int]] | None = None

    def place(self, raw: RawLink) -> tuple[int, int] | None:
        """Return where the destination stands that a reference link uses, or None."""
        if self._places is None:
            self._places = self._read()
        return self._places.get(" ".join(raw.label.split()).casefold())

    def _read(self) -> dict[str, tuple[int, int]]:
        text, places = self._text, {}
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
            places[" ".join(label.split()).casefold()] = place
        return places


def find_urls(text: str, leaves: Sequence[Leaf], excluded: AnyOf) -> list[tuple[int, int]]:
    """Return the bare URLs of the leaves that stand outside `excluded`."""
    found: list[tuple[int, int]] = []
    at = text.find("://")
    while at >= 0:
        after = excluded.end_of(at)
        if after < 0:
            after = at + 3
            leaf = leaf_at(leaves, at)
            if leaf is not None and after <= leaf.end:
                place = _bare_url(text, at, leaf, excluded)
                if place is not None:
                    found.append(place)
                    after = place[1]
        at = text.find("://", after)
    return found


def _bare_url(text: str, at: int, leaf: Leaf, excluded: AnyOf) -> tuple[int, int] | None:
    """Where the URL round the `://` at `at` stands, if it is one."""
    start = max(at - 5 if text[at - 5 : at].lower() == "https" else at - 4, leaf.start)
    if text[start - 1 : start].isalnum():
        return None
    match = _URL.match(text, start, excluded.cut(start, leaf.end))
    end = _url_end(text, start, match.end()) if match is not None else -1
    return (start, end) if end > at + 3 else None


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


def frame_links(text: str, opaque: Sequence[Opaque], commented: Excluded, span_of: SpanOf) -> list[Link]:
    """Return the pages of the web that the HTML in `opaque` shows in frames, as embeds like `![](https://…)`.

    `commented` is what stands inside `%%`. Source: Obsidian help, "Embed web pages": an `iframe` shows a page in
    a note.
    """
    found: list[Link] = []
    for one in opaque:
        if one.kind in ("html", "html-block") and not text.startswith("<!--", one.start):
            for frame in _FRAME.finditer(text, one.start, one.end):
                start, end = frame.span("double" if frame["double"] else "single")
                span, target_span = span_of(*frame.span()), span_of(start, end)
                target = _unescape(text[start:end])
                in_comment = commented.end_of(frame.start()) >= 0
                found.append(
                    Link("image", span, target_span, frame[0], target, external=True, in_comment=in_comment)
                )
    return found
