"""From a URL, or an identifier in a text, to the thing it names: one identity per work, however it is linked.

`identify("https://arxiv.org/pdf/2301.05217v2.pdf").id == "arxiv:2301.05217"`. Which page, version, form
or moment of the work a link points at is kept apart in `Identity.locator`, because it does not change what
is cited. Nothing is looked up on the network and nothing is repaired: an identifier that breaks its own
grammar is reported in `Identity.problem`, since a padded arXiv number is another paper's number.

`table.py` is the whole knowledge: hosts, a pattern for the path, and the function that builds the identity.
A URL is decided by a dictionary look-up on its host and a few pattern matches; what no row claims becomes
`url:` and the address without what does not identify (scheme, `www.`, fragment, tracking parameters).
"""

from __future__ import annotations

import re

import msgspec

from vaultkit.identity.papers import acl, arxiv, check_arxiv, check_isbn, doi, isbn, s2_corpus
from vaultkit.identity.table import is_known_host, rows_of
from vaultkit.identity.value import IMAGE, URL, Hit, Identity, IdentityKind, Url, fallback_id, new, split_url
from vaultkit.patterns import lazy_pattern

__all__ = [
    "PREFERENCE",
    "Identity",
    "IdentityKind",
    "canonical_id",
    "check_arxiv",
    "check_isbn",
    "identify",
    "identify_any",
    "preference",
]

#: Schemes from the most to the least telling, for works that carry several identifiers.
PREFERENCE = (
    "arxiv",
    "doi",
    "acl",
    "openreview",
    "neurips",
    "iclr",
    "aaai",
    "pmlr",
    "jmlr",
    "cvf",
    "ieee",
    "pii",
    "hal",
    "ads",
    "inspire",
    "iacr",
    "mdpi",
    "pmcid",
    "pmid",
    "s2",
    "transformer-circuits",
    "distill",
    "isbn",
)

_RANKS = {scheme: rank for rank, scheme in enumerate(PREFERENCE)}
_CANONICAL = lazy_pattern(r"[a-z][a-z0-9-]*:\S+")
_NUMBER = r"\d{4}\.\d{3,6}(?:v\d+)?"
_ARXIV_NUMBER = lazy_pattern(_NUMBER, re.ASCII)
_BARE_ARXIV = lazy_pattern(rf"{_NUMBER}|[a-z][a-z-]+(?:\.[A-Za-z-]{{2,}})?/\d{{7}}(?:v\d+)?", re.ASCII)
_PAGE = lazy_pattern(r"(?:.*&)?page=(\d+)(?:&.*)?", re.ASCII)  # of a PDF, RFC 8118
_LONGEST = 4096  # no address of a work is longer; a pasted megabyte is not worth matching


_TEXT_SCHEMES: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy_pattern(r"arxiv\s*:\s*(\S+?)(?:\s+\[[\w.-]+\])?", re.IGNORECASE), "arxiv"),
    (lazy_pattern(r"doi\s*:?\s*(10\.\S+)", re.IGNORECASE), "doi"),
    (lazy_pattern(r"(10\.\d{4,9}/\S+)"), "doi"),
    (lazy_pattern(r"(?:urn:)?isbn(?:-?1[03])?\s*:?\s*([\dXx\s\u2010-\u2013-]+)", re.IGNORECASE), "isbn"),
    (lazy_pattern(r"pmid\s*:?\s*(\d+)", re.IGNORECASE), "pmid"),
    (lazy_pattern(r"(?:pmcid\s*:?\s*)?PMC(\d+)", re.IGNORECASE), "pmcid"),
    (lazy_pattern(r"openreview\s*:\s*([\w-]{8,})", re.IGNORECASE), "openreview"),
    (lazy_pattern(r"acl\s*:\s*([\w.-]+)", re.IGNORECASE), "acl"),
    (lazy_pattern(r"corpusid\s*:\s*(\d+)", re.IGNORECASE), "corpusid"),
)


