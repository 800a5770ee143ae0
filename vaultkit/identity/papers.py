"""Grammars and builders of scholarly works: arXiv, DOI, ACL Anthology, OpenReview, proceedings, books."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from vaultkit.identity.value import Hit, Identity, fallback_id, new, split_url
from vaultkit.patterns import lazy_pattern

_ARXIV_NEW = lazy_pattern(r"(\d\d)(\d\d)\.(\d+)(?:v(\d+))?", re.ASCII)
_ARXIV_OLD = lazy_pattern(
    r"([a-z][a-z-]*)(?:\.[a-z-]{2,})?/(\d\d)(\d\d)(\d{3})(?:v(\d+))?", re.ASCII | re.IGNORECASE
)
_ARXIV_ARCHIVE_NAMES = (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs "
    "dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol "
    "physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
)
_ARXIV_ARCHIVES = frozenset(_ARXIV_ARCHIVE_NAMES.split())


def check_arxiv(text: str) -> tuple[str, str, str]:
    """Return (canonical id, version or "", problem or "") of an arXiv identifier without prefix.

    The grammar is info.arxiv.org/help/arxiv_identifier: `archive/YYMMNNN` from 9107 to 0703, `YYMM.NNNN`
    from 0704 to 1412, `YYMM.NNNNN` since 1501. With a problem the id is the text itself.
    """
    new = _ARXIV_NEW.fullmatch(text)
    if new is not None:
        year, month, number, version = new.groups()
        digits = 4 if year + month < "1501" else 5
        if not "01" <= month <= "12":
            return text, "", f"arXiv identifiers start with year and month: {month} is not a month"
        if year + month < "0704":
            return text, "", "arXiv identifiers of this form begin in April 2007 (0704)"
        if len(number) != digits:
            when = "until 1412" if digits == 4 else "since 1501"
            return text, "", f"arXiv numbers have {digits} digits {when}, this one has {len(number)}"
        if not int(number):
            return text, "", "arXiv numbers start at 1"
        return f"{year}{month}.{number}", version or "", ""
    old = _ARXIV_OLD.fullmatch(text)
    if old is not None:
        archive, year, month, number, version = old.groups()
        if archive.lower() not in _ARXIV_ARCHIVES:
            return text, "", f"{archive} is not an archive of arXiv"
        if not "01" <= month <= "12":
            return text, "", f"arXiv identifiers name year and month: {month} is not a month"
        if not (year + month >= "9107" or year + month <= "0703"):
            return text, "", "arXiv identifiers of this form end in March 2007 (0703)"
        if not int(number):
            return text, "", "arXiv numbers start at 1"
        return f"{archive.lower()}/{year}{month}{number}", version or "", ""
    return text, "", "not an arXiv identifier (YYMM.NNNNN or archive/YYMMNNN)"


def arxiv(text: str, form: str = "", raw: str = "") -> Identity:
    value, version, problem = check_arxiv(text)
    locator = {"form": form} if form else {}
    if version:
        locator["version"] = version
    if problem:
        fallback = fallback_id(split_url(raw)) if raw else f"invalid-arxiv:{text}"
        return Identity(fallback, "paper", "paper", raw, locator, problem)
    return Identity(f"arxiv:{value}", "paper", "paper", f"https://arxiv.org/abs/{value}", locator)


def arxiv_url(hit: Hit) -> Identity:
    text = re.sub(r"^arxiv:", "", _without_pdf(hit["id"]), flags=re.IGNORECASE)
    return arxiv(text, hit["form"], hit.url.raw)


def _without_pdf(text: str) -> str:
    return text[:-4] if text[-4:].lower() == ".pdf" else text


# ------------------------------------------------------------------------------------------------------ DOI

_DOI = lazy_pattern(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_ARXIV = lazy_pattern(r"10\.48550/arxiv\.(.+)")
_DOI_ACL = lazy_pattern(r"10\.(?:18653|3115)/v1/(.+)")
_DOI_BIORXIV = lazy_pattern(r"(10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d+)(?:v(\d+))?(?:\..*)?")


def _trim_doi(text: str) -> str:
    """Drop what a sentence leaves at the end of a DOI: punctuation and unopened brackets."""
    while text and (text[-1] in ".,;:" or (text[-1] == ")" and text.count(")") > text.count("("))):
        text = text[:-1]
    return text


def doi(text: str, form: str = "") -> Identity | None:
    found = _DOI.match(unquote(text).strip())
    if found is None:
        return None
    value = _trim_doi(found[0]).lower()  # DOIs are case-insensitive
    if not _DOI.fullmatch(value):
        return None
    preprint = _DOI_ARXIV.fullmatch(value)
    if preprint is not None:
        return arxiv(preprint[1], "doi", f"https://doi.org/{value}")
    in_anthology = _DOI_ACL.fullmatch(value)
    if in_anthology is not None and (paper := acl(in_anthology[1])) is not None:
        return paper
    locator = {"form": form} if form else {}
    biorxiv = _DOI_BIORXIV.fullmatch(value)
    if biorxiv is not None:
        value = biorxiv[1]
        if biorxiv[2]:
            locator["version"] = biorxiv[2]
    return Identity(
        f"doi:{value}", "paper", "paper", "https://doi.org/" + quote(value, "/:();,._-<>"), locator
    )


def doi_url(hit: Hit) -> Identity | None:
    return doi(_without_pdf(hit["id"]), hit["form"])


# ------------------------------------------------------------------------------------- other scholarly works

_ACL_ID = lazy_pattern(
    r"(?P<new>\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+)|(?P<old>[a-z]\d\d-\d{4})", re.ASCII | re.IGNORECASE
)


def acl(text: str) -> Identity | None:
    found = _ACL_ID.fullmatch(text)
    if found is None:
        return None
    value = text.lower() if found["new"] else text.upper()
    return new("acl", value, "paper", f"https://aclanthology.org/{value}/")


def openreview(hit: Hit) -> Identity | None:
    forum, reply = hit.param("id"), hit.param("noteId")
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,}", forum, re.ASCII):
        return None
    page = f"https://openreview.net/forum?id={forum}"
    return new("openreview", forum, "paper", page, form=hit["form"], comment=reply if reply != forum else "")


def neurips(hit: Hit) -> Identity:
    year, key = hit["year"], hit["id"].lower()
    page = f"https://proceedings.neurips.cc/paper/{year}/hash/{key}-Abstract.html"
    return new("neurips", f"{year}/{key}", "paper", page)


def cvf(hit: Hit) -> Identity:
    conference = hit["conference"].upper() + hit["year"]
    page = f"https://openaccess.thecvf.com/content/{conference}/html/{hit['id']}.html"
    return new("cvf", f"{conference}/{hit['id']}", "paper", page)


def s2(hit: Hit) -> Identity:
    value = hit["id"].replace("/", "").lower()
    return new("s2", value, "paper", f"https://www.semanticscholar.org/paper/{value}")


def s2_corpus(number: str) -> Identity:
    value = f"CorpusId:{number}"
    return new("s2", value, "paper", f"https://api.semanticscholar.org/{value}")


def circuits(hit: Hit) -> Identity:
    page = f"https://transformer-circuits.pub/{hit['id']}/index.html"
    return new("transformer-circuits", hit["id"], "paper", page, fragment=hit.url.fragment)


def distill(hit: Hit) -> Identity:
    page = f"https://distill.pub/{hit['id']}/"
    return new("distill", hit["id"], "paper", page, fragment=hit.url.fragment)


def check_isbn(text: str) -> str | None:
    """Return the 13 digits of an ISBN-10 or ISBN-13, or None where form or checksum is wrong."""
    digits = re.sub(r"[-\s\u2010-\u2013]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        total = sum((10 - place) * (10 if char == "X" else int(char)) for place, char in enumerate(digits))
        if total % 11:
            return None
        digits = "978" + digits[:9]
        return digits + str(-_isbn13_sum(digits) % 10)
    if re.fullmatch(r"97[89]\d{10}", digits, re.ASCII) and not _isbn13_sum(digits) % 10:
        return digits
    return None


def _isbn13_sum(digits: str) -> int:
    return sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(digits))


def isbn(text: str) -> Identity | None:
    value = check_isbn(text)
    return None if value is None else new("isbn", value, "book", f"https://openlibrary.org/isbn/{value}")
