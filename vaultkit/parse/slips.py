"""What was meant as markup and does not work as such: links that show nothing, tasks without a bullet,
formulas that set nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultkit.model.link import Link
from vaultkit.model.note import Problem
from vaultkit.parse.links import SpanOf
from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Leaf, Opaque, RawLink

_BLANK = " \t\r\n\u00a0\u200b\u2060\ufeff"
_TASK = re.compile(r"^\[[ xX]\](?=[ \t]+[^\s(\[])[^\n]*", re.MULTILINE)
# Commands for a whole document. MathJax, which Obsidian uses, knows none of them and shows them as text.
_PREAMBLE = re.compile(
    r"\$+\s*(?:\\{1,2}(?:set[cC]ounter|addtocounter|stepcounter|refstepcounter|setlength|addtolength|usepackage"
    r"|documentclass|maketitle|tableofcontents|pagestyle|thispagestyle|bibliographystyle|bibliography)"
    r"\s*(?:\[[^\]$]*\]\s*|\{[^{}$]*\}\s*)*)+\$+"
)


def find_empty_links(links: Sequence[Link]) -> Iterator[Problem]:
    """Yield Markdown links without a text to click on; `detail` is the destination."""
    for link in links:
        if link.kind == "markdown" and not link.raw.startswith("<"):
            shown = link.display
            if (shown is None or not shown.strip(_BLANK)) and not link.in_comment:
                yield Problem("empty-link-text", "the link has no text", link.span, link.target)


def find_bare_tasks(
    text: str, leaves: Sequence[Leaf], hidden: Excluded, links: Sequence[RawLink], span_of: SpanOf
) -> Iterator[Problem]:
    """Yield lines of a paragraph that begin with `[ ]` or `[x]`: without a bullet that is no task.

    Source: GitHub's task lists and Obsidian's help, "Basic formatting syntax": a task is a list item.
    """
    if not text.startswith("[") and "\n[" not in text:
        return
    starts = {link.start for link in links}
    for leaf in leaves:
        if leaf.in_table or text.find("[", leaf.start, leaf.end) < 0:
            continue
        for match in _TASK.finditer(text, leaf.start, leaf.end):
            at = match.start()
            if (at == 0 or text[at - 1] == "\n") and at not in starts and hidden.end_of(at) < 0:
                yield Problem("bare-task", "a task needs a bullet", span_of(at, at + 3), match[0][3:].strip())


def find_residue(text: str, opaque: Sequence[Opaque], span_of: SpanOf) -> Iterator[Problem]:
    """Yield formulas that hold nothing but commands for a whole TeX document; `detail` is the formula."""
    if "$" not in text or "\\" not in text:
        return
    for one in opaque:
        if one.kind in ("math", "math-block") and text.startswith("$", one.start):
            written = text[one.start : one.end].rstrip()
            if _PREAMBLE.fullmatch(written):
                end = one.start + len(written)
                yield Problem("math-residue", "the formula shows nothing", span_of(one.start, end), written)