def identify(text: str, scheme: str | None = None) -> Identity | None:
    """Return what a URL or an identifier names, or None where the text is neither.

    A text counts as an identifier when it is written as one (`arXiv:2301.05217`, `doi:10.1/x`, a bare DOI,
    `ISBN 978-...`, `PMID: 1`). `scheme` (arxiv, doi, isbn, pmid, pmcid, openreview, acl) says that the text
    is the bare value of such an identifier, as in a property `arxiv: 2301.05217`.
    """
    text = text.strip()
    if scheme == "arxiv" and _ARXIV_NUMBER.fullmatch(text) is not None:
        return arxiv(text)  # so nearly all properties are written, and no address or other identifier
    if len(text) > _LONGEST and URL.fullmatch(text) is None:
        return None
    if URL.fullmatch(text) is not None:
        return _identify_url(text)
    host = text.partition("/")[0].lower().removeprefix("www.")
    if "/" in text and " " not in text and (is_known_host(host) or text.lower().startswith("www.")):
        return _identify_url("https://" + text)
    for pattern, name in _TEXT_SCHEMES:
        found = pattern.fullmatch(text)
        if found is not None:
            return _from_value(name, found[1])
    return _from_value(scheme, text) if scheme is not None and text else None


def identify_any(text: str) -> Identity | None:
    """Return what `text` names, as `identify`; a bare arXiv number (1706.03762, hep-th/9901001) counts, too.

    For texts that are known to name a work. In prose, 2301.05217 is just a number.
    """
    text = text.strip()
    return identify(text) or (identify(text, "arxiv") if _BARE_ARXIV.fullmatch(text) else None)


def canonical_id(text: str) -> str | None:
    """Return the id that a URL, an identifier or an id (`jmlr:v3/bengio03a`) comes to; None where it is none of
    these, or not a valid one."""
    text = text.strip()
    identity = identify_any(text)
    if identity is not None:
        return None if identity.problem else identity.id
    scheme = text.partition(":")[0]
    written = _CANONICAL.fullmatch(text) is not None and not any(scheme == name for _, name in _TEXT_SCHEMES)
    return text if written else None


def preference(id: str) -> tuple[int, str]:
    """Return a key that sorts ids, those that tell most first (see `PREFERENCE`)."""
    return _RANKS.get(id.partition(":")[0], len(_RANKS)), id


def _from_value(scheme: str, value: str) -> Identity | None:
    if scheme == "arxiv":
        return arxiv(value.removesuffix(".pdf"))
    if scheme == "doi":
        return doi(value)
    if scheme == "isbn":
        return isbn(value)
    if scheme == "acl":
        return acl(value)
    if scheme == "pmid" and re.fullmatch(r"\d+", value, re.ASCII):
        return new("pmid", value, "paper", f"https://pubmed.ncbi.nlm.nih.gov/{value}/")
    if scheme == "pmcid" and re.fullmatch(r"(?:PMC)?\d+", value, re.ASCII | re.IGNORECASE):
        value = "PMC" + value.upper().removeprefix("PMC")
        return new("pmcid", value, "paper", f"https://pmc.ncbi.nlm.nih.gov/articles/{value}/")
    if scheme == "openreview" and re.fullmatch(r"[A-Za-z0-9_-]{8,}", value, re.ASCII):
        return new("openreview", value, "paper", f"https://openreview.net/forum?id={value}")
    if scheme == "corpusid":
        return s2_corpus(value)
    return None


def _identify_url(raw: str) -> Identity:
    url = split_url(raw)
    identity = _identity_of(url)
    page = _PAGE.fullmatch(url.fragment)
    if page is None:
        return identity
    locator = {key: value for key, value in identity.locator.items() if key != "fragment"}
    return msgspec.structs.replace(identity, locator={**locator, "page": page[1]})


def _identity_of(url: Url) -> Identity:
    for pattern, build in rows_of(url.host, url.path) if len(url.raw) <= _LONGEST else ():
        match = pattern.fullmatch(url.path)
        if match is not None:
            identity = build(Hit(url, match.groupdict("")))
            if identity is not None:
                return identity
    rtype = "image" if IMAGE.search(url.path) else "web"
    locator = {"fragment": url.fragment} if url.fragment else {}
    return Identity(fallback_id(url), "resource", rtype, url.raw, locator)
