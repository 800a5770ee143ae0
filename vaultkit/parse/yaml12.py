"""Frontmatter as YAML 1.2 core, with a place for every key and value.

Obsidian reads properties with the npm package `yaml` (YAML 1.2 core schema): dates, `yes` and `12:30`
are strings, duplicate keys are errors. PyYAML's loaders speak YAML 1.1, so the C parser is kept for
the syntax and the scalars are resolved here (YAML 1.2.2, section 10.3.2).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml import MappingNode, Node, ScalarNode, SequenceNode

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # a PyYAML built without libyaml: slower, same meaning
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(
    r"(?P<oct>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)|(?P<int>[-+]?[0-9]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<inf>[-+]?\.(?:inf|Inf|INF))|(?P<nan>\.(?:nan|NaN|NAN))"
)
_NUMBER_START = frozenset("+-.0123456789")
_TAB_AFTER_COLON = re.compile(r"^([ ]*(?:- +)*[^\s#'\"\[{][^:\n]*:)(\t+)(?=\S)", re.MULTILINE)
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
_MAX_DEPTH = 60
_MOST_ALIASED = 2000
_TOO_MANY_ALIASES = "repeats itself too often through aliases"
_LONGEST_NUMBER = 300  # digits: such a "number" is an id, and no float could hold it


class YamlError(NamedTuple):
    """A syntax problem: what is wrong, and the offset in the YAML text."""

    message: str
    offset: int
    duplicate_key: bool = False


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


class CoreLoader(_BaseLoader):
    """The C parser without YAML 1.1's implicit types: scalars arrive as plain strings."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


class CoreHandler(YAMLHandler):
    """python-frontmatter's YAML handler with Obsidian's reading of scalars and duplicate keys."""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """Return the properties of the YAML text `fm`.

        Raises:
            ValueError: the text is not valid YAML 1.2, holds a key twice, or is not a mapping.
        """
        value, errors = compose(fm)
        if errors:
            raise ValueError(errors[0].message)
        if value is None or value.value is None:
            return {}
        if not isinstance(value.value, dict):
            raise ValueError("properties must be a mapping of keys to values")
        return value.value


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


