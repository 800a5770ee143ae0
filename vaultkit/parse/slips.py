"""What was meant as markup and does not work as such: links that show nothing, tasks without a bullet,
formulas that set nothing, tables whose head has too many cells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vaultkit.model.link import Link
from vaultkit.model.note import Problem
from vaultkit.parse.links import SpanOf
from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Leaf, Opaque, RawLink
from vaultkit.parse.wikilinks import Wikilinks

_BLANK = " \t\r\n\u00a0\u200b\u2060\ufeff"
_TASK = re.compile(r"^\[[ xX]\](?=[ \t]+[^\s(\[])[^\n]*", re.MULTILINE)
_DASHES = re.compile(r"[ \t>]*(\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?)[ \t]*\r?(?:\n|\Z)")
_SECOND_DASHES = re.compile(r"\|[ \t]*:?-")  # a literal first character makes the search fast
_CONTAINERS = re.compile(r"\A[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")  # quotes and lists that hold a line
_CELL_END = re.compile(r"(?<!\\)\|")
_WIKILINK = re.compile(r"\[\[[^\[\]\n]*\]\]")
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


def find_split_heads(text: str, tables: Sequence[tuple[int, int]], wikis: Wikilinks) -> Iterator[Problem]:
    """Yield wikilinks whose pipe gives the head of a table a cell too many, so that it is no table at all.

    Source: GitHub Flavored Markdown 0.29, "Tables": the head has as many cells as the line of dashes below it.
    """
    found = _SECOND_DASHES.search(text) if wikis.links else None
    known = Excluded(tables if found is not None else ())
    while found is not None:
        row = text.rfind("\n", 0, found.start()) + 1
        end = known.end_of(row)
        if end < 0:
            end = text.find("\n", found.end())
            dashes = _DASHES.match(text, row) if row > 0 else None
            if dashes is not None:
                yield from _split_head(text, row, dashes, wikis)
        found = _SECOND_DASHES.search(text, end) if end >= 0 else None


def _split_head(text: str, row: int, dashes: re.Match[str], wikis: Wikilinks) -> Iterator[Problem]:
    """Yield the wikilinks of the line before the `dashes` at `row` whose pipes make the difference."""
    start = text.rfind("\n", 0, row - 1) + 1
    head = _CONTAINERS.sub("", text[start:row])
    if not _cells(_WIKILINK.sub("link", head)) == _cells(dashes[1]) != _cells(head):
        return
    for index in range(bisect_left(wikis.places, (start,)), bisect_left(wikis.places, (row,))):
        link = wikis.links[index]
        if link.display is not None and "\\|" not in link.raw and not link.in_comment:
            message = "the pipe ends a cell of the table's head"
            yield Problem("malformed-wikilink", message, link.span, "table-head")


def _cells(row: str) -> int:
    """How many cells a row of a table has; the pipes at its ends are optional."""
    row = row.strip()
    return len(_CELL_END.split(row)) - row.startswith("|") - (_CELL_END.search(row, len(row) - 1) is not None)
