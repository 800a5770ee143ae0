"""The property block at the head of a note, as Obsidian finds and reads it.

The block exists iff the text begins with exactly `---` and a line end and a later line is `---`
(Obsidian's help, "Properties"; its metadata cache). python-frontmatter's own splitting differs (it drops
text of a note that begins with a thematic break), so the block is found here and only its YAML handed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from vaultkit.model.link import Link
from vaultkit.model.note import Problem, Property, Tag
from vaultkit.parse.wikilinks import split_wikilink
from vaultkit.parse.yaml_plain import read_plain
from vaultkit.patterns import lazy_pattern
from vaultkit.text import LineIndex, Span, SpanOf

if TYPE_CHECKING:
    from vaultkit.parse.yaml12 import YamlValue

_OPENING = re.compile(r"---\r?\n")
_CLOSING = re.compile(r"\n(---)(?:\r?\n|\Z)")
# A key as people write them: a name in any script, or anything in quotes.
_KEY = r"""(?:[^\W\d][\w .-]{0,60}|"[^"\\\r\n]*+"[ ]*|'[^'\r\n]*+'[ ]*):"""
_KEY_LINE = rf"{_KEY}(?:[ \t].*)?\r?\n"
_REMARK = r"#+(?:[ \t].*)?\r?\n"  # `#word` is a tag
_LATE = lazy_pattern(
    r"(?P<blank>(?:[ \t]*\r?\n)*)[ ]{0,3}(?P<opening>-{3,}[ \t]*)\r?\n"
    # Possessive: with `.` also standing for \r, a line has two matches, and a block without an end would have 2**lines.
    rf"(?:{_REMARK})*+{_KEY_LINE}(?:{_KEY_LINE}|{_REMARK}|[ \t]+\S.*\r?\n|- .*\r?\n)*+-{{3,}}[ \t]*\r?(?:\n|\Z)"
)
_LOOKS_LIKE_KEY = lazy_pattern(rf"[ ]*{_KEY}(?:[ \t]|\r?\n|\Z)")
_ONE_LINK = re.compile(r"\[\[((?:[^\[\]\n]++|\[(?!\[)|\](?!\]))+)\]\]")
_BLANK = re.compile(r"\s")


class Frontmatter(msgspec.Struct, frozen=True, gc=False):
    """What a note's head holds. `end` is the offset at which the body begins."""

    end: int
    span: Span | None
    properties: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    aliases: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_frontmatter(text: str, lines: LineIndex) -> Frontmatter:
    """Return the property block of a note's text; on any YAML error no property is known, as in Obsidian."""
    opening = _OPENING.match(text)
    if opening is None:
        begins = text[:1].isspace() or text.startswith("---")
        return Frontmatter(0, None, problems=_late(text, lines) if begins else ())
    closing = _CLOSING.search(text, opening.end() - 1)
    if closing is None:
        return Frontmatter(0, None, problems=_unclosed(text, opening.end(), lines))
    marks_end, body = closing.end(1), closing.end()
    span = Span(0, marks_end, 1, 1, *lines.locate(marks_end))
    begin, end = opening.end(), closing.start()
    properties = read_plain(text, begin, end)
    problems: tuple[Problem, ...] = ()
    if properties is None:
        properties, problems = _read_yaml(text, begin, end, lines)
    if not properties:
        return Frontmatter(body, span, problems=problems)
    links = _links(text, properties, "", lines) if text.find("[[", begin, end) >= 0 else ()
    return Frontmatter(
        body, span, properties, tuple(links), property_tags(properties), property_aliases(properties)
    )


def _read_yaml(
    text: str, begin: int, end: int, lines: LineIndex
) -> tuple[tuple[Property, ...], tuple[Problem, ...]]:
    """Return the properties in `text[begin:end]` by the rules of YAML, or else its problems."""
    from vaultkit.parse.yaml12 import compose  # many vaults can do without loading a YAML library

    value, errors = compose(text[begin : end + 1])
    if errors:
        return (), tuple(
            [
                Problem(
                    "duplicate-key" if error.duplicate_key else "invalid-yaml",
                    error.message,
                    _line_rest(text, lines, min(begin + error.offset, end)),
                )
                for error in errors
            ]
        )
    if value is None or value.value is None:
        return (), ()
    if not isinstance(value.value, dict):
        place = _line_rest(text, lines, begin)
        return (), (Problem("invalid-yaml", "properties must be keys with values", place),)
    return _properties(value, begin, lines.span), ()


