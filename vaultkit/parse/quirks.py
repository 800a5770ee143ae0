"""Where Obsidian's inline code and comments part from CommonMark.

Each rule is pinned by tags that Obsidian reported (or did not) for a text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from vaultkit.parse.math import is_escaped, link_round
from vaultkit.parse.ranges import Excluded, leaves_with
from vaultkit.parse.structure import Leaf, Opaque
from vaultkit.text import holds

_RUN = re.compile(r"`+")
_BLANK_LINE = re.compile(r"\n *\r?\n")
_TAB_LINES = re.compile(r"(?:\r?\n)?(?:[ ]*\t[ \t]*\r?\n)+")


def adjust_opaque(text: str, leaves: Sequence[Leaf], opaque: list[Opaque]) -> list[Opaque]:
    """Return `opaque` as Obsidian sees it: code spans with unmatched backticks, HTML comments."""
    if holds(text, "``"):
        opaque = _code_spans(text, leaves, opaque)
    if holds(text, "<!--"):
        opaque = [o for o in opaque if o.kind != "html" or not _no_comment(text[o.start : o.end])]
        opaque = sorted([*opaque, *_open_comments(text, leaves, opaque)])
    if any(_may_end_link(text, one) for one in opaque):
        opaque = list(_beside_links(text, opaque))
    return opaque


def _may_end_link(text: str, one: Opaque) -> bool:
    return one.kind in ("code", "html") and text.find("]]", one.start, one.end) >= 0


def _beside_links(text: str, opaque: list[Opaque]) -> Iterator[Opaque]:
    """Yield what does not begin inside a wikilink to end behind it: there the link began first."""
    floor = 0
    for one in opaque:
        if _may_end_link(text, one):  # of others, each would look for the next end, however far away
            begun = text.rfind("[[", floor, one.start)
            if begun >= 0 and 0 <= link_round(text, begun, one.start, floor) < one.end:
                continue
        yield one
        floor = one.end


def _no_comment(raw: str) -> bool:
    """Whether it is text in CommonMark before 0.31: it may hold `--` only at its end, and not begin with `>`."""
    return raw.startswith("<!--") and ("--" in raw[4:-2] or raw.startswith((">", "->"), 4))


def _open_comments(text: str, leaves: Sequence[Leaf], opaque: Sequence[Opaque]) -> list[Opaque]:
    """Comments that run over a line holding only a tab: to Obsidian that line is not blank."""
    found: list[Opaque] = []
    covered = Excluded([(o.start, o.end) for o in opaque])
    for leaf in leaves_with("<!--", text, leaves):
        at = text.find("<!--", leaf.start, leaf.end)
        if at < 0 or covered.end_of(at) >= 0 or is_escaped(text, at, leaf.start):
            continue
        if _TAB_LINES.match(text, leaf.end) is None:
            continue
        close = text.find("--", at + 4)  # it may not hold this before its end
        if close >= leaf.end and text.startswith("-->", close) and not _BLANK_LINE.search(text, at, close):
            found.append(Opaque(at, close + 3, "html"))
    return found


def _code_spans(text: str, leaves: Sequence[Leaf], opaque: list[Opaque]) -> list[Opaque]:
    """Of a run of backticks that nothing matches, Obsidian drops one and tries the rest again."""
    leaves = list(leaves_with("`", text, leaves))  # of a note with nothing but fences none
    if not leaves:
        return opaque
    covered = Excluded([(o.start, o.end) for o in opaque])
    read_again: list[tuple[int, int]] = []
    added: list[Opaque] = []
    for leaf in leaves:
        runs = _RUN.finditer(text, leaf.start, leaf.end)
        if any(covered.end_of(run.start()) < 0 for run in runs if len(run[0]) > 1):
            read_again.append((leaf.start, leaf.end))
            added += _spans_of_leaf(text, leaf)
    if not read_again:
        return opaque
    replaced = Excluded(read_again)
    kept = [o for o in opaque if o.kind != "code" or replaced.end_of(o.start) < 0]
    return sorted([*kept, *added])


def _spans_of_leaf(text: str, leaf: Leaf) -> list[Opaque]:
    runs = [(m.start(), m.end()) for m in _RUN.finditer(text, leaf.start, leaf.end)]
    by_length: dict[int, list[int]] = {}
    for j, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, []).append(j)
    found: list[Opaque] = []
    i = 0
    while i < len(runs):
        start, end = runs[i]
        if is_escaped(text, start, leaf.start):
            start += 1
        close = -1
        for length in sorted((n for n in by_length if n <= end - start), reverse=True):
            same = by_length[length]
            after = bisect_right(same, i)
            if after < len(same):
                close = same[after]
                found.append(Opaque(end - length, runs[close][1], "code"))
                break
        i = max(i, close) + 1
    return found
