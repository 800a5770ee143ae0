"""The values of YAML 1.2 core, and a quick reading of the lines that most property blocks consist of."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(
    r"(?P<oct>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)|(?P<int>[-+]?[0-9]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF))|(?P<nan>\.(?:nan|NaN|NAN))"
)
_NUMBER_START = frozenset("+-.0123456789")
_PLAIN = r"(?P<plain>[^\W_](?:[^\s:#]|:(?=[^\s])|(?<=[^\s])#|[ ]+(?=[^\s#]))*)"
_QUOTED = r"(?P<quoted>\"[^\"\\\n]*\"|'[^'\n]*')"
_IN_FLOW = r"(?:\"[^\"\\\n]*\"|'[^'\n]*'|[^\W_](?:[\w./-]|[ ](?=[\w./-]))*)"
_FLOW = rf"(?P<flow>\[(?:{_IN_FLOW}(?:,[ ]*{_IN_FLOW})*)?\])"
_FLOW_ITEM = re.compile(_IN_FLOW)
_PLAIN_LINE = re.compile(
    r"(?P<key>[A-Za-z_](?:[A-Za-z0-9_-]|[ ](?=[A-Za-z0-9_-]))*):"
    rf"(?:[ ]+(?:{_PLAIN}|{_QUOTED}|{_FLOW}))?[ ]*\r?\n"
)
_PLAIN_ITEM = re.compile(rf"(?P<indent>[ ]*)-[ ]+(?:{_PLAIN}|{_QUOTED})[ ]*\r?\n")
_LINE_ENDS = {10: None, 13: None}
_NAMES_OF_VALUES = frozenset(("null", "Null", "NULL", "True", "TRUE", "False", "FALSE"))
_LONGEST_NUMBER = 300  # digits: such a "number" is an id, and no float could hold it


class YamlValue(NamedTuple):
    """A value with its place: `start`/`end` are offsets in the YAML text.

    `items` holds the entries of a mapping (key, key start, key end, value) or of a list (index as
    text, -1, -1, value).
    """

    value: Any
    start: int
    end: int
    items: tuple[tuple[str, int, int, YamlValue], ...] = ()
    size: int = 1  # how many values this one holds, aliases counted each time


def resolve_scalar(text: str) -> Any:
    """Return the YAML 1.2 core value of a plain (unquoted) scalar."""
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
    """Return what `compose` would, for the lines most notes have; None for anything else.

    Those are `key: value`, `key:` and `- value` below it, with plain or simply quoted values: a third
    of the parser's time goes into them otherwise. A property test holds the two readings together.
    """
    entries: list[tuple[str, int, int, YamlValue]] = []
    seen = set(_NAMES_OF_VALUES)  # as keys they are those values, written anew
    at = 0
    length = len(text)
    while at < length:
        match = _PLAIN_LINE.match(text, at)
        if match is None or match["key"] in seen:
            return None
        key_start, key_end = match.span("key")
        seen.add(match["key"])
        value = _plain_value(match) or _flow_list(match)
        at = match.end()
        if value is None:
            value, at = _plain_list(text, at)
            if value is None:  # `key:` alone is null, or begins something else: the library knows
                return None
        entries.append((match["key"], key_start, key_end, value))
    if not entries or not text.translate(_LINE_ENDS).isprintable():
        return None  # YAML refuses some characters, and reads others as line ends
    size = 1 + sum(entry[3].size for entry in entries)
    mapping = {key: value.value for key, _, _, value in entries}
    return YamlValue(mapping, 0, length, tuple(entries), size)


def _plain_value(match: re.Match[str]) -> YamlValue | None:
    start, end = match.span("plain")
    if start >= 0:
        return YamlValue(resolve_scalar(match["plain"]), start, end)
    start, end = match.span("quoted")
    return YamlValue(match["quoted"][1:-1], start, end) if start >= 0 else None


def _flow_list(match: re.Match[str]) -> YamlValue | None:
    start, end = match.span("flow")
    if start < 0:
        return None
    items: list[tuple[str, int, int, YamlValue]] = []
    for item in _FLOW_ITEM.finditer(match.string, start + 1, end - 1):
        raw = item[0]
        value = raw[1:-1] if raw[0] in "\"'" else resolve_scalar(raw)
        items.append((str(len(items)), -1, -1, YamlValue(value, item.start(), item.end())))
    return YamlValue([item[3].value for item in items], start, end, tuple(items), 1 + len(items))


def _plain_list(text: str, at: int) -> tuple[YamlValue | None, int]:
    """The list whose first item is the line at `at`; (None, at) if there is none."""
    items: list[tuple[str, int, int, YamlValue]] = []
    indent, start = None, at
    while (match := _PLAIN_ITEM.match(text, at)) is not None:
        value = _plain_value(match)
        if value is None or (indent is not None and match["indent"] != indent):
            return None, at
        if indent is None:
            indent, start = match["indent"], match.end("indent")
        items.append((str(len(items)), -1, -1, value))
        at = match.end()
    if not items:
        return None, at
    last = items[-1][3].end
    return YamlValue([item[3].value for item in items], start, last, tuple(items), 1 + len(items)), at
