"""What the texts of links say about the title of the thing they lead to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from vaultkit.patterns import lazy_pattern

# "[2301.05217] Title", as arXiv titles its pages, and "[PDF] Title", as search engines do.
_PREFIX = lazy_pattern(r"^\[(?:[\w./:-]*\d[\w./:-]*|pdf)\]\s+(?=\S)", re.IGNORECASE)
_ESCAPED = lazy_pattern(r"\\([!-/:-@\[-`{-~])")
_QUOTED = lazy_pattern(r"[\"“„«]([^\"“”„«»]+)[\"”“»]")
_SITE = lazy_pattern(
    r"\s+[-—–|]\s+(?:YouTube|LessWrong|AI Alignment Forum|Alignment Forum|EA Forum|OpenReview|arXiv|GitHub"
    r"|Wikipedia|Medium|PubMed|ScienceDirect)\s*$",
    re.IGNORECASE,
)
_MARKUP = lazy_pattern(r"[*_`~=]{1,3}(?=\S)(.+?)(?<=\S)[*_`~=]{1,3}")
_LINKED = lazy_pattern(
    r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]"
    r"|(?<!!)\[((?:[^\[\]]++|\[[^\[\]]*+\])*+)\]\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+\)"
)
_PICTURE = lazy_pattern(r"!\[\[[^\[\]]*+\]\]|!\[[^\[\]]*+\]\([^()]*+(?:\([^()]*+\)[^()]*+)*+\)")
_SIZE = lazy_pattern(r"\d+(?:x\d+)?")  # the width of an image, in the place of its text
_IDENTIFIER = lazy_pattern(r"arxiv:|doi:", re.IGNORECASE)
# And what parts them from a title behind them.
_ADDRESSES = lazy_pattern(
    r"(?:(?:https?://|www\.|10\.\d{4,9}/)\S++(?:[\W_]++$|[\s—–|:;,-]++|$))++", re.IGNORECASE
)
_WORD = lazy_pattern(r"\w[\w'’-]*")
_NICKNAME = lazy_pattern(r"(?<=\S)\s*\([^()]{1,40}\)\s*$")  # "… (DPO)"
_AUTHOR = lazy_pattern(
    r"(?<=\S)\s+—\s+(?:[^\W\d_][\w.'’-]*\s*){1,4}$"
)  # "… — Neel Nanda", as browsers say it

# What a browser, asked for the title of a page, got instead of it.
_NO_PAGES = frozenset(
    {
        "before you continue to youtube",
        "before you continue to google",
        "just a moment",
        "are you a robot",
        "access denied",
        "403 forbidden",
        "404 not found",
        "page not found",
    }
)

_GENERIC_WORDS = (
    "a an the this that these my our his her their its here link links paper papers pdf arxiv abs html doi site "
    "website page article post blog video talk slides code repo repository github docs documentation source "
    "original read more see list tutorial notebook colab demo work image book homepage web wiki thread tweet "
    "on of for in to and or by with from at is are it was be 1 2 3"
)
_GENERIC = frozenset(_GENERIC_WORDS.split())


def clean_title(text: str) -> str:
    """Return a link's or heading's text as a title: blanks folded, markup, links, pictures, the site's name and an id
    or address before it removed.

    The result is empty where the text cannot be a title: an address, an image's size, nothing at all, or the title
    of a page that stood before the one meant.
    """
    if "![" in text:  # a badge, or the picture of a video
        text = _PICTURE.sub("", text)
    text = " ".join(text.split())
    if text.lower().rstrip(".…!?") in _NO_PAGES:
        return ""
    if " " in text and text.replace(" ", "").isalnum():  # several plain words
        return text
    if _SIZE.fullmatch(text) or _IDENTIFIER.match(text):
        return ""
    if "[[" in text or "](" in text:
        text = _LINKED.sub(lambda link: link[1] or link[2], text)
    text = _SITE.sub("", _PREFIX.sub("", _ESCAPED.sub(r"\1", text)))
    for pattern in (_MARKUP, _QUOTED):
        whole = pattern.fullmatch(text)
        text = whole[1].strip() if whole is not None else text
    address = _ADDRESSES.match(text)
    return text if address is None else text[address.end() :]


def is_title(text: str) -> bool:
    """Return whether a cleaned text says something of its own: three words, not all of them generic."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return len(words) >= 3 and any(word not in _GENERIC for word in words)


def title_key(text: str) -> str:
    """Return what two spellings of a title have in common; empty where the text is no title.

    Letter case, accents' composition, punctuation, a nickname in brackets and an author behind a dash at the
    end do not matter. Equal keys are a reason to suggest that two works are one, never to merge them.
    """
    text = normalize("NFKC", clean_title(text))
    if not is_title(text):
        return ""
    for ending in (_AUTHOR, _NICKNAME) if "—" in text or "(" in text else ():
        shorter = ending.sub("", text)
        if shorter != text and is_title(shorter):
            text = shorter
    return " ".join(re.findall(r"\w+", text.casefold().replace("'", "").replace("’", "")))


def best_titles(counts: Mapping[str, int]) -> list[str]:
    """Return the cleaned texts best first: real titles, then the more frequent, then the longer."""
    return sorted(counts, key=lambda text: (not is_title(text), -counts[text], -len(text), text))


def best_title(counts: Mapping[str, int]) -> str | None:
    """Return the best of the texts, or None where none is worth showing."""
    for text in best_titles(counts):
        if is_title(text) or any(word.casefold() not in _GENERIC for word in _WORD.findall(text)):
            return text
    return None
