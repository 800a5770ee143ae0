"""What stands under each heading, and whether anything does.

A section is judged by its own body: the text up to the next heading of any level. Only top-level headings
open sections, because only they can be linked to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

from vaultkit.model.note import FieldState, Heading, Section, SectionState
from vaultkit.text import LineIndex

_BLANK = " \\t\u00a0\u200b"
_MARKER = r"(?:>[ \t]*+)*+(?:[-*+]|\d{1,9}[.)])?[ \t]*+(?:\[.\])?"
# A line that says nothing: blank, a bare list marker or task, a rule, a link definition, a block id.
_NOTHING = re.compile(
    rf"[{_BLANK}]*+(?:{_MARKER}[{_BLANK}]*+|(?:[-*_][ \t]*+){{3,}}+|\[(?!\^)[^\]\n]++\]:[ \t]*+\S.*"
    r"|\^[A-Za-z0-9-]++[ \t]*+|[|:\- \t]++)\r?(?:\n|\Z)"
)
_OPENS_COMMENT = re.compile(r"%%|<!--")
_CLOSES_COMMENT = {"%%": "%%", "<!--": "-->"}
_STUB = re.compile(
    r"[\s>*_=\-+]*+(?:\[.\][ \t]*+)?[\[(]?"
    r"(?:to[ -]?do|tbd|tba|tbc|wip|fixme|xxx|n/?a|coming soon|work in progress"
    r"|to be (?:added|done|written|continued|filled)"
    r"|#(?:to-?do|tbd|tba|tbc|wip|fixme|stub|placeholder)(?:/[\w/-]+)?"
    r"|lorem ipsum.*|placeholder|\.{3,}|…+|\?+)[\])]?[\s.…:!*_=]*",
    re.IGNORECASE,
)
_TAG_WORD = re.compile(r"#[^\s#]+")
_FIELD_PREFIX = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?(?:[^\W\d_][\w '/&-]{0,38}:{1,2}[ \t]*)?", re.MULTILINE)
_ABOUT_TAGS = re.compile(r"\b(?:tags?|keywords?|topics?)\b", re.IGNORECASE)
_LONG = 400  # a body longer than this is no stub, and gets no fingerprint
_GLANCE = 8  # the characters in which most sections begin with a word


def is_tag_menu(name: str, text: str) -> bool:
    """Whether `text` is two or more tags and nothing else, under a name that does not ask for tags.

    A list of tags to choose from, left as the template brought it, says nothing about the note.
    """
    if "#" not in text or _ABOUT_TAGS.search(name):
        return False
    words = text.split()
    return len(words) > 1 and all(_TAG_WORD.fullmatch(word) for word in words)


def field_state(name: str, value: str) -> FieldState:
    """Return whether an inline field says something; a comment, such as a template's hint, does not."""
    value = _without_comments(value)
    if not value.strip():
        return "empty"
    return "boilerplate" if is_tag_menu(name, value) else "filled"


def body_state(heading: str, body: str, has_children: bool) -> SectionState:
    """Return the state of a section with this own body.

    `container` is an empty body followed by a deeper heading: its subsections speak for it.
    """
    if _says_nothing(body):
        return "container" if has_children else "empty"
    if len(body) > _LONG:
        return "filled"
    content = _without_rule_below(_without_comments(body).strip())
    if _STUB.fullmatch(content):
        return "stub"
    if "#" in content and is_tag_menu(heading, _FIELD_PREFIX.sub("", content)):
        return "boilerplate"
    return "filled"


def _without_rule_below(content: str) -> str:
    """Drop the last lines that say nothing, such as the rule before the next section."""
    while (line := content.rfind("\n") + 1) and not content[line].isalpha():
        if _NOTHING.fullmatch(content, line) is None:
            break
        content = content[:line].rstrip()
    return content


def _says_nothing(body: str) -> bool:
    if not body.strip(" \t\n"):  # nearly all that say nothing
        return True
    said = body.lstrip()
    if said[:1].isalpha():  # a word, as in most sections
        return False
    first = said.partition("\n")[0]
    if not ("%" in first or "<" in first) and _NOTHING.match(first) is None:
        return False
    body = _without_comments(body)
    at = 0
    while at < len(body):
        match = _NOTHING.match(body, at)
        if match is None:
            return False
        at = match.end()
    return True


def _without_comments(body: str) -> str:
    if not ("%%" in body or "<!--" in body):
        return body
    kept: list[str] = []
    done = at = 0
    unclosed: set[str] = set()  # nothing closes the next one either
    while (opening := _OPENS_COMMENT.search(body, at)) is not None:
        at, closing = opening.end(), _CLOSES_COMMENT[opening[0]]
        close = body.find(closing, at) if closing not in unclosed else -1
        if close < 0:
            unclosed.add(closing)
        else:
            kept.append(body[done : opening.start()])
            done = at = close + len(closing)
    kept.append(body[done:])
    return "".join(kept)


def find_sections(text: str, headings: Sequence[Heading], lines: LineIndex) -> tuple[Section, ...]:
    """Return a section for every heading, in order. `text` is the whole note; spans refer to it."""
    found: list[Section] = []
    next_start, next_level = len(text), 0
    last_line = lines.locate(next_start)[0] - (1 if text.endswith("\n") else 0)
    below: list[tuple[int, int]] = []  # of headings that may end a section: level, and the line before
    for heading in reversed(headings):
        title, level, span = heading.text, heading.level, heading.span
        while below and below[-1][0] > level:
            below.pop()
        start, end = span.end, next_start
        state: SectionState = "filled"
        mark = ""
        if end - start <= _LONG or not text[start : start + _GLANCE].lstrip()[:1].isalpha():
            body = text[start:end]
            state, mark = body_state(title, body, next_level > level), fingerprint(body)
        end_line = below[-1][1] if below else last_line
        if end_line < span.line:
            end_line = span.line  # a lone CR ends a block, not a line
        found.append(Section(title, level, span.line, end_line, start, end, state, mark))
        below.append((level, span.line - 1))
        next_start, next_level = span.start, level
    found.reverse()
    return tuple(found)


def fingerprint(body: str) -> str:
    """Return a short hash of a body with blanks folded; empty for an empty or a long one."""
    if len(body) > _LONG:
        return ""
    folded = " ".join(body.split())
    return f"{crc32(folded.encode('utf-8', 'replace')):08x}" if folded else ""
