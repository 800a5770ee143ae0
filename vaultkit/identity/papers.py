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
    text = re.sub(r"^arxiv:", "", _without_pdf(unquote(hit["id"]).strip()), flags=re.IGNORECASE)
    return arxiv(text, hit["form"], hit.url.raw)


def arxiv_file(hit: Hit) -> Identity:
    """Build from the path of a file: those of numbers with an archive lie in its folder, all others in `arxiv`."""
    archive = "" if hit["archive"] == "arxiv" else hit["archive"] + "/"
    return arxiv(archive + hit["id"], "pdf", hit.url.raw)


def _without_pdf(text: str) -> str:
    return text[:-4] if text[-4:].lower() == ".pdf" else text


# ------------------------------------------------------------------------------------------------------ DOI

_DOI = lazy_pattern(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_ARXIV = lazy_pattern(r"10\.48550/arxiv\.(.+)")
_DOI_ACL = lazy_pattern(r"10\.(?:18653|3115)/v1/(.+)")
_DOI_VERSION = lazy_pattern(  # of bioRxiv and medRxiv, and of the preprints at the Open Science Framework
    r"(10\.(?:1101|64898)/(?:\d{4}\.\d\d\.\d\d\.)?\d+)(?:v(\d+))?(?:\..*)?|(10\.\d+/osf\.io/[a-z0-9]{5})_v(\d+)"
)
_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}


def _trim_doi(text: str) -> str:
    """Drop what a sentence leaves at the end of a DOI: punctuation and unopened brackets."""
    while text and (
        text[-1] in ".,;:!?*/\"'”’»" or text.count(text[-1]) > text.count(_OPENING.get(text[-1], text[-1]))
    ):
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
    versioned = _DOI_VERSION.fullmatch(value)
    if versioned is not None:
        value = versioned[1] or versioned[3]
        if version := versioned[2] or versioned[4]:
            locator["version"] = version
    return Identity(
        f"doi:{value}", "paper", "paper", "https://doi.org/" + quote(value, "/:();,._-<>"), locator
    )


def doi_url(hit: Hit) -> Identity | None:
    return doi(_without_pdf(hit["id"]), hit["part"] or hit["form"])


def acm(hit: Hit) -> Identity | None:
    """Build from an address of before 2020, which names the article by the DOI or by its number in a volume."""
    value = hit.param("doid") or hit.param("id")
    if re.fullmatch(r"\d+\.\d+", value, re.ASCII):
        value = "10.1145/" + value
    return doi(value)


def ssrn(hit: Hit) -> Identity | None:
    number = hit["id"] or hit.param("abstract_id") or hit.param("abstractid") or hit.param("abstractId")
    return doi(f"10.2139/ssrn.{number}") if number.isascii() and number.isdigit() else None


_OSF_PREFIXES = {
    "psyarxiv": "31234",
    "socarxiv": "31235",
    "osf": "31219",
    "edarxiv": "35542",
    "metaarxiv": "31222",
}


def osf(hit: Hit) -> Identity | None:
    prefix = _OSF_PREFIXES.get(hit["server"] or "psyarxiv")
    return doi(f"10.{prefix}/osf.io/{hit['id']}") if prefix is not None else None


def jstor(hit: Hit) -> Identity | None:
    """Build from a stable address; the DOIs that JSTOR gives are made of the same number."""
    return doi(hit["id"] if hit["id"].startswith("10.") else "10.2307/" + hit["id"])


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


def ieee(hit: Hit) -> Identity | None:
    number = (hit["id"] or hit.param("arnumber")).lstrip("0")
    if not number.isascii() or not number.isdigit():
        return None
    return new("ieee", number, "paper", f"https://ieeexplore.ieee.org/document/{number}")


_PII = lazy_pattern(r"S[\dX]{16}|B[\dX]{16,19}")


def pii(hit: Hit) -> Identity | None:
    """Build from a Publisher Item Identifier of Elsevier's: `S0896627320304682`, or set as S0896-6273(20)30468-2."""
    value = re.sub(r"[()-]", "", unquote(hit["id"])).upper()
    if not _PII.fullmatch(value):
        return None
    return new("pii", value, "paper", f"https://www.sciencedirect.com/science/article/pii/{value}")


def hal(hit: Hit) -> Identity:
    return new("hal", hit["id"], "paper", f"https://hal.science/{hit['id']}", version=hit["version"])


_BIBCODE = lazy_pattern(r"[12]\d{3}[A-Za-z]\S{13}[A-Za-z.:]", re.ASCII)
_BIBCODE_ARXIV = lazy_pattern(r"\d{4}arXiv(\d{4})\.?(\d{4,5})[A-Z]", re.ASCII)


def ads(hit: Hit) -> Identity | None:
    """Build from a bibcode of the Astrophysics Data System; those of preprints hold the number on arXiv."""
    value = unquote(hit["id"])
    preprint = _BIBCODE_ARXIV.fullmatch(value)
    if preprint is not None or value.lower().startswith("arxiv:"):
        return arxiv(f"{preprint[1]}.{preprint[2]}" if preprint else value[6:], "abs", hit.url.raw)
    if not _BIBCODE.fullmatch(value):
        return None
    return new("ads", value, "paper", f"https://ui.adsabs.harvard.edu/abs/{quote(value)}")


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
