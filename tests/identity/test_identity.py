"""Identities: every row of the table, the grammars behind them, and totality."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.identity import PREFERENCE, check_arxiv, check_isbn, identify
from vaultkit.identity.table import _ROWS

SHARED = Path(os.environ.get("VAULTKIT_SHARED", Path(__file__).resolve().parents[3] / "shared"))

SHA = "0123456789abcdef0123456789abcdef01234567"
POST = "EGvtgB7ctifzxZg6v"

EXAMPLES = [
    # arXiv and its mirrors
    ("https://arxiv.org/abs/2301.05217", "arxiv:2301.05217"),
    ("http://www.arxiv.org/pdf/2301.05217v3.pdf", "arxiv:2301.05217"),
    ("https://arxiv.org/html/2301.05217v1/#S2", "arxiv:2301.05217"),
    ("https://export.arxiv.org/abs/hep-th/9901001v2", "arxiv:hep-th/9901001"),
    ("https://arxiv.org/abs/math.GT/0309136", "arxiv:math/0309136"),
    ("https://arxiv.org/e-print/0704.0001", "arxiv:0704.0001"),
    ("https://arxiv.org/abs/arXiv:1412.6980", "arxiv:1412.6980"),
    ("https://ar5iv.labs.arxiv.org/html/1706.03762", "arxiv:1706.03762"),
    ("https://ar5iv.org/1706.03762", "arxiv:1706.03762"),
    ("https://ar5iv.labs.arxiv.org/html/hep-th/9901001", "arxiv:hep-th/9901001"),
    ("https://ar5iv.org/math.GT/0309136v1", "arxiv:math/0309136"),
    ("https://arxiv.org/pdf/1706.03762.PDF", "arxiv:1706.03762"),
    ("https://hf.co/papers/2301.05217", "arxiv:2301.05217"),
    ("https://api.semanticscholar.org/arXiv:2301.05217", "arxiv:2301.05217"),
    ("https://www.alphaxiv.org/overview/2301.05217", "arxiv:2301.05217"),
    ("https://huggingface.co/papers/2301.05217", "arxiv:2301.05217"),
    ("https://scirate.com/arxiv/2301.05217", "arxiv:2301.05217"),
    ("https://papers.cool/arxiv/2301.05217", "arxiv:2301.05217"),
    ("https://www.emergentmind.com/papers/2301.05217", "arxiv:2301.05217"),
    ("https://www.semanticscholar.org/arxiv/2301.05217", "arxiv:2301.05217"),
    ("https://doi.org/10.48550/arXiv.2301.05217", "arxiv:2301.05217"),
    ("arXiv:2301.05217v2 [cs.LG]", "arxiv:2301.05217"),
    ("https://de.arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
    ("export.arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
    ("https://arxiv.org/ftp/arxiv/papers/1706/1706.03762.pdf", "arxiv:1706.03762"),
    ("https://arxiv.org/ftp/hep-th/papers/9901/9901001.pdf", "arxiv:hep-th/9901001"),
    ("https://arxiv.org/abs/hep-th%2F9901001%20", "arxiv:hep-th/9901001"),
    ("https://www.alphaxiv.org/fr/overview/1706.03762", "arxiv:1706.03762"),
    ("https://ui.adsabs.harvard.edu/abs/2017arXiv170603762V/abstract", "arxiv:1706.03762"),
    ("https://ui.adsabs.harvard.edu/abs/2010arXiv1004.1234A", "arxiv:1004.1234"),
    ("https://ui.adsabs.harvard.edu/abs/arXiv:1706.03762", "arxiv:1706.03762"),
    # DOI
    ("https://doi.org/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
    ("https://dx.doi.org/10.1016/S0140-6736(05)67889-0", "doi:10.1016/s0140-6736(05)67889-0"),
    ("doi: 10.1000/ABC.", "doi:10.1000/abc"),
    ("10.1000/abc)", "doi:10.1000/abc"),
    ("doi:10.1000/abc>", "doi:10.1000/abc"),
    ("https://doi.org/10.1000/abc”", "doi:10.1000/abc"),
    ("doi:10.1002/(SICI)1(19)4<95::AID>3.0.CO;2-S", "doi:10.1002/(sici)1(19)4<95::aid>3.0.co;2-s"),
    ("https://doi.org/10.1000/abc/", "doi:10.1000/abc"),
    ("https://api.semanticscholar.org/graph/v1/paper/DOI:10.1000/abc", "doi:10.1000/abc"),
    ("https://doi.org/10.1002%2Fabc", "doi:10.1002/abc"),
    ("https://dl.acm.org/doi/abs/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
    ("https://dl.acm.org/doi/pdf/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
    ("https://dl.acm.org/doi/fullHtml/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
    ("https://www.science.org/doi/10.1126/science.aaa8415", "doi:10.1126/science.aaa8415"),
    ("https://www.pnas.org/doi/full/10.1073/pnas.1611835114", "doi:10.1073/pnas.1611835114"),
    ("https://bera-journals.onlinelibrary.wiley.com/doi/10.1111/bjet.13116", "doi:10.1111/bjet.13116"),
    ("https://link.springer.com/article/10.1007/s11023-020-09539-2", "doi:10.1007/s11023-020-09539-2"),
    (
        "https://link.springer.com/content/pdf/10.1007/s11023-020-09539-2.pdf",
        "doi:10.1007/s11023-020-09539-2",
    ),
    (
        "https://link.springer.com/article/10.1007/s11023-020-09539-2/fulltext.html",
        "doi:10.1007/s11023-020-09539-2",
    ),
    ("https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.1.1", "doi:10.1103/physrevlett.1.1"),
    ("https://link.aps.org/doi/10.1103/PhysRevLett.1.1", "doi:10.1103/physrevlett.1.1"),
    ("https://www.frontiersin.org/articles/10.3389/fpsyg.2019.01234/full", "doi:10.3389/fpsyg.2019.01234"),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001",
        "doi:10.1371/journal.pone.0000001",
    ),
    ("https://www.nature.com/articles/s41586-021-03819-2", "doi:10.1038/s41586-021-03819-2"),
    ("https://www.nature.com/articles/s41586-020-2649-2", "doi:10.1038/s41586-020-2649-2"),
    ("https://www.nature.com/articles/nature14539.pdf", "doi:10.1038/nature14539"),
    ("https://www.nature.com/articles/s41586-021-03819-2/figures/1", "doi:10.1038/s41586-021-03819-2"),
    ("https://www.biorxiv.org/content/10.1101/2021.10.04.463034v2.full.pdf", "doi:10.1101/2021.10.04.463034"),
    ("https://www.medrxiv.org/content/10.64898/2025.12.01.123456v1", "doi:10.64898/2025.12.01.123456"),
    ("https://www.biorxiv.org/content/10.1101/123456v1", "doi:10.1101/123456"),
    ("https://www.biorxiv.org/content/biorxiv/early/2017/04/01/123456.full.pdf", "doi:10.1101/123456"),
    ("https://www.biorxiv.org/content/early/2020/01/15/2020.01.14.906123", "doi:10.1101/2020.01.14.906123"),
    ("https://www.biorxiv.org/lookup/doi/10.1101/2021.10.04.463034", "doi:10.1101/2021.10.04.463034"),
    ("https://doi.org/10.31234/osf.io/abcde_v2", "doi:10.31234/osf.io/abcde"),
    ("https://osf.io/preprints/socarxiv/abcde_v1", "doi:10.31235/osf.io/abcde"),
    ("https://psyarxiv.com/abcde", "doi:10.31234/osf.io/abcde"),
    ("https://psyarxiv.com/abcde/download?format=pdf", "doi:10.31234/osf.io/abcde"),
    ("https://psyarxiv.com/about", "url:psyarxiv.com/about"),
    ("https://osf.io/preprints/psyarxiv/login", "url:osf.io/preprints/psyarxiv/login"),
    ("https://osf.io/preprints/unheardof/abcde", None),
    ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=3456789", "doi:10.2139/ssrn.3456789"),
    ("https://ssrn.com/abstract=3456789", "doi:10.2139/ssrn.3456789"),
    ("https://papers.ssrn.com/sol3/Delivery.cfm/x.pdf?abstractid=3456789", "doi:10.2139/ssrn.3456789"),
    ("https://papers.ssrn.com/sol3/results.cfm?txtKey_Words=x", None),
    ("https://elifesciences.org/articles/12345v2/figures", "doi:10.7554/elife.12345"),
    ("https://elifesciences.org/articles/12345.pdf", "doi:10.7554/elife.12345"),
    ("https://www.jstor.org/stable/1593514?seq=1", "doi:10.2307/1593514"),
    ("https://www.jstor.org/stable/10.1086/260062", "doi:10.1086/260062"),
    ("https://pubs.rsc.org/en/content/articlelanding/2020/sc/d0sc00001a", "doi:10.1039/d0sc00001a"),
    ("https://dl.acm.org/citation.cfm?id=3219819.3219890", "doi:10.1145/3219819.3219890"),
    ("https://dl.acm.org/citation.cfm?doid=10.1145/3219819.3219890", "doi:10.1145/3219819.3219890"),
    ("https://dl.acm.org/citation.cfm?id=3219819", None),
    # a DOI in the path of hosts that no row names, and what pages of a publisher put behind it
    ("https://doi.acm.org/10.1145/3442188.3445922", "doi:10.1145/3442188.3445922"),
    ("https://journals.example.org/doi/full/10.1000/abc.1", "doi:10.1000/abc.1"),
    ("https://journals.example.org/badge/doi/10.1000/abc.svg", None),
    ("https://onlinelibrary.wiley.com/doi/10.1002/wcs.1/abstract", "doi:10.1002/wcs.1"),
    ("https://www.science.org/doi/suppl/10.1126/science.1/suppl_file/x.pdf", "doi:10.1126/science.1"),
    ("https://link.springer.com/article/10.1007/s10994-1/metrics", "doi:10.1007/s10994-1"),
    ("https://bmcbio.biomedcentral.com/track/pdf/10.1186/s1", "doi:10.1186/s1"),
    ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_1/119630/A-Title", "doi:10.1162/tacl_a_1"),
    ("https://link.springer.com/journal/10994", None),
    # the same pages behind a library's proxy
    ("https://dl-acm-org.proxy.example.edu/doi/10.1145/1.2", "doi:10.1145/1.2"),
    ("http://www.nature.com.proxy.example.edu/articles/nature14539", "doi:10.1038/nature14539"),
    ("https://ieeexplore-ieee-org.proxy.example.edu/document/7780459", "ieee:7780459"),
    # other scholarly works
    ("https://openreview.net/forum?id=rJl-b3RcF7&noteId=abc", "openreview:rJl-b3RcF7"),
    ("https://openreview.net/pdf?id=rJl-b3RcF7", "openreview:rJl-b3RcF7"),
    ("https://aclanthology.org/2020.acl-main.1.pdf", "acl:2020.acl-main.1"),
    ("https://aclanthology.org/P18-1001/", "acl:P18-1001"),
    ("https://www.aclweb.org/anthology/P18/P18-1001.pdf", "acl:P18-1001"),
    ("https://www.aclweb.org/anthology/papers/P/P18/P18-1001/", "acl:P18-1001"),
    ("https://doi.org/10.18653/v1/P18-1001", "acl:P18-1001"),
    ("https://pubmed.ncbi.nlm.nih.gov/12345/", "pmid:12345"),
    ("https://www.ncbi.nlm.nih.gov/pubmed/12345", "pmid:12345"),
    ("PMID: 12345", "pmid:12345"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123/pdf/x.pdf", "pmcid:PMC123"),
    ("https://pmc.ncbi.nlm.nih.gov/articles/PMC123/", "pmcid:PMC123"),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/pmc123", "pmcid:PMC123"),
    (
        "https://proceedings.neurips.cc/paper_files/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html",
        "neurips:2017/3f5ee243547dee91fbd053c1c4a845aa",
    ),
    (
        "https://papers.nips.cc/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf",
        "neurips:2017/3f5ee243547dee91fbd053c1c4a845aa",
    ),
    ("https://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf", "neurips:7181"),
    ("https://papers.nips.cc/paper/2017", None),
    (
        "https://proceedings.iclr.cc/paper_files/paper/2024/file/3f5ee243547dee91fbd053c1c4a845aa-Paper-Conference.pdf",
        "iclr:2024/3f5ee243547dee91fbd053c1c4a845aa",
    ),
    ("https://www.ijcai.org/proceedings/2020/0123.pdf", "doi:10.24963/ijcai.2020/123"),
    ("https://www.ijcai.org/proceedings/2020/", None),
    ("https://ojs.aaai.org/index.php/AAAI/article/view/16275/16082", "aaai:16275"),
    ("https://ojs.aaai.org//index.php/AAAI/article/view/16275", "aaai:16275"),
    (
        "https://datasets-benchmarks-proceedings.neurips.cc/paper/2021/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract-round1.html",
        "neurips:2021/3f5ee243547dee91fbd053c1c4a845aa",
    ),
    (
        "https://raw.githubusercontent.com/mlresearch/v97/main/assets/kornblith19a/kornblith19a.pdf",
        "pmlr:v97/kornblith19a",
    ),
    ("https://jmlr.org/papers/v3/index.html", None),
    (
        "https://www.cv-foundation.org/openaccess/content_cvpr_2016/papers/He_Deep_Residual_Learning_CVPR_2016_paper.pdf",
        "cvf:CVPR2016/He_Deep_Residual_Learning_CVPR_2016_paper",
    ),
    ("https://proceedings.mlr.press/v97/kornblith19a.html", "pmlr:v97/kornblith19a"),
    ("http://proceedings.mlr.press/v97/kornblith19a/kornblith19a.pdf", "pmlr:v97/kornblith19a"),
    ("https://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf", "jmlr:v3/bengio03a"),
    ("https://jmlr.org/papers/v3/bengio03a.html", "jmlr:v3/bengio03a"),
    ("http://www.jmlr.org/proceedings/papers/v9/glorot10a/glorot10a.pdf", "pmlr:v9/glorot10a"),
    ("https://europepmc.org/article/MED/12345", "pmid:12345"),
    ("https://europepmc.org/abstract/MED/12345", "pmid:12345"),
    ("https://www.ncbi.nlm.nih.gov/labs/pmc/articles/PMC123/", "pmcid:PMC123"),
    ("https://ieeexplore.ieee.org/abstract/document/7780459/", "ieee:7780459"),
    ("https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=7780459", "ieee:7780459"),
    ("https://ieeexplore.ieee.org/ielx5/78/2655/00080767.pdf", "ieee:80767"),
    ("https://ieeexplore.ieee.org/xpl/mostRecentIssue.jsp?punumber=6221021", None),
    ("https://www.sciencedirect.com/science/article/abs/pii/S0896627320304682", "pii:S0896627320304682"),
    ("https://linkinghub.elsevier.com/retrieve/pii/S0896627320304682", "pii:S0896627320304682"),
    ("https://www.cell.com/neuron/fulltext/S0896-6273(20)30468-2", "pii:S0896627320304682"),
    (
        "https://www.thelancet.com/journals/lancet/article/PIIS0140-6736(05)67889-0/fulltext",
        "pii:S0140673605678890",
    ),
    ("https://www.sciencedirect.com/science/article/pii/B9780123694683500083", "pii:B9780123694683500083"),
    ("https://www.sciencedirect.com/science/book/9780123694683", None),
    ("https://www.mdpi.com/1424-8220/20/1/1/htm", "mdpi:1424-8220/20/1/1"),
    ("https://www.mdpi.com/journal/sensors", None),
    ("https://hal.archives-ouvertes.fr/hal-01234567v2/document", "hal:hal-01234567"),
    ("https://inria.hal.science/hal-01234567", "hal:hal-01234567"),
    ("https://media.hal.science/medihal-00772952", None),
    ("https://ui.adsabs.harvard.edu/abs/2015A%26A...577A..85B/abstract", "ads:2015A&A...577A..85B"),
    ("https://inspirehep.net/literature/451647", "inspire:451647"),
    ("https://eprint.iacr.org/2016/260.pdf", "iacr:2016/260"),
    ("https://europepmc.org/article/PMC/PMC123", "pmcid:PMC123"),
    (
        "https://openaccess.thecvf.com/content_cvpr_2016/papers/He_Deep_Residual_Learning_CVPR_2016_paper.pdf",
        "cvf:CVPR2016/He_Deep_Residual_Learning_CVPR_2016_paper",
    ),
    (
        "https://openaccess.thecvf.com/content/CVPR2016/html/He_Deep_Residual_Learning_CVPR_2016_paper.html",
        "cvf:CVPR2016/He_Deep_Residual_Learning_CVPR_2016_paper",
    ),
    (f"https://www.semanticscholar.org/paper/A-title/{SHA}", f"s2:{SHA}"),
    (f"https://www.semanticscholar.org/reader/{SHA}", f"s2:{SHA}"),
    (f"https://pdfs.semanticscholar.org/{SHA[:4]}/{SHA[4:]}.pdf", f"s2:{SHA}"),
    (f"https://www.semanticscholar.org/paper/A-title/{SHA.upper()}/figure/1", f"s2:{SHA}"),
    (f"https://api.semanticscholar.org/{SHA}", f"s2:{SHA}"),
    (f"https://api.semanticscholar.org/graph/v1/paper/{SHA}/citations", f"s2:{SHA}"),
    ("https://api.semanticscholar.org/CorpusID:123", "s2:CorpusId:123"),
    ("https://api.semanticscholar.org/graph/v1/paper/CorpusId:123", "s2:CorpusId:123"),
    ("https://api.semanticscholar.org/graph/v1/paper/PMID:12345", "pmid:12345"),
    ("https://api.semanticscholar.org/graph/v1/paper/PMCID:123", "pmcid:PMC123"),
    ("https://api.semanticscholar.org/graph/v1/paper/ACL:P18-1001", "acl:P18-1001"),
    ("CorpusID:123", "s2:CorpusId:123"),
    (
        "https://transformer-circuits.pub/2023/monosemantic-features/index.html#x",
        "transformer-circuits:2023/monosemantic-features",
    ),
    (
        "https://transformer-circuits.pub/2023/monosemantic-features",
        "transformer-circuits:2023/monosemantic-features",
    ),
    ("https://distill.pub/2020/circuits/zoom-in/", "distill:2020/circuits/zoom-in"),
    ("ISBN 0-262-03384-4", "isbn:9780262033848"),
    ("urn:isbn:9780262033848", "isbn:9780262033848"),
    ("ISBN13: 9780262033848", "isbn:9780262033848"),
    ("https://openlibrary.org/isbn/0262033844", "isbn:9780262033848"),
    # everything else with an identity of its own
    ("https://www.youtube.com/watch?v=kCc8FmEb1nY&t=10s", "youtube:kCc8FmEb1nY"),
    ("https://youtu.be/kCc8FmEb1nY?si=abc", "youtube:kCc8FmEb1nY"),
    ("https://m.youtube.com/shorts/kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),
    ("https://www.youtube-nocookie.com/embed/kCc8FmEb1nY", "youtube:kCc8FmEb1nY"),
    ("https://www.youtube.com/embed/videoseries?list=PL123", "youtube-playlist:PL123"),
    ("https://www.youtube.com/playlist?list=PL123", "youtube-playlist:PL123"),
    ("https://www.youtube.com/@AndrejKarpathy/videos", "youtube-channel:@andrejkarpathy"),
    ("https://www.youtube.com/channel/UCXUPKJO5MZQN11PqgIvyuvQ", "youtube-channel:UCXUPKJO5MZQN11PqgIvyuvQ"),
    ("https://github.com/Owner/Repo.git", "github:owner/repo"),
    ("https://github.com/owner/repo/blob/main/README.md#usage", "github:owner/repo"),
    ("https://raw.githubusercontent.com/owner/repo/main/x.py", "github:owner/repo"),
    ("https://github.com/owner/repo/issues/12#issuecomment-1", "github:owner/repo#12"),
    ("https://github.com/owner/repo/pull/12/files", "github:owner/repo#12"),
    ("https://gist.github.com/owner/0123456789abcdef0123", "gist:0123456789abcdef0123"),
    (f"https://www.lesswrong.com/posts/{POST}/a-slug?commentId=ukTLGe5CQq9w8FMne", f"lw:{POST}"),
    (f"https://www.alignmentforum.org/s/a6ne2ve5uturEEQK7/p/{POST}", f"lw:{POST}"),
    (f"https://www.greaterwrong.com/posts/{POST}/a-slug", f"lw:{POST}"),
    ("https://www.lesswrong.com/s/a6ne2ve5uturEEQK7", "lw-seq:a6ne2ve5uturEEQK7"),
    (f"https://forum.effectivealtruism.org/posts/{POST}/a-slug", f"eaf:{POST}"),
    (
        "https://drive.google.com/file/d/1JN7-ZGx9KLqRJ94rOQVwRSa7FPZGl2OY/view",
        "gdrive:1JN7-ZGx9KLqRJ94rOQVwRSa7FPZGl2OY",
    ),
    (
        "https://drive.google.com/open?id=1JN7-ZGx9KLqRJ94rOQVwRSa7FPZGl2OY",
        "gdrive:1JN7-ZGx9KLqRJ94rOQVwRSa7FPZGl2OY",
    ),
    ("https://docs.google.com/document/u/0/d/1WwsnJQstPq91_Yh/edit", "gdoc:1WwsnJQstPq91_Yh"),
    ("https://dynalist.io/d/n2ZWtnoYHrU1s4vnFSAQ519J#z=a", "dynalist:n2ZWtnoYHrU1s4vnFSAQ519J"),
]


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_every_form_comes_to_one_identity(text: str, expected: str | None) -> None:
    identity = identify(text)
    assert identity is not None
    if expected is None:  # an address no row claims stays an address
        assert identity.scheme == "url"
    else:
        assert identity.id == expected
        assert not identity.problem


def test_examples_reach_every_row_of_the_table() -> None:
    unreached = []
    for row in _ROWS:
        hosts = row.hosts.split()
        reached = False
        for text, _ in EXAMPLES:
            host = text.partition("//")[2].partition("/")[0].removeprefix("www.")
            if host in hosts or "*." + host.partition(".")[2] in hosts:
                reached = True
        if not reached:
            unreached.append(row.hosts)
    assert not unreached


@pytest.mark.parametrize(("text", "expected"), EXAMPLES)
def test_canonical_address_names_the_same_thing(text: str, expected: str | None) -> None:
    identity = identify(text)
    assert identity is not None
    again = identify(identity.url)
    assert again is not None
    assert again.id == identity.id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://arxiv.org/pdf/1706.0376", "5 digits"),
        ("https://arxiv.org/abs/1412.06980", "4 digits"),
        ("https://arxiv.org/abs/2313.00001", "not a month"),
        ("https://arxiv.org/abs/0703.0001", "April 2007"),
        ("https://arxiv.org/abs/2301.00000", "start at 1"),
        ("https://arxiv.org/abs/foo/9901001", "not an archive"),
        ("https://arxiv.org/abs/hep-th/0801001", "March 2007"),
        ("https://doi.org/10.48550/arXiv.1706.0376", "5 digits"),
        ("arXiv:1706.0376", "5 digits"),
    ],
)
def test_invalid_arxiv_ids_are_refused_with_a_reason_and_never_padded(text: str, reason: str) -> None:
    identity = identify(text)
    assert identity is not None
    assert identity.kind == "paper"
    assert identity.scheme != "arxiv"
    assert reason in identity.problem


@given(
    year=st.integers(7, 99),
    month=st.integers(1, 12),
    number=st.integers(1, 99999),
    version=st.sampled_from(["", "v1", "v12"]),
    form=st.sampled_from(["abs", "pdf", "html"]),
)
def test_arxiv_digits_follow_the_date(year: int, month: int, number: int, version: str, form: str) -> None:
    date = f"{year:02}{month:02}"
    if date < "0704":
        assert check_arxiv(f"{date}.{number:04}")[2]
        return
    width = 4 if date < "1501" else 5
    right = f"{date}.{number % 10**width or 1:0{width}}"
    identity = identify(f"https://arxiv.org/{form}/{right}{version}")
    assert identity is not None
    assert identity.id == f"arxiv:{right}"
    assert identity.locator.get("version", "") == version.removeprefix("v")
    wrong = identify(f"https://arxiv.org/{form}/{date}.{1:0{9 - width}}{version}")
    assert wrong is not None
    assert wrong.problem


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_isbn_10_and_13_are_one(digits: str) -> None:
    total = sum((10 - place) * int(char) for place, char in enumerate(digits))
    check = "0123456789X"[-total % 11]
    thirteen = check_isbn(digits + check)
    assert thirteen is not None
    assert check_isbn(thirteen) == thirteen
    assert check_isbn(f"978-{digits[0]}-{digits[1:5]}-{digits[5:]}-{thirteen[-1]}") == thirteen
    wrong = "0" if check != "0" else "1"
    assert check_isbn(digits + wrong) is None


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        ("https://arxiv.org/pdf/2301.05217v3.pdf", {"form": "pdf", "version": "3"}),
        ("https://youtu.be/kCc8FmEb1nY?t=90", {"t": "90"}),
        (
            "https://www.youtube.com/watch?v=kCc8FmEb1nY&list=PL1&index=2#t=5",
            {"t": "5", "list": "PL1", "index": "2"},
        ),
        ("https://github.com/o/r/blob/main/a.py#L3", {"path": "blob/main/a.py", "fragment": "L3"}),
        (
            f"https://www.lesswrong.com/posts/{POST}/x#ukTLGe5CQq9w8FMne",
            {"site": "lesswrong.com", "comment": "ukTLGe5CQq9w8FMne"},
        ),
        (
            f"https://www.greaterwrong.com/posts/{POST}/x/comment/ukTLGe5CQq9w8FMne",
            {"site": "greaterwrong.com", "comment": "ukTLGe5CQq9w8FMne"},
        ),
        ("https://arxiv.org/pdf/2301.05217v3#page=4", {"form": "pdf", "version": "3", "page": "4"}),
        ("https://example.org/a.pdf#zoom=80&page=12", {"page": "12"}),
        ("https://example.org/page#part", {"fragment": "part"}),
        ("https://www.biorxiv.org/content/10.1101/123456v2", {"version": "2"}),
        ("https://www.frontiersin.org/articles/10.3389/fpsyg.2019.01234/full", {"form": "full"}),
        ("https://iopscience.iop.org/article/10.1088/1367-2630/ab0/pdf", {"form": "pdf"}),
        ("https://link.springer.com/article/10.1007/s10994-1/figures/2", {"form": "article"}),
    ],
)
def test_places_inside_a_work_are_locators(text: str, locator: dict[str, str]) -> None:
    identity = identify(text)
    assert identity is not None
    assert identity.locator == locator


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("http://www.Example.org/a/index.html", "https://example.org/a/#top"),
        ("https://example.org/a?b=1&a=2&utm_source=x&fbclid=y", "https://example.org/a?a=2&b=1"),
        ("https://example.org/a%5Fb", "https://example.org/a_b"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://de.wikipedia.org/wiki/Gr%C3%B6%c3%9fe", "https://de.wikipedia.org/wiki/Größe"),
    ],
)
def test_addresses_of_one_page_are_equal(first: str, second: str) -> None:
    one, two = identify(first), identify(second)
    assert one is not None
    assert two is not None
    assert one.id == two.id


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/A", "https://example.org/a"),
        (f"https://www.lesswrong.com/posts/{POST}", f"https://forum.effectivealtruism.org/posts/{POST}"),
        ("https://github.com/o/r", "https://github.com/o/r/issues/1"),
        ("https://aclanthology.org/volumes/P18-1/", "https://aclanthology.org/P18-1001/"),
        ("https://github.com/features/actions", "https://github.com/features/issues"),
        ("https://www.lesswrong.com/lw/bc", "https://www.lesswrong.com/lw/bd"),
    ],
)
def test_different_things_stay_different(first: str, second: str) -> None:
    one, two = identify(first), identify(second)
    assert one is not None
    assert two is not None
    assert one.id != two.id


@pytest.mark.parametrize(
    "text",
    ["", "some words", "2301.05217", "12345", "mailto:a@b.org", "obsidian://open?vault=x", "10.1", "C:\\x"],
)
def test_what_names_nothing_gives_nothing(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("text", "scheme", "expected"),
    [
        ("2301.05217v2", "arxiv", "arxiv:2301.05217"),
        ("https://arxiv.org/abs/2301.05217", "doi", "arxiv:2301.05217"),
        ("10.1145/1.2", "doi", "doi:10.1145/1.2"),
        ("12345", "pmid", "pmid:12345"),
        ("PMC12", "pmcid", "pmcid:PMC12"),
        ("p18-1001", "acl", "acl:P18-1001"),
        ("rJl-b3RcF7", "openreview", "openreview:rJl-b3RcF7"),
        ("0-262-03384-4", "isbn", "isbn:9780262033848"),
    ],
)
def test_a_property_names_the_scheme_of_a_bare_value(text: str, scheme: str, expected: str) -> None:
    identity = identify(text, scheme)
    assert identity is not None
    assert identity.id == expected


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    for scheme in (None, *PREFERENCE):
        identity = identify(text, scheme)
        assert identity is None or identity.id.startswith(identity.scheme + ":")


@given(
    st.sampled_from(sorted({host.replace("*.", "a.") for row in _ROWS for host in row.hosts.split()})),
    st.text(max_size=40),
)
def test_any_path_on_a_known_host_is_taken_and_stable(host: str, path: str) -> None:
    identity = identify(f"https://{host}/{path}")
    assert identity is None or identify(f"http://www.{host}/{path}").id == identity.id  # type: ignore[union-attr]


@pytest.mark.parametrize("unit", [")", "10.1234/", "/", "a_", "%5F", "[", "x."])
def test_megabyte_addresses_do_not_hang(unit: str) -> None:
    for host in ("openaccess.thecvf.com/content", "doi.org/10.1234", "arxiv.org/abs"):
        assert identify(f"https://{host}/{unit * 300_000}") is not None
    assert identify("10.1234/" + unit * 300_000) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference vaults are not beside the repository")
def test_every_reference_of_the_seed_notes() -> None:
    seen = 0
    for line in (SHARED / "seeds" / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["kind"] not in ("mdlink", "bare_url", "image_embed", "iframe"):
            continue
        expected = record["expected"]
        identity = identify(expected["url"])
        assert identity is not None
        if expected.get("error"):
            assert identity.problem
            assert expected["must_not_become"] != identity.id
        else:
            assert (identity.id, identity.rtype) == (expected["canonical_id"], expected["rtype"]), record[
                "id"
            ]
            assert expected.get("locator", {}).items() <= identity.locator.items()
        seen += 1
    assert seen == 306


IN_PATHS = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="?#\\")


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row.hosts.split()[0]}{row.path[:24]}")
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_whatever_a_row_matches_has_one_identity(row: Any, data: st.DataObject) -> None:
    path = data.draw(st.from_regex(re.compile(row.path, re.ASCII), fullmatch=True, alphabet=IN_PATHS))
    host = data.draw(st.sampled_from(row.hosts.split())).replace("*", "journal")
    address = f"https://{host}{path}"
    identity = identify(address)
    assert identity is not None
    assert identity.kind in ("paper", "resource")
    for same in (
        f"http://www.{host}{path}",
        f"HTTPS://{host.upper()}{path}#part",
        f"https://{host}:443{path}",
    ):
        again = identify(same)
        assert again is not None
        assert (again.id, again.kind, again.problem) == (identity.id, identity.kind, identity.problem)
    if not identity.problem and identity.scheme != "url":
        canonical = identify(identity.url)
        assert canonical is not None
        assert canonical.id == identity.id
