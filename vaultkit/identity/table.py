"""The table: which hosts, which path, which builder. Everything that is known about the shape of URLs.

The rows of a host are tried in order; the first whose pattern matches the whole path and whose builder
agrees decides. Sources are the sites' own documentation of their identifiers.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from vaultkit.identity.papers import (
    acl,
    arxiv_url,
    circuits,
    cvf,
    distill,
    doi,
    doi_url,
    isbn,
    neurips,
    openreview,
    s2,
    s2_corpus,
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
from vaultkit.identity.value import Builder, template
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
_DOI_HOSTS = (
    "dl.acm.org science.org pnas.org onlinelibrary.wiley.com *.onlinelibrary.wiley.com tandfonline.com "
    "journals.sagepub.com pubs.acs.org annualreviews.org royalsocietypublishing.org nejm.org worldscientific.com "
    "link.aps.org degruyter.com ascelibrary.org journals.physiology.org epubs.siam.org pubsonline.informs.org"
)
_END = r"(?:\.pdf)?/?"
_PUBMED = template("pmid", "{id}", "https://pubmed.ncbi.nlm.nih.gov/{id}/")
_PMC = template("pmcid", "PMC{id}", "https://pmc.ncbi.nlm.nih.gov/articles/PMC{id}/")
_PMLR = template("pmlr", "v{volume}/{id}", "https://proceedings.mlr.press/{value}.html")
_S2_HOSTS = "semanticscholar.org api.semanticscholar.org"
_S2_PAPER = r"/(?:(?:graph/)?v1/)?(?:paper/)?"  # before an identifier, its own or another's with a prefix
_GIST = template("gist", "{id}", "https://gist.github.com/{id}", "code_repo")

_ROWS: tuple[_Row, ...] = (
    _Row(
        "arxiv.org export.arxiv.org browse.arxiv.org xxx.lanl.gov",
        r"/(?P<form>abs|pdf|html|ps|format|src|e-print)/(?P<id>.+?)/?",
        arxiv_url,
    ),
    _Row(
        "ar5iv.labs.arxiv.org ar5iv.org",
        r"/(?:(?P<form>html|abs|pdf)/)?(?P<id>(?:[a-zA-Z.-]+/)?[^/]*\d.*?)/?",
        arxiv_url,
    ),
    _Row("alphaxiv.org", r"/(?P<form>abs|overview|pdf|html)/(?P<id>.+?)/?", arxiv_url),
    _Row("huggingface.co hf.co emergentmind.com arxiv-vanity.com", r"/papers/(?P<id>\d.+?)/?", arxiv_url),
    _Row("scirate.com papers.cool", r"/arxiv/(?P<id>.+?)/?", arxiv_url),
    _Row("semanticscholar.org", r"/arxiv/(?P<id>.+?)/?", arxiv_url),
    _Row("doi.org dx.doi.org", r"/(?:doi:)?(?P<id>10\..+?)/?", doi_url),
    _Row(
        _DOI_HOSTS,
        r"/(?:\w+/)?doi/(?:(?P<form>[a-zA-Z]+)/)?(?P<id>10\..+?)(?:/(?:html|pdf|full))?/?",
        doi_url,
    ),
    _Row(
        "link.springer.com",
        r"/(?P<form>article|chapter|book|protocol|referenceworkentry|content/pdf)/(?P<id>10\..+?)"
        r"(?:/(?:fulltext\.html|(?:figures|tables)/\d+))?/?",
        doi_url,
    ),
    _Row("journals.aps.org", r"/\w+/(?P<form>abstract|pdf|references)/(?P<id>10\..+)", doi_url),
    _Row(
        "biorxiv.org medrxiv.org",
        r"/content/(?:biorxiv/early/\d{4}/\d\d/\d\d/)?(?P<id>10\.\d+/[\d.]+\d(?:v\d+)?)(?:\..+)?/?",
        doi_url,
    ),
    _Row(
        "frontiersin.org *.biomedcentral.com iopscience.iop.org",
        r"/(?:journals/[\w-]+/)?articles?/(?P<id>10\..+?)(?:/(?P<form>full|pdf|meta|abstract))?/?",
        doi_url,
    ),
    _Row("journals.plos.org", r"/\w+/article(?:/\w+)?", lambda hit: doi(hit.param("id"))),
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
        r"/(?:anthology|papers)/(?:[A-Z]/)?(?:[A-Z]\d\d/)?(?P<id>[\w.-]+?)(?:\.pdf|\.bib|\.xml|/[a-z]\d\d-\d+)?/?",
        lambda hit: acl(hit["id"]),
    ),
    _Row("pubmed.ncbi.nlm.nih.gov", r"/(?P<id>\d+)/?", _PUBMED),
    _Row("ncbi.nlm.nih.gov", r"/(?:m/)?pubmed/(?P<id>\d+)/?", _PUBMED),
    _Row("ncbi.nlm.nih.gov pmc.ncbi.nlm.nih.gov", r"/(?:pmc/)?articles/(?i:PMC)(?P<id>\d+)(?:/.*)?", _PMC),
    _Row("europepmc.org", r"/(?:article/(?:MED|med|abstract/MED))/(?P<id>\d+)/?", _PUBMED),
    _Row("europepmc.org", r"/(?:article/(?:PMC|pmc)|articles)/(?:PMC)?(?P<id>\d+)(?:/.*)?", _PMC),
    _Row(
        "papers.nips.cc papers.neurips.cc proceedings.nips.cc proceedings.neurips.cc",
        r"/paper(?:_files/paper)?/(?P<year>\d{4})/(?:hash|file)/(?P<id>[0-9a-fA-F]{32})\b.*",
        neurips,
    ),
    _Row(
        "papers.nips.cc papers.neurips.cc proceedings.nips.cc proceedings.neurips.cc",
        r"/paper/(?P<id>\d{1,5})(?:-[^/]+)?/?",
        template("neurips", "{id}", "https://papers.nips.cc/paper/{id}"),
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
        r"/(?:beta/)?papers/(?:v|volume)(?P<volume>\d+)/(?P<id>[\w-]+)(?:\.html|\.pdf|/.*)?",
        template("jmlr", "v{volume}/{id}", "https://jmlr.org/papers/{value}.html"),
    ),
    _Row(
        "openaccess.thecvf.com",
        r"/content[^/]*(?:/.+)?/(?:html|papers)/(?:w\d+/)?"
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


@cache
def _table() -> dict[str, list[tuple[re.Pattern[str], Builder]]]:
    """Return the rows by host. A run meets few of the hosts, and only their patterns are compiled."""
    table: dict[str, list[tuple[re.Pattern[str], Builder]]] = {}
    patterns = {row.path: lazy_pattern(row.path, re.ASCII) for row in _ROWS}
    for row in _ROWS:
        for host in row.hosts.split():
            table.setdefault(host, []).append((patterns[row.path], row.build))
    return table


def is_known_host(host: str) -> bool:
    """Whether a row names this host (given in lower case, without `www.`)."""
    return host in _table()


def rows_of(host: str) -> list[tuple[re.Pattern[str], Builder]]:
    """Return the path patterns and builders of a host, in the order of the table."""
    table = _table()
    return table.get(host) or table.get("*." + host.partition(".")[2]) or []