def _unclosed(text: str, at: int, lines: LineIndex) -> tuple[Problem, ...]:
    """A `---` that nothing closes is a thematic break, unless what follows reads like properties."""
    if _LOOKS_LIKE_KEY.match(text, at) is None:
        return ()
    message = "the property block is never closed by a line ---"
    return (Problem("unclosed-frontmatter", message, lines.span(0, 3)),)


def _late(text: str, lines: LineIndex) -> tuple[Problem, ...]:
    """What reads like a property block is text to Obsidian behind blank lines, or a line that is not just `---`."""
    found = _LATE.match(text)
    if found is None:
        return ()
    message = "blank lines stand above the property block"
    if not found["blank"]:
        message = "the line that opens the property block is not exactly ---"
    return (Problem("late-frontmatter", message, lines.span(*found.span("opening"))),)


def _line_rest(text: str, lines: LineIndex, start: int) -> Span:
    """From `start` to the end of its line: an error has a beginning, seldom an end."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if start == end and text.endswith("\r", 0, end):
        start -= 1  # at the end of the line, before all of the line end
    while end > start and text[end - 1] in "\r \t":
        end -= 1
    return lines.span(start, max(end, start))


def _properties(value: YamlValue, base: int, span_of: SpanOf) -> tuple[Property, ...]:
    return tuple(
        [
            Property(
                key,
                item.value,
                span_of(base + key_start, base + key_end) if key_start >= 0 else None,
                span_of(base + item.start, base + max(item.end, item.start)),
                _properties(item, base, span_of) if item.items else (),
            )
            for key, key_start, key_end, item in value.items
        ]
    )


def _links(text: str, properties: Iterable[Property], above: str, lines: LineIndex) -> list[Link]:
    """Links of properties: only a string value that is exactly `[[…]]`, as Obsidian's cache has it."""
    found: list[Link] = []
    for prop in properties:
        value = prop.value
        if prop.children:
            found += _links(text, prop.children, f"{above}{prop.key}.", lines)
        elif isinstance(value, str) and value.startswith("[[") and (match := _ONE_LINK.fullmatch(value)):
            target, subpath, display = split_wikilink(match[1])
            span, target_span = prop.value_span, prop.value_span
            at = text.find(value, span.start, span.end)
            if at >= 0:  # not so when the quoted text holds escapes
                span = lines.span(at, at + len(value))
                target_span = lines.span(at + 2, at + 2 + len(target) + len(subpath))
            key = above + prop.key
            found.append(Link("property", span, target_span, value, target, subpath, display, key=key))
    return found


def _first(properties: tuple[Property, ...], name: str) -> Property | None:
    for prop in properties:
        if prop.key.lower() == name:
            return prop
    return None


def property_tags(properties: tuple[Property, ...]) -> tuple[Tag, ...]:
    """Return the tags of the `tags` property: a string or a list of strings, `#` optional.

    An item with a blank in it is no tag, a comma does not separate, and numbers do not count: so
    Obsidian reads it since 1.9.
    """
    prop = _first(properties, "tags")
    if prop is None:
        return ()
    found: list[Tag] = []
    for item in prop.children if isinstance(prop.value, list) else (prop,):
        name = _tag_name(item.value) if isinstance(item.value, str) else None
        if name is not None:
            found.append(Tag(name, item.value_span, "property"))
    return tuple(found)


@lru_cache(maxsize=4096)  # the notes of a vault have many tags in common
def _tag_name(text: str) -> str | None:
    """Return the tag that a text names, or None."""
    name = text.strip().removeprefix("#")
    return name if name and not _BLANK.search(name) else None


def property_aliases(properties: tuple[Property, ...]) -> tuple[str, ...]:
    """Return the aliases of the `aliases` property: a string is one alias, non-strings are dropped."""
    prop = _first(properties, "aliases")
    if prop is None:
        return ()
    values = prop.value if isinstance(prop.value, list) else [prop.value]
    return tuple(value.strip() for value in values if isinstance(value, str) and value.strip())
