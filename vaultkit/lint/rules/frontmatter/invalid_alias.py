"""FRM012."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.quoting import quoted
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.schemas import is_template_text
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault


class InvalidAlias(NoteRule, frozen=True):
    """An alias that is no text to YAML.

    Flags a number, true or false, and a text with a colon and a space in it, among the `aliases` of a note, where
    they have no quotes.

    Why: Obsidian takes only text for an alias, and drops the others without a word: the note is not found under
    them. A text with a colon, as titles of papers have them, is a key with a value to YAML.

    Remedy: quotes around it, as the fix writes them.

    Source: Obsidian help, "Aliases"; YAML 1.2, 10.3.2 and 8.2.2.

    Bad:
        ~~~~ Attention.md
        ---
        aliases:
          - Attention: all you need #! invalid-alias
          - 2017 #! invalid-alias
          - Self-attention
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Attention.md
        ---
        aliases:
          - "Attention: all you need"
          - "2017"
          - Self-attention
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Attention.md
        ---
        aliases: ["Attention: all you need", "2017", 2017-06-12]
        year: 2017
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM012"
    name: ClassVar[str] = "invalid-alias"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.ODD_ALIAS

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each value that was meant as an alias and is none."""
        prop = note.get("aliases")
        if prop is None or prop.key_span is None or prop.value_span.start < prop.key_span.end:
            return  # also where `*name` stands for the value of another property
        text = link_facts(vault).text(note.path)
        for item in prop.children if isinstance(prop.value, list) else (prop,):
            if not isinstance(item.value, bool | int | float | dict) or is_template_text(note, item):
                continue
            span = _place(item, text)
            written = text[span.start : span.end]
            first_line = written.partition("\n")[0].rstrip()
            yield self.finding(
                note,
                span,
                f"without quotes, `{first_line}` is {_called(item.value)}, and no alias",
                target=first_line,
                fix=_fix(note, item, span, text),
            )


def _fix(note: Note, item: Property, span: Span, text: str) -> Fix | None:
    """Return the fix that puts quotes round a value; unsafe where a mapping may be what is meant."""
    signs = {text[at : at + 1] for at in (span.start, *(one.value_span.start for one in item.children))}
    if span.line != span.end_line or not signs.isdisjoint("{&!*?"):  # in quotes, an anchor is none
        return None
    new = quoted(text[span.start : span.end])
    is_mapping = item.key_span is not None and item.children
    is_text = signs.isdisjoint("\"'[") and all(one.value is not None for one in item.children)
    edit = Edit(span.start, span.end, new)
    return Fix(f"write {new}", "safe" if is_text and not is_mapping else "unsafe", {note.path: (edit,)})


def _called(value: object) -> str:
    if isinstance(value, dict):
        return "a key with a value"
    return "true or false" if isinstance(value, bool) else "a number"


def _place(item: Property, text: str) -> Span:
    """Return where a value stands: a mapping without braces only reaches to the end of its last value."""
    span = item.value_span
    if not item.children or text[span.start] == "{":
        return span
    last = item.children[-1].value_span
    return Span(span.start, last.end, span.line, span.column, last.end_line, last.end_column)
