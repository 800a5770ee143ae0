"""Lines that CommonMark and Obsidian give to different blocks of a quote, list or table."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vaultkit.parse.ranges import Excluded, leaf_at
from vaultkit.parse.structure import Opaque, Structure
from vaultkit.patterns import lazy_pattern

_FENCE_CLOSED = re.compile(r"\n[ \t>]*(?:`{3,}|~{3,})[ \t]*\r?\n?\Z")
_NEW_BLOCK = re.compile(
    r"[ ]{0,3}(?:`{3}|~{3}|#{1,6}[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t]|(?:[-*_][ \t]*){3,}\r?$)"
)
_TABLE_INDENT = lazy_pattern(r"(?<=\n)(?P<indent> {4,}|\t[ \t]*).*")
_QUOTE_INDENT = lazy_pattern(r"(?<=\n)(?P<indent> {4,}|\t[ \t]*)[^>\s].*")
_QUOTED_TAB = lazy_pattern(r"^[ ]{0,3}>[ ]?\t[ \t]*\S.*", re.MULTILINE)
# HTML that ends at a blank line (kinds 6 and 7 of CommonMark), not at a mark of its own.
_ENDS_AT_BLANK_LINE = lazy_pattern(r"[ ]{0,3}<(?![!?]|(?:script|pre|style|textarea)\b)", re.IGNORECASE)
_BLANKS_ONLY = lazy_pattern(r"[ \t]+\r?$", re.MULTILINE)
_TAG_AT_LINE_START = lazy_pattern(r"^([ ]{0,3})<(?=[/?A-Za-z])", re.MULTILINE)
_ENDS_ITEM = lazy_pattern(
    r"^[ ]{0,3}(?:#{1,6}[ \t]|`{3}|~{3}|(?:[-*_][ \t]*){3,}\r?$)|^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]",
    re.MULTILINE,
)
_MARK_ALONE = lazy_pattern(r"[ \t]*(?:[-*+]|\d{1,9}[.)])")
_CLOSING_MARKS = {"<!--": "-->", "<?": "?>"}  # `<? … ?>` is display math
_FENCE_RUN = lazy_pattern(r"`{3,}|~{3,}")
_FENCE_ALONE = lazy_pattern(r"(?P<indent>[ \t>]*)(?P<run>`{3,}|~{3,})[ \t]*\r?\n?\Z")
_DEEP_BLANKS = lazy_pattern(r"(?:(?:\t|[ ]{4})[ \t]*\r?\n)+")
_LINE_INDENT = lazy_pattern(r"^[ \t]+", re.MULTILINE)
_LAST_BLANK = lazy_pattern(r"[ \t](?=\r?\n)")
_EMPTY_LINE = lazy_pattern(r"\n\r?(?=\n)")
_NEAR = 8  # so near behind the mark of a quote stands that of a callout: more blanks begin code
_TITLE_OF_TABLE = lazy_pattern(
    r">[ \t]*(?P<opening>\[!)[^\]\n]+\][^\n]*"  # the title of a callout, and below it a table's head
    r"\n(?P<head>[ \t>]*+)[^\n|]*+\|[^\n]*\n(?P<dashes>[ \t>]*+)\|?+[ \t]*+:?-++:?[ \t]*+(?:\||\r?(?:\n|\Z))"
)


def as_obsidian_goes_on(text: str, structure: Structure) -> tuple[str, list[Opaque]]:
    """Return `text`, in the same places, with lines that go on in Obsidian written so that CommonMark agrees.

    HTML right below a list item, or display math that is not closed, belongs to the item there: it ends with the
    item. A fence in an item or quote holds its lines that are not indented, too, up to a closing fence that is.
    Both are returned as ranges. What is indented below a paragraph belongs to it if the lines between begin
    with an indent, too. The title of a callout is no paragraph which a table right below it could belong to.
    """
    parts = [
        (*opening, "# ")  # a heading
        for start, end in structure.quotes
        if text.find("[!", start, start + _NEAR)
        >= 0  # first: quotes in quotes, each looked through, are quadratic
        and text.find("--", start, end) >= 0
        and (opening := _above_table(text, start, end)) is not None
    ]
    kinds = {one.kind for one in structure.opaque}
    if not parts and kinds.isdisjoint(("html-block", "indented", "fence")):
        return text, []
    taken: list[Opaque] = []
    if "fence" in kinds:
        roots = {root.start for root in structure.roots}
        fences = [one for one in structure.opaque if one.kind == "fence" and one.start not in roots]
        for fence, following in itertools.zip_longest(fences, fences[1:]):
            end = _closed_later(text, fence, following.start if following is not None else len(text))
            if end > 0:
                taken.append(Opaque(fence.start, end, "fence"))
                parts.append((fence.end, end, _FENCE_RUN.sub(_crosses, text[fence.end : end])))
    if not kinds.isdisjoint(("html-block", "indented")):
        parts.extend(_roots_going_on(text, structure, taken))
    return _with_parts(text, parts), taken


def _above_table(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the mark of the callout `text[start:end]` stands whose title is right above a table, or None.

    Lines with fewer marks of quotes than the title has are no table of the callout.
    """
    match = _TITLE_OF_TABLE.match(text, start, end)
    if match is None:
        return None
    depth = text.count(">", text.rfind("\n", 0, start) + 1, match.start("opening"))
    if min(match["head"].count(">"), match["dashes"].count(">")) < depth:
        return None
    return match.span("opening")


