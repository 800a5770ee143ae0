"""The table: which hosts, which path, which builder. Everything that is known about the shape of URLs.

The rows of a host are tried in order; the first whose pattern matches the whole path and whose builder
agrees decides. Last come the rows of any host, for paths that hold a DOI in a place made for one. Sources are
the sites' own documentation of their identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from vaultkit.identity.papers import (
    acl,
    acm,
    ads,
    arxiv_file,
    arxiv_url,
    circuits,
    cvf,
    distill,
    doi,
    doi_url,
    hal,
    ieee,
    isbn,
    jstor,
    neurips,
    openreview,
    osf,
    pii,
    s2,
    s2_corpus,
    ssrn,
)
from vaultkit.identity.resources import (
    drive,
    dynalist,
    forum_post,
    forum_sequence,
    github,
    google_doc,
    playlist,
    youtube,
    youtube_channel,
)
from vaultkit.identity.value import IMAGE, Builder, template
from vaultkit.patterns import lazy_pattern


class _Row(NamedTuple):
    hosts: str  # separated by blanks; "*." stands for any one label before
    path: str  # must match the whole path
    build: Builder


_FORUM_HOSTS = (
    "lesswrong.com alignmentforum.org lesserwrong.com greaterwrong.com "
    "forum.effectivealtruism.org ea.greaterwrong.com"
)
_YOUTUBE_HOSTS = "youtube.com m.youtube.com music.youtube.com youtube-nocookie.com"
_DOI_PATH_HOSTS = (  # where a DOI stands in the path behind words of the publisher's own choice
    "link.springer.com rd.springer.com journals.aps.org link.aps.org frontiersin.org *.frontiersin.org "
    "*.biomedcentral.com iopscience.iop.org annualreviews.org"
)
_DOI = r"(?P<id>10\.\d{4,9}(?:/|%2F).+?)"
_DOI_PART = (  # a page of the work, behind its DOI
    r"(?:/(?:(?P<part>abstract|ampdf|epdf|epub|full|html|meta|metrics|pdf|references)|fulltext\.html"
    r"|(?:figures|tables|suppl_file)/[^/]+))?/?"
)
_END = r"(?:\.e?pdf)?/?"
_OSF_ID = "[2-9a-hjkmnp-z]{5}"  # no letter looks like a digit: "about" and "login" are pages
_NEURIPS_HOSTS = "papers.nips.cc papers.neurips.cc proceedings.nips.cc proceedings.neurips.cc"
_PUBMED = template("pmid", "{id}", "https://pubmed.ncbi.nlm.nih.gov/{id}/")
_PMC = template("pmcid", "PMC{id}", "https://pmc.ncbi.nlm.nih.gov/articles/PMC{id}/")
_PMLR = template("pmlr", "v{volume}/{id}", "https://proceedings.mlr.press/{value}.html")
_S2_HOSTS = "semanticscholar.org api.semanticscholar.org"
_S2_PAPER = r"/(?:(?:graph/)?v1/)?(?:paper/)?"  # before an identifier, its own or another's with a prefix
_GIST = template("gist", "{id}", "https://gist.github.com/{id}", "code_repo")

_ROWS: tuple[_Row, ...] = (
    _Row(
        "arxiv.org *.arxiv.org xxx.lanl.gov",
        r"/(?P<form>abs|pdf|html|ps|format|src|e-print|bibtex)/(?P<id>.+?)/?",
        arxiv_url,
    ),
    _Row(
        "arxiv.org *.arxiv.org",
        r"/(?P<form>ftp)/(?P<archive>[\w-]+)/papers/\d{4}/(?P<id>[\w.]+?)\.pdf",
        arxiv_file,
    ),
    _Row(
        "ar5iv.labs.arxiv.org ar5iv.org",
        r"/(?:(?P<form>html|abs|pdf)/)?(?P<id>(?:[a-zA-Z.-]+/)?[^/]*\d.*?)/?",
        arxiv_url,
    ),
    _Row(
        "alphaxiv.org",
        r"/(?:[a-z]{2}/)?(?P<form>abs|overview|pdf|html|audio|resources)/(?P<id>.+?)/?",
        arxiv_url,
    ),
    _Row("huggingface.co hf.co emergentmind.com arxiv-vanity.com", r"/papers/(?P<id>\d.+?)/?", arxiv_url),
    _Row("scirate.com papers.cool", r"/arxiv/(?P<id>.+?)/?", arxiv_url),
    _Row("semanticscholar.org", r"/arxiv/(?P<id>.+?)/?", arxiv_url),
    _Row("doi.org dx.doi.org", r"/(?:doi:)?(?P<id>10\..+?)/?", doi_url),
    _Row(_DOI_PATH_HOSTS, r"/(?:[\w-]+/)*?(?P<form>[\w-]+)/" + _DOI + _DOI_PART, doi_url),
    _Row(
        "direct.mit.edu academic.oup.com",  # which put a number and the title behind the DOI
        r"/(?:[\w-]+/)+doi/" + _DOI + r"(?:/\d{5,}(?:/[^/]*)?)?/?",
        doi_url,
    ),
    _Row(
        "biorxiv.org medrxiv.org",
        r"/content/(?P<id>10\.\d+/[\d.]+\d(?:v\d+)?)(?:\..+)?/?",
        doi_url,
    ),
    _Row(
        "biorxiv.org medrxiv.org",
        r"/content/(?:biorxiv/|medrxiv/)?early/\d{4}/\d\d/\d\d/(?P<id>[\d.]*\d{6,}(?:v\d+)?)(?:\..+)?/?",
        lambda hit: doi("10.1101/" + hit["id"]),
    ),
    _Row("dl.acm.org portal.acm.org", r"/(?:citation|ft_gateway)\.cfm", acm),
    _Row("journals.plos.org", r"/\w+/(?:article(?:/\w+)?|doi)", lambda hit: doi(hit.param("id"))),
    _Row(
        "elifesciences.org",
        r"/(?:articles|reviewed-preprints|content)/(?P<id>\d{5,6})(?:v\d+)?(?:\.pdf|/.*)?",
        lambda hit: doi("10.7554/elife." + hit["id"]),
    ),
    _Row(
        "ssrn.com papers.ssrn.com",
        r"/(?:sol3/)?(?:abstract=(?P<id>\d+)|(?:papers|[Dd]elivery)\.cfm(?:/.*)?)",
        ssrn,
    ),
    _Row("osf.io", rf"/preprints/(?P<server>[a-z]+)/(?P<id>{_OSF_ID}(?:_v\d+)?)(?:/.*)?", osf),
    _Row("psyarxiv.com", rf"/(?P<id>{_OSF_ID})(?:/download)?/?", osf),
    _Row("jstor.org", r"/stable/(?:pdf/|info/)?(?P<id>10\.\d{4,9}/.+?|\d+)" + _END, jstor),
    _Row(
        "pubs.rsc.org",
        r"/(?:en/)?content/article(?:landing|html|pdf)/\d{4}/\w+/(?P<id>[a-zA-Z]\d[a-zA-Z]{2}\d{5}[a-zA-Z])/?",
        lambda hit: doi("10.1039/" + hit["id"]),
    ),
    _Row("ieeexplore.ieee.org", r"/(?:abstract/)?document/(?P<id>\d+)(?:/.*)?", ieee),
    _Row("ieeexplore.ieee.org", r"/(?:stamp|xpls?|search)/\w+\.jsp", ieee),
    _Row("ieeexplore.ieee.org", r"/iel[x\d]*/\d+/\d+/(?P<id>\d+)\.pdf", ieee),
    _Row(
        "sciencedirect.com linkinghub.elsevier.com",
        r"/(?:science/article|retrieve)/(?:abs/|am/)?pii/(?P<id>[^/]+)(?:/.*)?",
        pii,
    ),
    _Row(
        "cell.com thelancet.com",
        r"/(?:[\w-]+/)+(?:fulltext|abstract|pdf|pdfExtended)/(?P<id>S[^/]+?)" + _END,
        pii,
    ),
    _Row("thelancet.com", r"/(?:journals/)?\w+/article/PII(?P<id>S[^/]+)(?:/\w+)?/?", pii),
    _Row(
        "mdpi.com",
        r"/(?P<id>\d{4}-\d{3}[\dX]/\d+/\d+/\d+)(?:/.*)?",
        template("mdpi", "{id}", "https://www.mdpi.com/{id}"),
    ),
    _Row(
        "hal.science *.hal.science hal.archives-ouvertes.fr *.archives-ouvertes.fr hal.inria.fr",
        r"/(?P<id>(?!medihal)[a-z]{3,}-\d{8}|(?:sic|mem|ijn)_\d{8})(?:v(?P<version>\d+))?(?:/.*)?",
        hal,
    ),
    _Row("ui.adsabs.harvard.edu adsabs.harvard.edu", r"/(?:abs|link)/(?P<id>[^/]+)(?:/\w+)?/?", ads),
    _Row(
        "inspirehep.net",
        r"/(?:literature|record)/(?P<id>\d+)(?:/.*)?",
        template("inspire", "{id}", "https://inspirehep.net/literature/{id}"),
    ),
    _Row(
        "eprint.iacr.org",
        r"/(?P<id>\d{4}/\d{3,4})" + _END,
        template("iacr", "{id}", "https://eprint.iacr.org/{id}"),
    ),
    _Row(
        "nature.com",
        r"/articles/(?P<id>[sd]4\d{4}-\d{3}-\d{4,5}-[\da-z]"
        r"|(?:nature|ncomms|srep|nphys|nmat|nnano|nphoton|nchem|nclimate|ngeo|nplants|sdata)\d+"
        r"|(?:ng|nn|nm|ni|nbt|nmeth|nchembio|nprot)\.\d+)(?:/(?:figures|tables)/\d+)?" + _END,
        lambda hit: doi("10.1038/" + hit["id"]),
    ),
    _Row("openreview.net", r"/(?P<form>forum|pdf|attachment|revisions|references/pdf)", openreview),
    _Row(
        "aclanthology.org",
        r"/(?P<id>[\w.-]+?)(?:v\d+)?(?:\.pdf|\.bib|\.xml|\.endf)?/?",
        lambda hit: acl(hit["id"]),
    ),
    _Row(
        "aclweb.org aclanthology.info",
        r"/(?:anthology/(?:papers/)?|papers/)(?:[A-Z]/)?(?:[A-Z]\d\d/)?(?P<id>[\w.-]+?)(?:\.pdf|\.bib|\.xml|/[a-z]\d\d-\d+)?/?",
        lambda hit: acl(hit["id"]),
    ),
    _Row("pubmed.ncbi.nlm.nih.gov pubmed.gov", r"/(?P<id>\d+)/?", _PUBMED),
    _Row("ncbi.nlm.nih.gov", r"/(?:m/)?pubmed/(?P<id>\d+)/?", _PUBMED),
    _Row(
        "ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov",
        r"/(?:labs/)?(?:pmc/)?articles/(?i:PMC)(?P<id>\d+)(?:/.*)?",
        _PMC,
    ),
    _Row("europepmc.org", r"/(?:article|abstract)/(?i:MED)/(?P<id>\d+)/?", _PUBMED),
    _Row("europepmc.org", r"/(?:(?:article|abstract)/(?i:PMC)|articles)/(?:PMC)?(?P<id>\d+)(?:/.*)?", _PMC),
    _Row(
        _NEURIPS_HOSTS + " datasets-benchmarks-proceedings.neurips.cc",
        r"/paper(?:_files/paper)?/(?P<year>\d{4})/(?:hash|file)/(?P<id>[0-9a-fA-F]{32})\b.*",
        neurips,
    ),
    _Row(
        _NEURIPS_HOSTS,
        r"/paper/(?!(?:19|20)\d\d/?$)(?P<id>\d{1,5})(?:-[^/]+)?/?",  # a year alone lists the papers of the year
        template("neurips", "{id}", "https://papers.nips.cc/paper/{id}"),
    ),
    _Row(
        "proceedings.iclr.cc",
        r"/paper_files/paper/(?P<year>\d{4})/(?:hash|file)/(?P<id>[0-9a-f]{32})\b.*",
        template(
            "iclr",
            "{year}/{id}",
            "https://proceedings.iclr.cc/paper_files/paper/{year}/hash/{id}-Abstract-Conference.html",
        ),
    ),
    _Row(
        "ijcai.org",  # with DOIs since 2017
        r"/proceedings/(?P<year>201[7-9]|20[2-9]\d)/0*(?P<id>[1-9]\d*)" + _END,
        lambda hit: doi(f"10.24963/ijcai.{hit['year']}/{hit['id']}"),
    ),
    _Row(
        "ojs.aaai.org",
        r"/{1,2}index\.php/(?P<journal>\w+)/article/(?:view|download)/(?P<id>\d+)(?:/.*)?",
        template("aaai", "{id}", "https://ojs.aaai.org/index.php/{journal}/article/view/{id}"),
    ),
    _Row(
        "proceedings.mlr.press",
        r"/v(?P<volume>\d+)/(?P<id>[a-z][a-z0-9-]*?\d+[a-z]*)(?:\.html|\.pdf|/(?P=id)[\w-]*\.pdf)?/?",
        _PMLR,
    ),
    _Row(
        "jmlr.org",
        r"/proceedings/papers/v(?P<volume>\d+)/(?P<id>[a-z][a-z0-9-]*?\d+[a-z]*)(?:\.html|\.pdf|/.*)?",
        _PMLR,
    ),
    _Row(
        "jmlr.org jmlr.csail.mit.edu",
        r"/(?:beta/)?papers/(?:v|volume)(?P<volume>\d+)/(?!index\b)(?P<id>[\w-]+)(?:\.html|\.pdf|/.*)?",
        template("jmlr", "v{volume}/{id}", "https://jmlr.org/papers/{value}.html"),
    ),
    _Row(
        "openaccess.thecvf.com cv-foundation.org",
        r"/(?:openaccess/)?content[^/]*(?:/.+)?/(?:html|papers)/(?:w\d+/)?"
        r"(?P<id>.+_(?P<conference>[A-Za-z]+)_(?P<year>\d{4})_paper)\.(?:html|pdf)",
        cvf,
    ),
    _Row("semanticscholar.org", r"/(?:paper|reader)/(?:[^/]+/)?(?P<id>[0-9a-fA-F]{40})(?:/.*)?", s2),
    _Row("api.semanticscholar.org", _S2_PAPER + r"(?P<id>[0-9a-fA-F]{40})(?:/.*)?", s2),
    _Row("pdfs.semanticscholar.org", r"/(?P<id>[0-9a-f]{4}/[0-9a-f]{36})\.pdf", s2),
    _Row(_S2_HOSTS, _S2_PAPER + r"(?i:CorpusId):(?P<id>\d+)(?:/.*)?", lambda hit: s2_corpus(hit["id"])),
    _Row(_S2_HOSTS, _S2_PAPER + r"(?i:arXiv):(?P<id>.+?)/?", arxiv_url),
    _Row(_S2_HOSTS, _S2_PAPER + r"(?i:DOI):(?P<id>.+?)/?", doi_url),
    _Row(_S2_HOSTS, _S2_PAPER + r"(?i:ACL):(?P<id>[^/]+)/?", lambda hit: acl(hit["id"])),
    _Row(_S2_HOSTS, _S2_PAPER + r"(?i:PMID):(?P<id>\d+)(?:/.*)?", _PUBMED),
    _Row(_S2_HOSTS, _S2_PAPER + r"(?i:PMCID):(?:PMC)?(?P<id>\d+)(?:/.*)?", _PMC),
    _Row("openlibrary.org worldcat.org", r"/isbn/(?P<id>[\dXx-]+)/?", lambda hit: isbn(hit["id"])),
    _Row("transformer-circuits.pub", r"/(?P<id>\d{4}/[^/]+?)(?:/(?:index\.html)?)?", circuits),
    _Row("distill.pub", r"/(?P<id>\d{4}/[^/.]+(?:/[^/.]+)?)(?:/(?:index\.html)?)?", distill),
    _Row(_YOUTUBE_HOSTS, r"/watch/?", youtube),
    _Row(_YOUTUBE_HOSTS, r"/(?:embed|shorts|live|v)/(?P<id>[^/]+)/?", youtube),
    _Row("youtu.be", r"/(?P<id>[^/]+)/?", youtube),
    _Row(_YOUTUBE_HOSTS, r"/playlist/?", lambda hit: playlist(hit.param("list"))),
    _Row(_YOUTUBE_HOSTS, r"/(?P<id>@[^/]+|(?:channel|c|user)/[^/]+)(?:/.*)?", youtube_channel),
    _Row(
        "raw.githubusercontent.com",  # where the Proceedings of Machine Learning Research keep their files
        r"/mlresearch/v(?P<volume>\d+)/[\w-]+/assets/(?P<id>[a-z][a-z0-9-]*?\d+[a-z]*)/(?P=id)[\w-]*\.pdf",
        _PMLR,
    ),
    _Row(
        "github.com raw.githubusercontent.com",
        r"/(?P<owner>[A-Za-z\d-]+)/(?P<repo>[\w.-]{1,104})(?P<rest>/.*)?",
        github,
    ),
    _Row("gist.github.com", r"/(?:[\w-]+/)?(?P<id>[0-9a-fA-F]{20,40}|\d+)(?:/.*)?", _GIST),
    _Row(
        _FORUM_HOSTS,
        r"/(?:posts|s/\w+/p|g/\w+/p|events)/(?P<id>[a-zA-Z0-9]{17})(?P<rest>(?:/.*)?)",
        forum_post,
    ),
    _Row(_FORUM_HOSTS, r"/s/(?P<id>[a-zA-Z0-9]{17})/?", forum_sequence),
    _Row("drive.google.com", r"/(?:file/(?:u/\d+/)?d|drive/(?:u/\d+/)?folders)/(?P<id>[^/]+)(?:/.*)?", drive),
    _Row("drive.google.com", r"/(?:open|uc)", drive),
    _Row(
        "docs.google.com",
        r"/(?P<form>document|spreadsheets|presentation|forms)/(?:u/\d+/)?d/(?:e/)?(?P<id>[\w-]{10,})(?:/.*)?",
        google_doc,
    ),
    _Row("dynalist.io", r"/d/(?P<id>[\w-]+)/?", dynalist),
)


_ROWS_OF_ANY_HOST = (
    _Row("", "/" + _DOI + _DOI_PART, doi_url),  # doi.acm.org, dx.plos.org and whoever else resolves DOIs
    _Row(
        "", r"/(?:[^/]+/)*?doi/(?:(?P<form>[a-zA-Z]+)/)?" + _DOI + _DOI_PART, doi_url
    ),  # Atypon's and others
)


def _compiled(row: _Row) -> tuple[re.Pattern[str], Builder]:
    return lazy_pattern(row.path, re.ASCII), row.build


@cache
def _table() -> dict[str, list[tuple[re.Pattern[str], Builder]]]:
    """Return the rows by host. A run meets few of the hosts, and only their patterns are compiled."""
    table: dict[str, list[tuple[re.Pattern[str], Builder]]] = {}
    for row in _ROWS:
        compiled = _compiled(row)
        for host in row.hosts.split():
            table.setdefault(host, []).append(compiled)
    return table


_LONGEST_HOST = 253  # RFC 1035
_OF_ANY_HOST = tuple(map(_compiled, _ROWS_OF_ANY_HOST))


def is_known_host(host: str) -> bool:
    """Whether a row names this host (given in lower case, without `www.`)."""
    return bool(_of_host(host))


def rows_of(host: str, path: str) -> Iterable[tuple[re.Pattern[str], Builder]]:
    """Return the path patterns and builders to try on an address, in order."""
    rows = _of_host(host)
    return [*rows, *_OF_ANY_HOST] if "/10." in path and IMAGE.search(path) is None else rows


def _of_host(host: str) -> list[tuple[re.Pattern[str], Builder]]:
    table = _table()
    return (
        table.get(host)
        or table.get("*." + host.partition(".")[2])
        or next((table[name] for name in _behind_proxy(host) if name in table), [])
    )


def _behind_proxy(host: str) -> Iterator[str]:
    """Yield the hosts that a library's proxy of this name may stand for: it is put behind the host's own name,
    `dl.acm.org.proxy.example.edu`, which over https is one label, `dl-acm-org.proxy.example.edu`.

    Source: OCLC, EZproxy, "About URL rewriting".
    """
    labels = host.split(".")
    if len(host) > _LONGEST_HOST:
        return
    if "-" in labels[0] and len(labels) > 2:
        yield labels[0].replace("-", ".").removeprefix("www.")
    for count in range(2, len(labels) - 1):
        yield ".".join(labels[:count])
