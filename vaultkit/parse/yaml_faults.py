"""What is wrong with a property block that YAML cannot read, in the words of the person who wrote it.

libyaml names states of its parser, and the place where it could not go on, often a line behind the slip. Here its
error becomes the place of the slip and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

# A key, plain or quoted, up to the first colon with a blank behind it; and the dashes of items before it.
_KEY = r"""(?:[^\s?:,\[\]{}#&*!|>'"%@`](?:[^:\r\n]|:(?=\S))*|"[^"\r\n]*"[ ]*|'[^'\r\n]*'[ ]*)"""
_ENTRY = re.compile(rf"(?P<dashes>[ ]*+(?:-[ \t]++)*+)(?P<key>{_KEY}:(?:[ \t]+|$))?(?P<value>.*)")
_COLON_ALONE = re.compile(r"[ ]*+(?:-[ ]++)*+[^\s:：#][^:：]*[:：]")
_LINK = r"\[\[[^\[\]]+\]\]"
_LIST = re.compile(
    rf"""{_LINK}(?:[ ]*+,?[ ]*+{_LINK})+|"[^"\\]+"(?:,[ ]*"[^"\\]+")+|'[^']+'(?:,[ ]*'[^']+')+"""
)
_QUOTES = ("'", '"')
_COMMENT_IN_BRACKET = re.compile(r"[\[{,\s](?P<hash>#)")
# libyaml's context where it takes a sign for its own (alias, anchor, tag, block scalar, directive); its mark is there.
_MISREAD = re.compile(r"while scanning an? (?:alias|anchor|tag|block scalar|directive)\b")


def explain(text: str, error: MarkedYAMLError) -> tuple[str, int]:
    """Return what is wrong with the YAML `text` by libyaml's `error`, and the offset of the slip."""
    problem, context = error.problem or "", error.context or ""
    at = error.problem_mark.index if error.problem_mark is not None else 0
    begin = error.context_mark.index if error.context_mark is not None else at
    sign = text[at : at + 1]
    if "tab character" in problem or (sign == "\t" and problem.startswith("found character that cannot")):
        return "a tab cannot indent; write spaces", at
    if problem.startswith(("found character that cannot", "found undefined alias", "mapping keys are not")):
        return _quotes_for(sign), at
    if _MISREAD.match(context):
        return _quotes_for(text[begin]), begin
    if context == "while parsing a block node" and sign.strip():
        return _quotes_for(sign), at
    if problem.startswith("mapping values are not allowed"):
        return _second_colon(text, at)
    if problem.startswith("could not find expected ':'"):
        return _no_key(text, begin)
    if problem.startswith(("did not find expected key", "did not find expected '-'")):
        return _unexpected(text, at)
    if problem.startswith("did not find expected ',' or"):
        return _open_bracket(text, begin, at)
    if problem.startswith("did not find expected node content"):
        return _open_bracket(text, max(text.rfind("[", 0, at), text.rfind("{", 0, at)), at)
    if problem == "found unexpected end of stream":
        return f"nothing closes this {text[begin]}", begin
    if problem.startswith(("found unknown escape", "did not find expected hexdecimal")):
        return "in double quotes a backslash is written twice; in single quotes it stands for itself", at
    if problem.startswith("block sequence entries are not allowed"):
        return "the items of a list begin below its key; text that begins with - must be in quotes", at
    if problem.startswith("did not find expected <document start>"):
        if any(line.startswith("...") for _, line in _above(text, at)):
            return "nothing may stand behind a line of three dots", at
        return "this line is indented less than the first one", at
    return (problem or context or "cannot be parsed").strip().removeprefix("while ").rstrip("."), at


def entry(line: str) -> re.Match[str]:
    """Return the `dashes`, the `key` with its colon (or None) and the `value` of a line of properties."""
    found = _ENTRY.match(line.rstrip())
    assert found is not None
    return found


def is_list(value: str) -> bool:
    """Return whether a value is nothing but several bare wikilinks or quoted texts, and lacks its brackets."""
    return _LIST.fullmatch(value) is not None


def _quotes_for(sign: str) -> str:
    return f"text that begins with {sign} must be in quotes"


def _line(text: str, at: int) -> tuple[int, str]:
    """Return where the line with the offset `at` begins, and the line."""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return begin, text[begin : end if end >= 0 else len(text)]


def _above(text: str, begin: int) -> Iterator[tuple[int, str]]:
    """Yield the lines above the one that begins at `begin`, upwards, without blank ones and comments."""
    while begin > 0:
        begin, line = _line(text, begin - 1)
        if line.strip() and not line.lstrip().startswith("#"):
            yield begin, line


def _second_colon(text: str, at: int) -> tuple[str, int]:
    """A colon and a blank in a value, or in a line that goes on with what stands above."""
    begin, line = _line(text, at)
    value = entry(line).start("value")
    if begin + value <= at:
        return "text with a colon and a space in it must be in quotes", begin + value
    found = -1
    for place, above in _above(text, begin):
        if entry(above)["key"] is not None:
            break
        found = place
    if found >= 0:
        return _no_key(text, found)
    return "this line is indented, and goes on with the value above it", begin + len(line) - len(
        line.lstrip()
    )


def _no_key(text: str, at: int) -> tuple[str, int]:
    _, line = _line(text, at)
    if _COLON_ALONE.match(line):
        return "between key and value stand a colon and a space", at
    return "this line has no key and is not indented as part of a value", at


def _unexpected(text: str, at: int) -> tuple[str, int]:
    """Something behind a value in quotes or brackets, or a line that fits in nowhere."""
    begin, line = _line(text, at)
    if not line[: at - begin].strip():
        if text[at] == "-":
            return "this item stands below a value, or not in line with the items above", at
        return "this line is indented unlike those above it", at
    value, start = entry(line)["value"], begin + entry(line).start("value")
    if is_list(value):
        if entry(line)["key"] is None:
            return 'each value is an item of its own, and links are in quotes: - "[[one]]"', start
        return 'several values are a list, and links are in quotes: ["[[one]]", "[[other]]"]', start
    if value.startswith(("[", "{")):
        return _quotes_for(value[0]), start
    if value[:1] in _QUOTES and start == at - 1:  # the rest of the value is what YAML cannot read
        return _closes_another(text, start)
    return "the value ends before this; write all of it in the other kind of quotes", at


def _closes_another(text: str, at: int) -> tuple[str, int]:
    """The quote at `at` seems to open, but closes one that is open since a line above."""
    for begin, line in _above(text, text.rfind("\n", 0, at) + 1):
        found = entry(line)
        if found["value"].startswith(text[at]) and found["value"].count(text[at]) == 1:
            return f"nothing closes this {text[at]} on its line", begin + found.start("value")
    return "the value ends before this; write all of it in the other kind of quotes", at + 1


def _open_bracket(text: str, begin: int, at: int) -> tuple[str, int]:
    """A bracket that a comment hides the end of, that is never closed, or that lacks a comma."""
    hidden = _COMMENT_IN_BRACKET.search(text, begin, text.find("\n", begin))
    if hidden is not None:
        return "from # on all is a comment: write tags without it, other text in quotes", hidden.start("hash")
    sign = text[at : at + 1]
    if at + 1 >= len(text) or (at > text.find("\n", begin) and entry(_line(text, at)[1])["key"] is not None):
        return f"nothing closes this {text[begin]}", begin
    if sign in ",]}":
        return f"an item is missing before this {sign}", at
    return "a comma is missing between the items", at
