"""The values of YAML 1.2 core, and a quick reading of the lines that most property blocks consist of."""

from __future__ import annotations

import re
from typing import Any

import msgspec

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(
    r"(?P<oct>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)|(?P<int>[-+]?[0-9]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF))|(?P<nan>\.(?:nan|NaN|NAN))"
)
_NUMBER_START = frozenset("+-.0123456789")
_START_OF_OTHERS = _NUMBER_START.union("~nNtTfF")  # those of scalars that are no texts
# What follows these patterns can never begin inside them, so that nothing is lost by never going back.
_PLAIN = r"([^\W_](?:[^\s:#]++|:(?=[^\s])|(?<=[^\s])#|[ ]++(?=[^\s#]))*+)"
_QUOTED = r"(\"[^\"\\\n]*+\"|'[^'\n]*+')"
_IN_FLOW = r"(?:\"[^\"\\\n]*+\"|'[^'\n]*+'|[^\W_](?:[\w./-]++|[ ](?=[\w./-]))*+)"
_FLOW = rf"(\[(?:{_IN_FLOW}(?:,[ ]*+{_IN_FLOW})*+)?\])"
_FLOW_ITEM = re.compile(_IN_FLOW)
_LINE = re.compile(
    r"([A-Za-z_](?:[A-Za-z0-9_-]++|[ ](?=[A-Za-z0-9_-]))*+):"
    rf"(?:[ ]++(?:{_PLAIN}|{_QUOTED}|{_FLOW}))?[ ]*+\r?\n"
)
_KEY_PLAIN, _KEY_QUOTED, _KEY_FLOW = 2, 3, 4  # the last group of a match tells what stands behind the key
_ITEM = re.compile(rf"([ ]*+)-[ ]++(?:{_PLAIN}|{_QUOTED})[ ]*+\r?\n")
_ITEM_PLAIN, _ITEM_QUOTED = 2, 3
_NAMES_OF_VALUES = frozenset(("null", "Null", "NULL", "True", "TRUE", "False", "FALSE"))  # keys written anew
_LONGEST_NUMBER = 300  # digits: such a "number" is an id, and no float could hold it


class YamlValue(msgspec.Struct, frozen=True, gc=False):
    """A value with its place: `start`/`end` are offsets in the YAML text.

    `items` holds the entries of a mapping (key, key start, key end, value) or of a list (index as
    text, -1, -1, value).
    """

    value: Any
    start: int
    end: int
    items: tuple[tuple[str, int, int, YamlValue], ...] = ()
    size: int = 1  # how many values this one holds, aliases counted each time


Items = list[tuple[str, int, int, YamlValue]]


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
    return value if -(2**63) <= value < 2**63 else float(value)


def compose_plain(text: str) -> YamlValue | None:
    """Return the value of a YAML text of the lines most notes have; None for anything else.

    Those are `key: value`, `key:` and `- value` below it, with plain or simply quoted values, and short
    lists in brackets. A property test holds this reading and the library's together.
    """
    entries: Items = []
    values: dict[str, object] = {}
    at = 0
    length = len(text)
    while at < length:
        match = _LINE.match(text, at)
        if match is None or (key := match[1]) in values or key in _NAMES_OF_VALUES:
            return None
        at = match.end()
        kind = match.lastindex
        if kind == _KEY_PLAIN:
            start, end = match.span(_KEY_PLAIN)
            value = YamlValue(resolve_scalar(match[_KEY_PLAIN]), start, end)
        elif kind == _KEY_QUOTED:
            start, end = match.span(_KEY_QUOTED)
            value = YamlValue(text[start + 1 : end - 1], start, end)
        elif kind == _KEY_FLOW:
            value = _flow_list(text, *match.span(_KEY_FLOW))
        else:
            below = _block_list(text, at)
            if below is None:  # `key:` alone is null, or begins something else: the library knows
                return None
            value, at = below
        values[key] = value.value
        entries.append((key, match.start(), match.end(1), value))
    if not entries or not text.replace("\n", "").replace("\r", "").isprintable():
        return None  # YAML refuses some characters, and reads others as line ends
    size = 1 + sum([entry[3].size for entry in entries])
    return YamlValue(values, 0, length, tuple(entries), size)


def _flow_list(text: str, start: int, end: int) -> YamlValue:
    items: Items = []
    for item in _FLOW_ITEM.finditer(text, start + 1, end - 1):
        raw = item[0]
        value = raw[1:-1] if raw[0] in "\"'" else resolve_scalar(raw)
        items.append((str(len(items)), -1, -1, YamlValue(value, item.start(), item.end())))
    return YamlValue([item[3].value for item in items], start, end, tuple(items), 1 + len(items))


def _block_list(text: str, at: int) -> tuple[YamlValue, int] | None:
    """Return the list whose first item is the line at `at`, and where the line behind it begins."""
    items: Items = []
    indent = None
    while (match := _ITEM.match(text, at)) is not None:
        if indent is None:
            indent, first = match[1], match.end(1)
        elif match[1] != indent:
            return None
        if match.lastindex == _ITEM_PLAIN:
            start, end = match.span(_ITEM_PLAIN)
            value = YamlValue(resolve_scalar(match[_ITEM_PLAIN]), start, end)
        else:
            start, end = match.span(_ITEM_QUOTED)
            value = YamlValue(text[start + 1 : end - 1], start, end)
        items.append((str(len(items)), -1, -1, value))
        at = match.end()
    if indent is None:
        return None
    return YamlValue([item[3].value for item in items], first, end, tuple(items), 1 + len(items)), at
