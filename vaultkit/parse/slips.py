"""What was meant as markup and does not work as such: links that show nothing or lead nowhere, tasks without a bullet,
formulas that set nothing, tables whose head has too many cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vaultkit.model.link import Link
from vaultkit.model.note import Problem
from vaultkit.parse.ranges import Excluded, leaf_at
from vaultkit.parse.structure import Opaque, RawLink, Structure
from vaultkit.parse.wikilinks import Wikilinks
from vaultkit.text import SpanOf

_BLANK = " \t\r\n\u00a0\u200b\u2060\ufeff"
_TASK = re.compile(r"\[[ xX]\](?=[ \t]+([^\s(]))[^\n]*")
_QUOTE_MARKS = re.compile(r"(?:[ \t]*+>)++ ?")
_DASHES = re.compile(r"[ \t>]*+(\|?(?:[ \t]*+:?-++:?[ \t]*+\|)++(?:[ \t]*+:?-++:?)?)[ \t]*+\r?(?:\n|\Z)")
_SECOND_DASHES = re.compile(r"\|[ \t]*:?-")
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


def find_links_to_nothing(
    text: str, links: Sequence[RawLink], left_out: Sequence[Excluded], span_of: SpanOf
) -> Iterator[Problem]:
    """Yield Markdown links and pictures without a destination; `detail` is their text."""
    for link in links:
        if not link.dest and link.type == "Inline" and all(one.end_of(link.start) < 0 for one in left_out):
            shown = text[link.text_start : link.text_end].strip()
            span = span_of(link.start, link.end)
            yield Problem("empty-link-destination", "the link has no destination", span, shown)


def find_bare_tasks(
    text: str, structure: Structure, hidden: Excluded, links: Sequence[RawLink], span_of: SpanOf
) -> Iterator[Problem]:
    """Yield lines of a paragraph that begin with `[ ]` or `[x]`: without a bullet that is no task.

    Source: GitHub's task lists and Obsidian's help, "Basic formatting syntax": a task is a list item.
    """
    begun = {root.start for root in structure.roots if text[root.start] == "["}
    begun.update(at for at in structure.breaks if text.startswith("[", at))
    if begun:  # what is indented may be text of an item
        begun = {at for at in begun if not at or text[at - 1] == "\n"}
    if structure.quotes:
        begun.update(_quoted_boxes(text, structure.quotes))
    if not begun:
        return
    starts = {link.start for link in links}
    for at in sorted(begun):
        leaf = leaf_at(structure.leaves, at)
        if leaf is None or leaf.in_table or (match := _TASK.match(text, at, leaf.end)) is None:
            continue
        said = match.start(1)
        if match[1] == "[" and said not in starts and not text.startswith("[[", said):
            continue  # more brackets that are no link: neither are these a box
        if at not in starts and hidden.end_of(at) < 0:
            yield Problem("bare-task", "a task needs a bullet", span_of(at, at + 3), match[0][3:].strip())


def _quoted_boxes(text: str, quotes: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield where `[.]` stands behind the marks of a quote alone."""
    reach = 0
    for start, end in quotes:
        if start < reach:  # inside another one
            continue
        reach, line = end, text.rfind("\n", 0, start) + 1
        looked = line  # up to where lines were looked for
        behind = text.find("] ", start + len("[ ]"), end)
        while behind >= 0:
            at = behind - 2
            if text[at] == "[":
                line, looked = max(line, text.rfind("\n", looked, at) + 1), at
                if _QUOTE_MARKS.fullmatch(text, line, at):
                    yield at
            behind = text.find("] ", behind + 1, end)


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
    below, split = 0, False  # where the next line begins, and whether links split the line before it
    known: Excluded | None = None
    for start, end, link in zip(wikis.starts, wikis.ends, wikis.links, strict=True):
        if link.display is None or link.in_comment or "\\|" in link.raw:
            continue
        if start >= below:
            below = text.find("\n", end) + 1
            if below == 0:
                return
            dashes = _DASHES.match(text, below)
            split = False
            if dashes is not None and _SECOND_DASHES.search(dashes[1]):
                known = known or Excluded(tables)
                head = text[text.rfind("\n", 0, start) + 1 : below]
                split = known.end_of(below) < 0 and _is_split(head, dashes[1])
        if split:
            message = "the pipe ends a cell of the table's head"
            yield Problem("malformed-wikilink", message, link.span, "table-head")


def _is_split(head: str, dashes: str) -> bool:
    """Whether pipes of wikilinks make the difference between the cells of `head` and of the dashes below it."""
    head = _CONTAINERS.sub("", head)
    return _cells(_WIKILINK.sub("link", head)) == _cells(dashes) != _cells(head)


def _cells(row: str) -> int:
    """How many cells a row of a table has; the pipes at its ends are optional."""
    row = row.strip()
    return len(_CELL_END.split(row)) - row.startswith("|") - (_CELL_END.search(row, len(row) - 1) is not None)
