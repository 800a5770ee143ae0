"""Which properties are made for identifiers of works."""

from __future__ import annotations

from functools import lru_cache

from vaultkit.patterns import lazy_pattern

_FOLD = lazy_pattern(r"[\s_-]+")

SCHEMES = {
    "arxiv": "arxiv",
    "arxiv-id": "arxiv",
    "arxivid": "arxiv",
    "eprint": "arxiv",
    "doi": "doi",
    "isbn": "isbn",
    "isbn13": "isbn",
    "isbn10": "isbn",
    "pmid": "pmid",
    "pubmed": "pmid",
    "pmcid": "pmcid",
    "openreview": "openreview",
    "openreview-id": "openreview",
    "acl": "acl",
    "acl-id": "acl",
}
"""The scheme of the identifiers that a property holds, by the property's canonical key."""


@lru_cache(maxsize=4096)  # few keys make up all properties of a vault
def canonical_key(key: str) -> str:
    """Return the key in lower case with blanks, `_` and `-` all as `-`."""
    return _FOLD.sub("-", key.strip().casefold())