def compose(text: str) -> tuple[YamlValue | None, list[YamlError]]:
    """Parse one YAML document; return its value with places, and every problem found.

    The value is None when the text is empty or cannot be parsed at all. Never raises.
    """
    if not text.endswith("\n"):
        text += "\n"  # a block scalar keeps its last line end
    plain = compose_plain(text)
    if plain is not None:
        return plain, []
    try:
        node = _compose_node(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = error.problem or error.context or "cannot be parsed"
        return None, [YamlError(_plain(message), mark.index if mark is not None else 0)]
    except yaml.reader.ReaderError as error:
        return None, [YamlError("holds a character that YAML does not allow", error.position)]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, [YamlError(str(error).partition("\n")[0] or "cannot be parsed", 0)]
    if node is None:
        return None, []
    errors: list[YamlError] = []
    return _build(node, errors, {}, 0), errors


def compose_plain(text: str) -> YamlValue | None:
    """Return what `compose` would, for the lines most notes have; None for anything else.

    Those are `key: value`, `key:` and `- value` below it, with plain or simply quoted values: a third
    of the parser's time goes into them otherwise. A property test holds the two readings together.
    """
    entries: list[tuple[str, int, int, YamlValue]] = []
    seen: set[str] = set()
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


def _compose_node(text: str) -> Node | None:
    loader = CoreLoader(text)
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError:
        # YAML 1.2 lets a tab separate key and value; libyaml (1.1) refuses it. Same length, so
        # every place stays right.
        spaced = _TAB_AFTER_COLON.sub(lambda m: m[1] + " " * len(m[2]), text)
        if spaced == text:
            raise
        loader.dispose()
        loader = CoreLoader(spaced)
        return loader.get_single_node()
    finally:
        loader.dispose()


def _plain(message: str) -> str:
    """libyaml's wording, without its view of the parser's state."""
    return message.strip().removeprefix("while ").rstrip(".")


def _build(node: Node, errors: list[YamlError], seen: dict[int, YamlValue], depth: int) -> YamlValue:
    start, end = node.start_mark.index, node.end_mark.index
    if id(node) in seen:  # an alias (*x): the value again, its places only where it was written
        again = seen[id(node)]
        if again.size > _MOST_ALIASED:
            if not any(error.message == _TOO_MANY_ALIASES for error in errors):
                errors.append(YamlError(_TOO_MANY_ALIASES, again.start))
            return YamlValue(None, again.start, again.end)
        return again._replace(items=())
    if depth > _MAX_DEPTH:
        errors.append(YamlError(f"is nested more than {_MAX_DEPTH} levels deep", start))
        return YamlValue(None, start, end)
    if isinstance(node, ScalarNode):
        built = YamlValue(_scalar(node), start, end)
    elif isinstance(node, SequenceNode):
        seen[id(node)] = YamlValue(None, start, end)  # a list inside itself ends here
        values = [_build(child, errors, seen, depth + 1) for child in node.value]
        items = tuple((str(i), -1, -1, value) for i, value in enumerate(values))
        size = 1 + sum(value.size for value in values)
        stop = end if node.flow_style else _trimmed(values, end)
        built = YamlValue([value.value for value in values], start, stop, items, size)
    elif isinstance(node, MappingNode):
        seen[id(node)] = YamlValue(None, start, end)
        built = _build_mapping(node, errors, seen, depth)
    else:  # pragma: no cover - libyaml has no other nodes
        built = YamlValue(None, start, end)
    seen[id(node)] = built
    return built


def _trimmed(values: list[YamlValue], end: int) -> int:
    """A block list ends with its last item; libyaml's mark runs on to the next token."""
    return max(values[-1].end, 0) if values and values[-1].end < end else end


def _build_mapping(
    node: MappingNode, errors: list[YamlError], seen: dict[int, YamlValue], depth: int
) -> YamlValue:
    result: dict[str, Any] = {}
    items: list[tuple[str, int, int, YamlValue]] = []
    for key_node, value_node in node.value:
        key = _key(key_node, errors, seen, depth)
        key_start, key_end = key_node.start_mark.index, key_node.end_mark.index
        if key in result:
            errors.append(YamlError(f'the key "{key}" stands here twice', key_start, duplicate_key=True))
        value = _build(value_node, errors, seen, depth + 1)
        result[key] = value.value
        items.append((key, key_start, key_end, value))
    end = node.end_mark.index
    size = 1 + sum(item[3].size for item in items)
    return YamlValue(result, node.start_mark.index, end, tuple(items), size)


def _key(node: Node, errors: list[YamlError], seen: dict[int, YamlValue], depth: int) -> str:
    """A key as the text Obsidian shows: numbers and booleans keep their spelling."""
    if isinstance(node, ScalarNode):
        return str(node.value)
    return _flow(_build(node, errors, seen, depth + 1).value)


def _flow(value: Any) -> str:
    """A collection used as a key, written as npm `yaml` writes it (`{{title}}` becomes `{ title }`)."""
    if isinstance(value, dict):
        inner = ", ".join(key if item is None else f"{key}: {_flow(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[ {', '.join(_flow(item) for item in value)} ]"
    return "" if value is None else str(value)


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    if not node.style:  # plain; the C parser says "" where the Python one says None
        tag = node.tag
        if tag.endswith(":str") or tag == "!":
            # The C loader tags every plain scalar as str once the 1.1 resolvers are gone.
            return resolve_scalar(text)
        return _tagged(tag, text)
    if node.tag.endswith((":str", "!")):
        return text
    return _tagged(node.tag, text)


def _tagged(tag: str, text: str) -> Any:
    """Explicit core tags convert; any other tag is ignored, as npm `yaml` does with a warning."""
    if tag.endswith((":int", ":float", ":bool", ":null")):
        return resolve_scalar(text)
    return text
