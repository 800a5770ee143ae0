"""FRM006."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.quoting import quoted
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault

_SWALLOWED = lazy_pattern(r"[ \t]+(?P<value>#[^\s#](?:[^\n]*\S)?)[ \t]*\r?(?=\n)")
_TAG = lazy_pattern(r"#[^\s#,\[\]{}\"'&*!|>%@`:]+")
_SHORTEST = len(" #x\n")
"""So much stands at least between a value that is swallowed and the next thing."""


class SwallowedValue(NoteRule, frozen=True):
    """A value that YAML takes for a comment.

    Flags `tags: #idea` and `color: #ff0000`: a property without a value, or an empty item of a list, behind which a
    word with `#` before it stands. A remark with a space after the `#` is a remark.

    Why: in YAML `#` after a space begins a comment, so the property is empty and the tag does not count.

    Remedy: tags without `#`, everything else in quotes. The fix does either.

    Source: YAML 1.2, 6.6; Obsidian help, "Tags": in properties, tags are written without `#`.

    Bad:
        ~~~~ Note.md
        ---
        tags: #idea #proof #! swallowed-value
        color: #ff0000 #! swallowed-value
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        tags: [idea, proof]
        color: "#ff0000"
        ---
        Text.
        ~~~~

    Bad:
        ~~~~ Note.md
        ---
        tags:
          - #idea #! swallowed-value
          - proof
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        tags:
          - idea
          - proof
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        tags: [idea]
        aliases:
        status: # open, running or done
        color: "#ff0000"
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM006"
    name: ClassVar[str] = "swallowed-value"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.EMPTY_VALUE

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every empty value with `#` and a word behind it."""
        if note.frontmatter is None or not _has_gap(note.properties, note.frontmatter.end):
            return
        text = link_facts(vault).text(note.path)
        for key, prop in _empty(note.properties):
            found = _SWALLOWED.match(text, prop.value_span.start)
            if found is None:
                continue
            value, at = found["value"], prop.value_span
            column = at.column + found.start("value") - at.start
            end = found.end("value")
            span = Span(found.start("value"), end, at.line, column, at.line, column + len(value))
            new = _rewritten(key, value, is_item=prop.key_span is None)
            yield self.finding(
                note,
                span,
                f"to YAML `{value}` is a comment, and {key} is empty",
                target=value,
                fix=Fix(f"write {new}", "safe", {note.path: (Edit(span.start, end, new),)}) if new else None,
            )


def _empty(properties: Iterable[Property], key: str = "") -> Iterator[tuple[str, Property]]:
    """Yield the values that are empty, in lists and mappings too, with the key they stand under."""
    for prop in properties:
        name = key if prop.key_span is None else prop.key
        if prop.value is None:
            yield name, prop
        else:
            yield from _empty(prop.children, name)


def _has_gap(properties: Iterable[Property], end: int) -> bool:
    """Whether there is room for a comment behind an empty value, judged by where the next thing begins;
    behind the last one that is what closes the property block, up to `end`. Most notes are done with this."""
    previous: Property | None = None
    for prop in _flat(properties):
        begin = (prop.key_span or prop.value_span).start
        if previous is not None and begin - previous.value_span.end >= _SHORTEST:
            return True
        previous = prop if prop.value is None else None
    return previous is not None and end - previous.value_span.end >= _SHORTEST + len("---")


def _flat(properties: Iterable[Property]) -> Iterator[Property]:
    for prop in properties:
        yield prop
        yield from _flat(prop.children)


def _rewritten(key: str, value: str, *, is_item: bool) -> str:
    """Return how to write the swallowed `value`: tags bare, anything else in quotes.

    Empty for several tags in one item of a list: each would need a line of its own.
    """
    words = value.replace(",", " ").split()
    if key.lower() in ("tags", "tag") and all(_TAG.fullmatch(word) for word in words):
        names = [word[1:] for word in words]
        return names[0] if len(names) == 1 else ("" if is_item else "[" + ", ".join(names) + "]")
    return quoted(value)