def _with_parts(text: str, parts: list[tuple[int, int, str]]) -> str:
    """Return `text` with some ranges written anew; of ranges that overlap, the first."""
    pieces: list[str] = []
    done = 0
    for start, end, written in sorted(parts):
        if start >= done:
            pieces += (text[done:start], written)
            done = end
    return "".join((*pieces, text[done:])) if pieces else text


def _crosses(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _closed_later(text: str, fence: Opaque, limit: int) -> int:
    """Where a fence in a list item or quote ends whose first unindented line ended it for CommonMark, or -1.

    At `limit` another item or quote has a fence.
    """
    opening = _FENCE_RUN.match(text, fence.start)
    if opening is None or text[fence.end - 1] != "\n" or _FENCE_CLOSED.search(text, fence.start, fence.end):
        return -1
    before = text[text.rfind("\n", 0, fence.start) + 1 : fence.start].expandtabs(4)
    quoted = ">" in before
    at = fence.end
    blank = not text[text.rfind("\n", 0, at - 1) + 1 : at].strip()
    while at < limit:
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end]
        indent = line[: len(line) - len(line.lstrip(" \t>"))].expandtabs(4)
        deep = ">" in indent if quoted else len(indent) >= len(before)
        closing = _FENCE_ALONE.match(text, at, end)
        if closing is not None and closing["run"].startswith(opening[0]):
            return end if deep else -1
        empty = not line.strip()
        if (empty and quoted) or (blank and not empty and not deep) or _ENDS_ITEM.match(text, at, end):
            return -1
        at, blank = end, empty
    return -1


def _roots_going_on(text: str, structure: Structure, html: list[Opaque]) -> Iterator[tuple[int, int, str]]:
    """Yield what to write for HTML below list items, which `html` gathers, and for blanks below paragraphs."""
    for before, root in itertools.pairwise(structure.roots):
        if root.kind not in ("html", "code"):
            continue
        start = text.rfind("\n", 0, root.start) + 1
        if root.kind == "html" and before.kind == "list" and text[start - 2 : start - 1] not in ("\n", ""):
            if not text[text.rfind("\n", 0, start - 1) + 1 : start].strip():
                continue
            if text.startswith("<?", root.start) and "?>" in text[root.start : root.end]:
                continue  # display math that is closed
            end = _ENDS_ITEM.search(text, start, root.end)
            stop = end.start() if end is not None else root.end
            html.append(Opaque(start, stop, "lazy"))
            yield start, stop, _TAG_AT_LINE_START.sub(r"\1x", text[start:stop])
        elif root.kind == "code" and before.kind == "paragraph":
            begin = text.rfind("\n", 0, before.end) + 1
            blanks = _DEEP_BLANKS.fullmatch(text, begin, start)
            if blanks is not None and len(text[start : root.start].expandtabs(4)) >= 4:
                yield begin, start, _LAST_BLANK.sub("x", text[begin:start])
        elif (
            root.kind == "code"
            and before.kind == "list"
            and (indent := _LINE_INDENT.match(text, start)) is not None
            and len(indent[0].expandtabs(4)) < _indent_of_empty(text, before.start, start) + 4
        ):
            yield start, root.end, _LINE_INDENT.sub(_crosses, text[start : root.end])


def _indent_of_empty(text: str, start: int, end: int) -> int:
    """Where the text of a list's last item begins, in columns, if that is a mark alone; else -4, below any indent.

    What is indented below it is its text, also behind a blank line, or code if indented by four more.
    """
    last = text[start:end].rstrip()
    mark = _MARK_ALONE.fullmatch(last, last.rfind("\n") + 1)
    return len(mark[0].expandtabs(4)) + 1 if mark is not None else -4


def add_lazy_lines(text: str, structure: Structure, taken: Sequence[Opaque] = ()) -> None:
    """Add to `structure.opaque` the lines that only Obsidian counts to a code or HTML block.

    CommonMark ends an unclosed fence or HTML block with the quote or list item that holds it; Obsidian
    carries on, up to a blank line or a new block (pinned by its tags in such texts). Of the blocks
    `taken` the end is known.
    """
    blocks = [one for one in structure.opaque if one.kind in ("fence", "html-block")]
    extra = list(_lazy_blocks(text, structure, blocks, taken)) if blocks else []
    if structure.tables or structure.quotes:
        extra.extend(_indented(text, structure))
    if extra:
        structure.opaque = sorted([*structure.opaque, *extra])
        covered = Excluded([(one.start, one.end) for one in extra])
        structure.headings = [one for one in structure.headings if covered.end_of(one.start) < 0]


