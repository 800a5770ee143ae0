"""Frontmatter as YAML 1.2 core, with a place for every key and value.

Obsidian reads properties with the npm package `yaml` (YAML 1.2 core schema): dates, `yes` and `12:30`
are strings, duplicate keys are errors. PyYAML's loaders speak YAML 1.1, so the C parser is kept for
the syntax and the scalars are resolved here (YAML 1.2.2, section 10.3.2).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec
import yaml
from msgspec.structs import replace
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from vaultkit.parse.yaml_faults import explain
from vaultkit.parse.yaml_plain import resolve_scalar
from vaultkit.patterns import lazy_pattern

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # a PyYAML built without libyaml: slower, same meaning
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

# Many dashes are read but once: nothing is gained by giving some of them back.
_TAB_AS_BLANK = lazy_pattern(
    r"^([ ]*+(?:(?:-[ ]++)++(?=\t)|(?:-[ ]++)*+(?:-(?=\t)|[^\s#'\"\[{][^:\n]*:)|-[^:\n]*:))(\t[ \t]*)(?=\S|\r?$)",
    re.MULTILINE,
)
# To npm `yaml`, a tab that begins the line below a key is an indent, unless a value of the key follows.
_TABS_ON_BLANK_LINE = lazy_pattern(
    r"^(?:[ ]+\t|(?<!:\n)(?<!:\r\n)(?<!:[ ]\n)\t|\t(?=[ \t]*\r?\n(?:[ \t]*\r?\n)*+(?:[ -]|\Z)))[ \t]*(?=#|\r?$)",
    re.MULTILINE,
)
_PLAIN_TAG = "?"  # YAML's own name for the tag of a plain scalar without one
# Characters that libyaml refuses or, by YAML 1.1, takes for line ends; YAML 1.2 readers take them as they are.
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|\r(?!\n)")
_FIRST_STAND_IN = 0x10D000  # private use, and followed by as many places as the last of them needs
_STAND_IN = lazy_pattern(f"[{chr(_FIRST_STAND_IN)}-{chr(_FIRST_STAND_IN + 0x2029)}]")
_SURROGATE_ESCAPE = lazy_pattern(r"\\(?:u[dD]([89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)
_STAND_IN_PAIR = lazy_pattern("([\ue000-\ue3ff])([\ue400-\ue7ff])|[\ue000-\ue7ff]")
_MAX_DEPTH = 60
_MOST_ALIASED = 2000
_TOO_MANY_ALIASES = "repeats itself too often through aliases"
_PLAINLY_WRITTEN = 1e21  # JavaScript writes whole numbers below without an exponent


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


class YamlError(NamedTuple):
    """A syntax problem: what is wrong, and the offset in the YAML text."""

    message: str
    offset: int
    duplicate_key: bool = False


class CoreLoader(_BaseLoader):
    """The C parser without YAML 1.1's implicit types: scalars arrive as plain strings."""

    _depth = 0

    def resolve(self, kind: type[Node], _value: Any, implicit: Any) -> str:
        """Return the tag of a node that has none written: `_PLAIN_TAG` for a plain scalar."""
        return _PLAIN_TAG if kind is ScalarNode and implicit[0] else "!"

    def descend_resolver(self, parent: Node | None, _index: Any) -> None:
        """Count the nodes round the next one: libyaml's composer calls itself for each, and would run out of stack."""
        self._depth += 1
        if parent is not None and self._depth > _MAX_DEPTH + 1:
            message = f"is nested more than {_MAX_DEPTH} levels deep"
            raise yaml.MarkedYAMLError(problem=message, problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        """Forget the node that has just been read."""
        self._depth -= 1


def compose(text: str) -> tuple[YamlValue | None, list[YamlError]]:
    """Parse one YAML document; return its value with places, and every problem found.

    The value is None when the text is empty or cannot be parsed at all. Never raises.
    """
    if not text.endswith("\n"):
        text += "\n"  # a block scalar keeps its last line end
    try:
        node, source = _compose_node(text)
    except yaml.MarkedYAMLError as error:
        return None, [YamlError(*explain(text, error))]
    except yaml.reader.ReaderError as error:
        return None, [YamlError("holds a character that YAML does not allow", error.position)]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return None, [YamlError(str(error).partition("\n")[0] or "cannot be parsed", 0)]
    if node is None:
        return None, []
    builder = _Builder(source)
    return builder.build(node), builder.errors


class _Source(NamedTuple):
    """The text given to the C parser, place for place that of the note, and how to read its scalars back."""

    text: str
    stand_ins: bool = False
    surrogates: bool = False

    def written(self, scalar: str) -> str:
        """Return a scalar with the characters that the note has, or that its escapes mean."""
        if self.stand_ins:
            scalar = _STAND_IN.sub(lambda m: chr(ord(m[0]) - _FIRST_STAND_IN), scalar)
        return _STAND_IN_PAIR.sub(_joined, scalar) if self.surrogates else scalar


def _compose_node(text: str) -> tuple[Node | None, _Source]:
    """Parse `text` with libyaml, which reads YAML 1.1, and once more with what 1.2 allows written for it."""
    source = _Source(text)
    if _STRANGE.search(text):
        source = _Source(_STRANGE.sub(lambda m: chr(ord(m[0]) + _FIRST_STAND_IN), text), stand_ins=True)
    try:
        return _single_node(source.text), source
    except yaml.MarkedYAMLError:
        # YAML 1.2 lets a tab separate key or dash and value, and stand on a blank line. Same length, so
        # every place stays right.
        spaced = _TAB_AS_BLANK.sub(lambda m: m[1] + " " * len(m[2]), source.text)
        spaced = _TABS_ON_BLANK_LINE.sub(lambda m: " " * len(m[0]), spaced)
        surrogates = "\\ud" in spaced or "\\uD" in spaced
        if surrogates:  # JSON's way to write an emoji
            spaced = _SURROGATE_ESCAPE.sub(_private_escape, spaced)
        if spaced == source.text:
            raise
        source = source._replace(text=spaced, surrogates=surrogates)
        return _single_node(spaced), source


def _single_node(text: str) -> Node | None:
    loader = CoreLoader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _private_escape(match: re.Match[str]) -> str:
    """The escape of half a surrogate pair, `\\ud83d`, as one of a private character, `\\ue03d`."""
    return match[0] if match[1] is None else f"\\u{int(match[1], 16) + 0xD800:04x}"


def _joined(match: re.Match[str]) -> str:
    """The character that two halves mean; half a pair alone means none."""
    if match[1] is None:
        return "\ufffd"
    return chr(0x10000 + ((ord(match[1]) - 0xE000) << 10) + ord(match[2]) - 0xE400)


class _Builder:
    """Turns the nodes of one document into values with places, and notes what YAML 1.2 does not allow."""

    def __init__(self, source: _Source) -> None:
        self.errors: list[YamlError] = []
        self._source = source
        self._seen: dict[int, YamlValue] = {}

    def build(self, node: Node) -> YamlValue:
        """Return the value of `node`."""
        start, end = node.start_mark.index, node.end_mark.index
        if id(node) in self._seen:  # an alias (*x): the value again, its places only where it was written
            return self._again(self._seen[id(node)])
        if isinstance(node, ScalarNode):
            built = YamlValue(self._scalar(node), start, end)
        elif isinstance(node, SequenceNode):
            self._seen[id(node)] = YamlValue(None, start, end)  # a list inside itself ends here
            built = self._sequence(node)
        elif isinstance(node, MappingNode):
            self._seen[id(node)] = YamlValue(None, start, end)
            built = self._mapping(node)
        else:  # pragma: no cover - libyaml has no other nodes
            built = YamlValue(None, start, end)
        self._seen[id(node)] = built
        return built

    def _again(self, value: YamlValue) -> YamlValue:
        if value.size > _MOST_ALIASED:
            if not any(error.message == _TOO_MANY_ALIASES for error in self.errors):
                self.errors.append(YamlError(_TOO_MANY_ALIASES, value.start))
            return YamlValue(None, value.start, value.end)
        return replace(value, items=())

    def _sequence(self, node: SequenceNode) -> YamlValue:
        start, end = node.start_mark.index, node.end_mark.index
        if not node.flow_style:
            for child in node.value:
                self._check_lines(child, node.start_mark.column)
        values = [self.build(child) for child in node.value]
        items = tuple((str(i), -1, -1, value) for i, value in enumerate(values))
        size = 1 + sum(value.size for value in values)
        stop = end if node.flow_style else _trimmed(values, end)
        return YamlValue([value.value for value in values], start, stop, items, size)

    def _mapping(self, node: MappingNode) -> YamlValue:
        result: dict[str, Any] = {}
        items: list[tuple[str, int, int, YamlValue]] = []
        for key_node, value_node in node.value:
            key = self._key(key_node)
            key_start, key_end = key_node.start_mark.index, key_node.end_mark.index
            if key in result:
                self.errors.append(
                    YamlError(f'the key "{key}" stands here twice', key_start, duplicate_key=True)
                )
            if not node.flow_style:
                self._check_lines(value_node, key_node.start_mark.column)
            value = self.build(value_node)
            result[key] = value.value
            items.append((key, key_start, key_end, value))
        size = 1 + sum(item[3].size for item in items)
        return YamlValue(result, node.start_mark.index, node.end_mark.index, tuple(items), size)

    def _check_lines(self, node: Node, column: int) -> None:
        """Hold a quoted or flow value to YAML 1.2.2, which libyaml does not (sections 6.1, 6.7, 7.3, 7.4).

        Its further lines stand deeper than `column`, where the entry of its block begins (as npm `yaml`
        does, a last `]` or `}` may stand there), and a comment behind it needs a blank before.
        """
        first, last = node.start_mark, node.end_mark
        flow = isinstance(node, SequenceNode | MappingNode) and bool(node.flow_style)
        if not flow and not (isinstance(node, ScalarNode) and node.style in ("'", '"')):
            return
        text = self._source.text
        if text.startswith("#", last.index):
            self.errors.append(YamlError("a comment needs a space before it", last.index))
        if first.line == last.line:
            return
        at = text.index("\n", first.index)
        while 0 <= at < last.index:
            begin, at = at + 1, text.find("\n", at + 1)
            line = text[begin:at]
            rest = line.lstrip(" ")
            indent = len(line) - len(rest)
            if indent > column or not rest.strip() or (flow and rest[0] == "#"):
                continue
            closes = flow and indent == column and text[begin : last.index].strip() in ("]", "}")
            if not closes:
                self.errors.append(YamlError("this line continues a value and must be indented", begin))
                return

    def _key(self, node: Node) -> str:
        """A key as the property name that Obsidian has: what JavaScript makes of its value."""
        if isinstance(node, ScalarNode):
            return _name(self._scalar(node))
        return _flow(self.build(node).value)

    def _scalar(self, node: ScalarNode) -> Any:
        text = self._source.written(node.value)
        if node.tag == _PLAIN_TAG:
            return resolve_scalar(text)
        return _tagged(node.tag, text)


def _trimmed(values: list[YamlValue], end: int) -> int:
    """A block list ends with its last item; libyaml's mark runs on to the next token."""
    return max(values[-1].end, 0) if values and values[-1].end < end else end


def _name(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < _PLAINLY_WRITTEN:
        return str(int(value))
    return str(value)


def _flow(value: Any) -> str:
    """A collection used as a key, written as npm `yaml` writes it (`{{title}}` becomes `{ title }`)."""
    if isinstance(value, dict):
        inner = ", ".join(
            _flow_key(key) if item is None else f"{key}: {_flow(item)}" for key, item in value.items()
        )
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[ {', '.join(map(_flow, value))} ]" if value else "[]"
    return _name(value)


def _flow_key(key: str) -> str:
    return f"? {key}" if key.startswith(("{ ", "[ ")) else key


def _tagged(tag: str, text: str) -> Any:
    """Explicit core tags convert; any other tag is ignored, as npm `yaml` does with a warning."""
    if tag.endswith((":int", ":float", ":bool", ":null")):
        return resolve_scalar(text)
    return text
