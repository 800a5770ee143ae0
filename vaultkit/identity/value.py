"""The values of an identification: a URL in pieces, and the identity it comes to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, quote, urlencode

import msgspec

from vaultkit.patterns import lazy_pattern

IdentityKind = Literal["paper", "resource"]


class Identity(msgspec.Struct, frozen=True):
    """What a reference names.

    `id` is the scheme, a colon and the canonical value. `kind` says whether it is a scholarly work;
    `rtype` says more (paper, video, code_repo, forum_post, document, book, web, image, ...). `url` is an
    address for it. `locator` tells where inside the work or in which form (version, form, page, t,
    comment, path, fragment, ...). `problem` is empty, or the reason why the identifier is not valid.
    """

    id: str
    kind: IdentityKind
    rtype: str
    url: str
    locator: dict[str, str] = {}
    problem: str = ""

    @property
    def scheme(self) -> str:
        """The part of the id before the first colon."""
        return self.id.partition(":")[0]

    @property
    def value(self) -> str:
        """The part of the id after the first colon."""
        return self.id.partition(":")[2]


class Url(NamedTuple):
    """A URL in pieces: host in lower case without `www.`, path with unreserved characters decoded."""

    raw: str
    host: str
    port: str
    path: str
    query: str
    fragment: str


class Hit:
    """A URL that a row's pattern has matched; indexing gives the pattern's groups ("" when absent)."""

    __slots__ = ("groups", "url")

    def __init__(self, url: Url, groups: dict[str, str]) -> None:
        self.url = url
        self.groups = groups

    def __getitem__(self, name: str) -> str:
        return self.groups.get(name, "")

    def param(self, name: str) -> str:
        """Return the first value of a query parameter, or an empty string."""
        for key, value in parse_qsl(self.url.query, keep_blank_values=True):
            if key == name:
                return value
        return ""


Builder = Callable[[Hit], "Identity | None"]


def new(scheme: str, value: str, rtype: str, url: str, **locator: str) -> Identity:
    """Return the identity `scheme:value`, a paper where `rtype` says so; empty locators are left out."""
    kind: IdentityKind = "paper" if rtype == "paper" else "resource"
    return Identity(f"{scheme}:{value}", kind, rtype, url, {k: v for k, v in locator.items() if v})


def template(scheme: str, value: str, url: str, rtype: str = "paper") -> Builder:
    """Return a builder that fills the pattern's groups into templates of value and address."""

    def build(hit: Hit) -> Identity:
        name = value.format_map(hit.groups)
        return new(scheme, name, rtype, url.format_map({**hit.groups, "value": name}))

    return build


URL = lazy_pattern(
    r"(?:(?:https?|ftp):)?//(?:[^/?#@]*@)?([^/?#:\\\s]+|\[[^\]]*\])(:\d*)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?",
    re.IGNORECASE | re.DOTALL,
)
_ESCAPE = lazy_pattern(r"%([0-9a-fA-F]{2})")
_UNSAFE = lazy_pattern(r"[^\x21-\x7e]+")
_UNRESERVED = frozenset(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"))
_TRACKING = frozenset(("ref", "ref_src", "ref_url", "fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "si"))
IMAGE = lazy_pattern(r"\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$", re.IGNORECASE)


def _unescape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code in _UNRESERVED else match[0].upper()


def _quote(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="surrogatepass")


def _plain(text: str) -> str:
    """Spell one URL part in one way: unreserved characters plain, everything outside ASCII escaped."""
    if "%" in text:
        text = _ESCAPE.sub(_unescape, text)
    return _UNSAFE.sub(_quote, text)


def split_url(raw: str) -> Url:
    """Take a URL apart; `ValueError` where it is none."""
    match = URL.fullmatch(raw)
    if match is None:
        raise ValueError(f"not a URL: {raw!r}")
    host, port, path, query, fragment = match.groups(default="")
    host = _plain(host.lower().rstrip("."))
    host = host.removeprefix("www.") or host
    port = "" if port in (":", ":80", ":443") else port
    return Url(raw, host, port, _plain(path), query, _plain(fragment))


def fallback_id(url: Url) -> str:
    """Return the `url:` id: the address without what does not identify the page."""
    path = re.sub(r"/index\.html?$", "", url.path).rstrip("/")
    value = url.host + url.port + path
    if url.query:
        pairs = [(k, v) for k, v in parse_qsl(url.query, keep_blank_values=True) if not _is_tracking(k)]
        if pairs:
            value += "?" + urlencode(sorted(pairs), errors="surrogatepass")
    return "url:" + value


def _is_tracking(key: str) -> bool:
    return key in _TRACKING or key.startswith("utm_")