def _lazy_blocks(
    text: str, structure: Structure, blocks: Sequence[Opaque], taken: Sequence[Opaque]
) -> Iterator[Opaque]:
    """Yield what follows `blocks` of code and HTML and belongs to them; of those `taken` the end is known."""
    known = {one.start for one in taken}
    roots = {root.start for root in structure.roots}
    beyond = -1  # where HTML that goes on over a line of blanks ends
    inner = [block.start for block in blocks if block.start not in roots]
    for block in blocks:
        if block.start < beyond or block.start in known:
            continue
        if block.start in roots:
            if block.kind == "html-block" and _BLANKS_ONLY.match(text, block.end):
                for rest in _html_beyond(text, block):
                    beyond = rest.end
                    yield rest
            continue
        raw = text[block.start : block.end]
        mark = next((mark for begin, mark in _CLOSING_MARKS.items() if raw.startswith(begin)), "")
        if (block.kind == "fence" and _FENCE_CLOSED.search(raw)) or (mark and mark in raw):
            continue
        if mark == "?>" and ">" in text[text.rfind("\n", 0, block.start) + 1 : block.start]:
            mark = ""  # such a line ends a quote
        following = bisect_left(inner, block.end)
        end = _lazy_end(text, block.end, mark, inner[following] if following < len(inner) else len(text))
        if end > block.end:
            yield Opaque(block.end, end, "lazy")


def _html_beyond(text: str, block: Opaque) -> list[Opaque]:
    """The rest of an HTML block after a line of blanks: to Obsidian only an empty line ends it."""
    if not _ENDS_AT_BLANK_LINE.match(text, block.start):
        return []
    empty = _EMPTY_LINE.search(text, block.end - 1)
    return [Opaque(block.end, empty.end() if empty is not None else len(text), "lazy")]


def _indented(text: str, structure: Structure) -> list[Opaque]:
    """Lines of a quote or table that Obsidian reads as indented code and CommonMark as text.

    After a line of a quote or a table, a line indented by four or a tab (no lazy continuation), and a
    quoted line whose `>` is followed by a tab. In a list item, the indent counts from its own.
    """
    deep: list[tuple[int, int, re.Pattern[str]]] = []
    tabbed: list[tuple[int, int]] = []
    for start, end in structure.tables:
        if "\n    " in (raw := text[start:end]) or "\n\t" in raw:
            deep.append((start, end, _TABLE_INDENT))
    outer_end = -1
    for start, end in structure.quotes:
        if start < outer_end:
            continue
        outer_end = end
        if "\n    " in (raw := text[start:end]) or "\n\t" in raw:
            deep.append((start, end, _QUOTE_INDENT))
        if ">\t" in raw or "> \t" in raw:
            tabbed.append((start, end))
    found = list(_behind_tabs(text, structure, tabbed)) if tabbed else []
    roots = {root.start for root in structure.roots} if deep else set()
    for start, end, lines in deep:
        before = text[text.rfind("\n", 0, start) + 1 : start]
        column = 0 if start in roots else len(before.expandtabs(4))
        found.extend(
            Opaque(match.start(), match.end(), "lazy")
            for match in lines.finditer(text, start, end)
            if len(match["indent"].expandtabs(4)) >= column + 4
        )
    return found


def _behind_tabs(text: str, structure: Structure, quotes: Sequence[tuple[int, int]]) -> Iterator[Opaque]:
    """Yield the lines of `quotes` with a tab behind the mark that go on with no text and no list above them."""
    quoted = Excluded(quotes)
    goes_on = Excluded([*structure.tables, *(one for one in structure.items if quoted.end_of(one[0]) >= 0)])
    for start, end in quotes:
        code_end = -1
        for match in _QUOTED_TAB.finditer(text, start, end):
            line = match.start()
            if line != code_end + 1:
                before = line - 1
                while before >= start and text[before] in " \t\r\n>":
                    before -= 1
                near = start <= before and text.count("\n", before, line) == 1
                above = leaf_at(structure.leaves, before) if near else None
                if goes_on.end_of(before) >= 0 or (above is not None and text[above.start - 1] != "#"):
                    continue
            code_end = match.end()
            yield Opaque(line, code_end, "lazy")


def _lazy_end(text: str, at: int, mark: str, limit: int) -> int:
    if not at or text[at - 1] != "\n" or not text[text.rfind("\n", 0, at - 1) + 1 : at].strip(" \t\r\n>"):
        return at
    while at < len(text):
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end + 1
        line = text[at:line_end]
        if not line.strip() or line_end > limit:
            return at
        if mark and mark in line:
            return line_end
        if _NEW_BLOCK.match(line):
            return at
        at = line_end
    return at
