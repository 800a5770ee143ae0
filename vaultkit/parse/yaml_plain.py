"""The scalars of YAML 1.2 core, and a quick reading of the lines that most property blocks consist of.

The notes of a vault have keys, tags and dates in common. So what a line says is worked out once for all of
them, and a note only adds where its lines are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from vaultkit.model.note import Property
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Span

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = lazy_pattern(
    r"(?P<oct>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)|(?P<int>[-+]?[0-9]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF))|(?P<nan>\.(?:nan|NaN|NAN))"
)
_NUMBER_START = frozenset("+-.0123456789")
_START_OF_OTHERS = _NUMBER_START.union("~nNtTfF")  # those of scalars that are no texts
# What follows these patterns can never begin inside them, so that nothing is lost by never going back.
_PLAIN = r"([^\W_](?:[^\s:#]++|:(?=[^\s])|(?<=[^\s])#|[ ]++(?=[^\s#]))*+)"
_QUOTED = r"(\"[^\"\\\n]*+\"|'[^'\n]*+')"
_IN_FLOW = r"(?:\"[^\"\\\n]*+\"|'[^'\n]*+'|[^\W_](?:[\w./?!'()&-]++|[ ](?=[\w./?!'()&-]))*+)"
_FLOW = rf"(\[(?:{_IN_FLOW}(?:,[ ]*+{_IN_FLOW})*+)?\])"
_FLOW_ITEM = lazy_pattern(_IN_FLOW)
# Of a template; to YAML a mapping whose key is a mapping.
_PLACEHOLDER = r"(\{\{[ ]*+[A-Za-z]\w*+(?:[:./-]\w++)*+[ ]*+\}\})"
_VALUE = rf"(?:[ ]++(?:{_PLAIN}|{_QUOTED}|{_FLOW}|{_PLACEHOLDER}))?[ ]*+\r?"
_LINE = re.compile(rf"(?:([A-Za-z_](?:[A-Za-z0-9_-]++|[ ](?=[A-Za-z0-9_-]))*+):|([ ]*+)-(?=[ ])){_VALUE}")
# Its groups, of which the last that matched tells what the value is.
_KEY, _INDENT, _AS_PLAIN, _AS_QUOTED, _AS_FLOW, _AS_PLACEHOLDER = range(1, 7)
_NAMES_OF_VALUES = frozenset(("null", "Null", "NULL", "True", "TRUE", "False", "FALSE"))  # keys written anew
_LONG = (
    1000  # characters: such a line, of a picture perhaps, is not worth its room among the lines remembered
)
_LONGEST_NUMBER = 300  # digits: such a "number" is an id, and no float could hold it


def resolve_scalar(text: str) -> Any:
    """Return the YAML 1.2 core value of a plain (unquoted) scalar."""
    if text and text[0] not in _START_OF_OTHERS:
        return text  # as nearly all are
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if text[0] not in _NUMBER_START:
        return text
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    kind = match.lastgroup
    if kind == "float":
        return float(text)
    if kind in ("int", "oct", "hex"):
        return _integer(text, 10 if kind == "int" else 0)
    return float("-inf" if text[0] == "-" else "inf") if kind == "inf" else float("nan")


def _integer(text: str, base: int) -> int | float | str:
    """An integer; beyond 64 bits a float, as in Obsidian; beyond any number the text itself."""
    if len(text) > _LONGEST_NUMBER:
        return text
    value = int(text, base)
    try:
        return value if -(2**63) <= value < 2**63 else float(value)
    except OverflowError:  # of base 16, fewer digits do
        return text


def read_plain(text: str, begin: int, end: int) -> tuple[Property, ...] | None:
    """Return the properties in `text[begin:end]`, from a note's second line on; None unless all are plain.

    Plain lines are `key: value`, `key:` with or without lines `- value` below it, with plain or simply quoted
    values, short lists in brackets, and `{{placeholder}}`. A property test holds this reading and the library's
    together.
    """
    properties: list[Property] = []
    items: list[Property] = []  # of the list below the last key
    keys: set[str] = set()
    at, indent, open_list = begin, 0, False
    for number, line in enumerate(text[begin:end].split("\n"), 2):
        read = _known_line(line) if len(line) < _LONG else _read_line(line)
        if read is None:
            return None
        key, dash, start, stop, value, flow = read
        span = Span(at + start, at + stop, number, start + 1, number, stop + 1)
        if key is None:
            if not open_list or (items and dash != indent):
                return None
            indent = dash
            items.append(Property(str(len(items)), value, None, span))
        else:
            if key in keys:
                return None
            keys.add(key)
            if items:
                properties[-1] = _with_items(properties[-1], items, indent)
                items = []
            open_list = start == stop
            key_span = Span(at, at + len(key), number, 1, number, len(key) + 1)
            if flow is None:
                properties.append(Property(key, value, key_span, span))
            else:
                value, children = _in_flow(flow, at, number)
                properties.append(Property(key, value, key_span, span, children))
        at += len(line) + 1
    if items:
        properties[-1] = _with_items(properties[-1], items, indent)
    return tuple(properties)


class _Part(NamedTuple):
    """What stands in a list in brackets, with its number as `key`, or in a mapping.

    `start` and `end` are the value's place in the line. A key of a mapping runs from `key_start` to the value; in
    a list that is -1.
    """

    key: str
    key_start: int
    start: int
    end: int
    value: Any = None


class _Line(NamedTuple):
    """What a line says, with offsets in it: a key and its value, or without a key an item of the list above.

    `indent` is how many blanks stand before the dash of an item. A key with nothing behind has an empty place
    for its value. `flow` holds the parts of a value in brackets or braces.
    """

    key: str | None
    indent: int
    start: int
    end: int
    value: Any = None
    flow: tuple[_Part, ...] | None = None


def _read_line(line: str) -> _Line | None:
    """Return what a line without its line end says; None where it is not plain."""
    match = _LINE.fullmatch(line)
    if match is None or not line.replace("\r", "").isprintable():
        return None  # YAML refuses some characters, and reads others as line ends
    key, indent, kind = match[_KEY], match.end(_INDENT), match.lastindex or 0
    if key in _NAMES_OF_VALUES:
        return None
    start, end = match.span(kind)
    if kind == _AS_PLAIN:
        return _Line(key, indent, start, end, resolve_scalar(match[kind]))
    if kind == _AS_QUOTED:
        return _Line(key, indent, start, end, line[start + 1 : end - 1])
    if key is None:
        return None
    if kind == _AS_FLOW:
        return _Line(key, indent, start, end, None, _items(line, start, end))
    if kind == _AS_PLACEHOLDER:
        name = match[kind].strip("{} ")
        entry = _Part(f"{{ {name} }}", start + 1, end - 1, end - 1)
        return None if name in _NAMES_OF_VALUES else _Line(key, indent, start, end, None, (entry,))
    return _Line(key, indent, end + 1, end + 1)


_known_line = lru_cache(maxsize=4096)(_read_line)


def _items(line: str, start: int, end: int) -> tuple[_Part, ...]:
    """The items of the list in brackets at `line[start:end]`."""
    items: list[_Part] = []
    for item in _FLOW_ITEM.finditer(line, start + 1, end - 1):
        raw = item[0]
        value = raw[1:-1] if raw[0] in "\"'" else resolve_scalar(raw)
        items.append(_Part(str(len(items)), -1, item.start(), item.end(), value))
    return tuple(items)


def _in_flow(parts: tuple[_Part, ...], at: int, number: int) -> tuple[Any, tuple[Property, ...]]:
    """The value that `parts` make up, and these as properties; their line is `number` and begins at `at`."""
    children: list[Property] = []
    for key, key_start, start, end, value in parts:
        key_span = None
        if key_start >= 0:
            key_span = Span(at + key_start, at + start, number, key_start + 1, number, start + 1)
        span = Span(at + start, at + end, number, start + 1, number, end + 1)
        children.append(Property(key, value, key_span, span))
    if children and children[0].key_span is not None:
        return {one.key: one.value for one in children}, tuple(children)
    return [one.value for one in children], tuple(children)


def _with_items(header: Property, items: list[Property], indent: int) -> Property:
    """The property whose list stands below its key, each dash behind `indent` blanks."""
    first, last = items[0].value_span, items[-1].value_span
    start = first.start - first.column + 1 + indent
    span = Span(start, last.end, first.line, indent + 1, last.end_line, last.end_column)
    return Property(header.key, [item.value for item in items], header.key_span, span, tuple(items))
