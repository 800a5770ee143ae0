"""Inline fields: Dataview's `Key:: value` and its bracketed forms, and the `- Key: value` people write.

Obsidian gives these no meaning; Dataview does (source: its `inline-field` grammar, as behaviour), and
topic templates use single-colon list items such as `- Part of: [[A]] [[B]]`, or the same on a line of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from vaultkit.model.note import Field, FieldSyntax
from vaultkit.parse.ranges import Excluded, leaf_at
from vaultkit.parse.sections import field_state
from vaultkit.parse.structure import Leaf
from vaultkit.text import SpanOf, holds

_FULL_LINE = re.compile(
    r"\n(?P<lead>[ \t>]*(?:%%[ \t]*+)*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?(?:%%[ \t]*+)*+)?)"
    r"(?P<key>[^\s:\[\]()|`#>][^:\[\]()|`\n]{0,80}?)[ \t]*::(?P<value>[^\n]*)"
)
# What Dataview has in no key of a whole line: `In C++, std::vector` is prose. Before the first letter it is dropped.
_NO_KEY = re.compile(r"\w.*[!\"#$%&'+,.;<>?@\\^{}\u2018-\u201f\u2026]")
_LIST_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<lead>[-*+][ \t]+)"
    r"(?P<key>(?:\*\*|__)?[^\W\d_][\w '/&-]{0,38}?(?:\*\*|__)?):(?!:)(?P<stop>\*\*|__)?"
    r"(?:[ \t]+(?P<value>\S[^\n]*)?|(?=\r?(?:\n|\Z)))"
)
_BEGINS_ITEM = " \t-*+"
# A name of few words and nothing but links into the vault: more words on either side are prose.
_LINK = r"(?:\[\[[^\[\]\n]+\]\]|\[[^\[\]\n]*\]\((?![a-zA-Z][a-zA-Z0-9+.-]+:|//)[^()<\s]+\))"
_LINKS_LINE = re.compile(
    r"(?P<key>(?:\*\*|__)?[^\W\d_][\w'/&-]{0,38}(?: [\w'/&-]{1,38}){0,3}?(?:\*\*|__)?) ?:(?!:)(?P<stop>\*\*|__)?"
    rf"[ \t]++(?P<value>{_LINK}(?:[ \t]*+(?:[,;&]|and(?=[ \t]))?[ \t]*+{_LINK})*+)\.?[ \t]*+\r?(?:\n|\Z)"
)
_BEFORE_LINKS = 5  # so near behind the colon of such a name a link opens: "** [["
_TAG = re.compile(r"(?:^|\s)#[^\s#]")
_MARKS = re.compile(r"\*+|~~|==|`|(?<!\w)_+|_+(?!\w)")
_UNNAMED = re.compile(r"[!-,./:-@\[-^`{-~]+|(?<!\w)_+|_+(?!\w)")  # ASCII punctuation, but not that of names
_BLANKS = re.compile(r"[\s-]+")
_BRACKET = re.compile(r"\\.|[\[\]()]", re.DOTALL)
_MOST_LINES_BELOW = 100
_OUTERMOST = 3  # the column of a key behind "- "
_CLOSING = {"[": "]", "(": ")"}


@lru_cache(maxsize=4096)  # few keys make up all fields of a vault
def _names(key: str) -> tuple[str, str]:
    """Return a field's key without marks, and its canonical key.

    That is in lower case, without punctuation, blanks and hyphens folded to `-`.
    """
    name = _UNNAMED.sub("", key).strip() or key.strip()
    return _MARKS.sub("", key).strip(), _BLANKS.sub("-", name.casefold())


def find_fields(
    text: str, leaves: Sequence[Leaf], excluded: Excluded, commented: Excluded, span_of: SpanOf
) -> tuple[Field, ...]:
    """Return the inline fields of a body, in document order.

    `excluded` hides code, HTML and math; `commented` is what stands inside `%%`, marks included.
    """
    found: list[Field] = []
    if holds(text, "::"):
        found.extend(_double_colon(text, leaves, excluded, commented, span_of))
    if ":" in text:
        found.extend(_single_colon(text, leaves, excluded, commented, span_of))
    if not found:
        return ()
    found.sort(key=lambda field: (field.span.start, field.span.end))
    if any(field.syntax == "list" and field.span.column > _OUTERMOST for field in found):
        first = span_of(0, 0).line - 1
        nested = _nested_items(text)
        found = [
            msgspec.structs.replace(field, nested=True)
            if field.syntax == "list" and field.span.line - first in nested
            else field
            for field in found
        ]
    return tuple(found)


def _make(
    text: str, key: str, syntax: FieldSyntax, whole: tuple[int, int], value: tuple[int, int], span_of: SpanOf
) -> Field:
    start, end = value
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    clean, name = _names(key)
    raw = text[start:end]
    return Field(
        clean,
        name,
        raw,
        syntax,
        field_state(clean, raw),
        span_of(*whole),
        span_of(start, end),
    )


def _value_end(text: str, commented: Excluded, start: int, end: int) -> int:
    """Return where the value `text[start:end]` ends: before the mark of a comment that holds its key, too."""
    comment_end = commented.end_of(start - 1) - len("%%")
    if 0 <= comment_end < end:
        end = comment_end
        while end > start and text[end - 1].isspace():
            end -= 1
    return end


def _double_colon(
    text: str, leaves: Sequence[Leaf], excluded: Excluded, commented: Excluded, span_of: SpanOf
) -> Iterator[Field]:
    """`[key:: value]` and `(key:: value)`, and `Key:: value` on lines without such a field, as Dataview has it."""
    in_brackets = _in_brackets(text, leaves, excluded, span_of)
    yield from in_brackets
    begun = [field.span.start for field in in_brackets]
    first = span_of(0, 0).start
    for match in _FULL_LINE.finditer("\n" + text):  # a literal first character makes the search fast
        start, value_start, end = match.start("key") - 1, match.start("value") - 1, match.end("value") - 1
        if excluded.end_of(start) >= 0 or leaf_at(leaves, start) is None or _NO_KEY.search(match["key"]):
            continue
        if bisect_left(begun, first + start) < bisect_left(begun, first + end):
            continue
        end -= end > value_start and text[end - 1] == "\r"
        end = _value_end(text, commented, value_start, end)
        yield _make(text, match["key"], "line", (start, end), (value_start, end), span_of)


def _in_brackets(text: str, leaves: Sequence[Leaf], excluded: Excluded, span_of: SpanOf) -> list[Field]:
    """The fields in brackets, in document order; of brackets of one kind in one another the outer ones count."""
    found: list[Field] = []
    for leaf in leaves:
        at = text.find("::", leaf.start, leaf.end)
        pairs = _pairs(text, leaf) if at >= 0 else {}
        reach = {"[": 0, "(": 0}
        while at >= 0:
            opening = _opening(text, leaf, at, pairs) if excluded.end_of(at) < 0 else -1
            if opening >= 0 and opening >= reach[text[opening]]:
                end = reach[text[opening]] = pairs[opening] + 1
                syntax: FieldSyntax = "bracket" if text[opening] == "[" else "paren"
                key, value = text[opening + 1 : at], (at + 2, end - 1)
                found.append(_make(text, key, syntax, (opening, end), value, span_of))
            at = text.find("::", at + 2, leaf.end)
    return found


def _pairs(text: str, leaf: Leaf) -> dict[int, int]:
    """Opening to closing offset of the round and square brackets of a leaf, each kind by itself."""
    pairs: dict[int, int] = {}
    open_at: dict[str, list[int]] = {")": [], "]": []}
    for match in _BRACKET.finditer(text, leaf.start, leaf.end):
        char = match[0]
        if char in _CLOSING:
            open_at[_CLOSING[char]].append(match.start())
        elif open_at.get(char):
            pairs[open_at[char].pop()] = match.start()
    return pairs


def _opening(text: str, leaf: Leaf, at: int, pairs: dict[int, int]) -> int:
    """The bracket that opens `[key:: value]` or `(key:: value)` round the `::` at `at`, or -1."""
    opening = at - 1
    floor = max(leaf.start, at - 82)
    while opening >= floor and text[opening] not in "[](){}\n:":
        opening -= 1
    if opening < floor or pairs.get(opening, 0) < at + 2 or not text[opening + 1 : at].strip():
        return -1
    return opening


def _single_colon(
    text: str, leaves: Sequence[Leaf], excluded: Excluded, commented: Excluded, span_of: SpanOf
) -> Iterator[Field]:
    """`- Key: value` where the value is empty or holds a link, a tag or a URL (else it is prose).

    An empty value with items below it takes them as its value. Without the bullet, on a line of a paragraph,
    the value must be links and nothing else.
    """
    line_end = -1
    colon = text.find(":")
    while colon >= 0:
        line = text.rfind("\n", line_end + 1, colon) + 1 or line_end + 1
        line_end = text.find("\n", colon)
        if line_end < 0:
            line_end = len(text)
        name_end = colon
        colon = text.find(":", line_end)
        match = _LIST_ITEM.match(text, line) if text[line] in _BEGINS_ITEM else None
        if match is None:
            if "[" in text[name_end + 1 : name_end + 1 + _BEFORE_LINKS]:
                yield from _line_of_links(text, line, leaves, excluded, span_of)
            continue
        start, stop = match.start("key"), match.end()
        if excluded.end_of(start) >= 0:
            continue
        value = match["value"] or ""
        if value and not _is_linkish(value):
            continue
        begin, end = (match.start("value"), stop) if value else (stop, stop)
        if not value:
            below = _items_below(text, stop, len(match["indent"].expandtabs(4)))
            if below > stop:
                if not _is_linkish(text[stop:below]):
                    continue
                end = below
        key = match["key"] + (match["stop"] or "")
        end = _value_end(text, commented, begin, end)
        yield _make(text, key, "list", (start, end), (begin, end), span_of)


def _is_linkish(value: str) -> bool:
    """Whether a value holds a link, a tag or a URL."""
    if "[[" in value or "](" in value or "https://" in value or "http://" in value:
        return True
    return "#" in value and _TAG.search(value) is not None


def _line_of_links(
    text: str, line: int, leaves: Sequence[Leaf], excluded: Excluded, span_of: SpanOf
) -> Iterator[Field]:
    """`Key: [[a]], [[b]]` or `**Key**: [[a]]` where the line begins."""
    match = _LINKS_LINE.match(text, line)
    if match is not None and excluded.end_of(line) < 0 and leaf_at(leaves, line) is not None:
        key = match["key"] + (match["stop"] or "")
        yield _make(text, key, "line", (line, match.end("value")), match.span("value"), span_of)


def _items_below(text: str, at: int, indent: int) -> int:
    """The end of the lines after `at` that are indented deeper than `indent` columns."""
    end = at
    line = text.find("\n", at) + 1
    lines = 0
    while line and lines < _MOST_LINES_BELOW:
        lines += 1
        stop = text.find("\n", line)
        content = text[line : stop if stop >= 0 else len(text)]
        stripped = content.lstrip(" \t")
        if not stripped.strip():
            break
        if len(content[: len(content) - len(stripped)].expandtabs(4)) <= indent:
            break
        end = stop if stop >= 0 else len(text)
        line = stop + 1
    return end


_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")


def _nested_items(text: str) -> frozenset[int]:
    """Return the numbers of the lines that are list items below another item."""
    nested: set[int] = set()
    open_items: list[int] = []  # how far the items around the line are indented
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        indent = _indent(line)
        while open_items and open_items[-1] >= indent:
            open_items.pop()
        if _ITEM.match(line):
            if open_items:
                nested.add(number)
            open_items.append(indent)
    return frozenset(nested)


def _indent(line: str) -> int:
    start = line[: len(line) - len(line.lstrip())]
    return len(start.expandtabs(4))
