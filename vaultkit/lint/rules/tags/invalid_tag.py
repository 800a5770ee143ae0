"""TAG001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.tag_names import tag_problem, tags_between_commas
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.text import Edit
from vaultkit.vault import Vault


class InvalidTag(NoteRule, frozen=True):
    """A tag that is none, or not the one it looks like.

    Flags an item of `tags` that is a number, holds a space, a comma or another character that no tag can have, or
    has `#` before it, and any tag that ends with `/`.

    Why: numbers and texts with spaces are not tags at all: searching for them finds nothing. A tag that ends with `/`
    is another tag than the one without.

    Remedy: letters, digits, `_`, `-` and `/` between names, not only digits. The fix removes the `#`, and makes a
    list of tags with commas between them.

    Source: Obsidian help, "Tags": tag format.

    Bad:
        ~~~~ Note.md
        ---
        tags:
          - "#idea" #! invalid-tag
        ---
        Text.
        ~~~~
        ~~~~ Other.md
        ---
        tags: idea, proof #! invalid-tag
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        tags:
          - "idea"
        ---
        Text.
        ~~~~
        ~~~~ Other.md
        ---
        tags: [idea, proof]
        ---
        Text.
        ~~~~

    Bad:
        ~~~~ Note.md
        ---
        tags:
          - 2024 #! invalid-tag
          - machine learning #! invalid-tag
          - a&b #! invalid-tag
        ---
        On #grokking/ in general. %%! invalid-tag %%
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        tags:
          - idea
          - area/machine-learning
          - y2024
          - Überblick
        ---
        #2024 is a number, #idea a tag.
        ~~~~
    """

    code: ClassVar[str] = "TAG001"
    name: ClassVar[str] = "invalid-tag"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.ODD_TAG

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each item of the property, and for each tag of the text with `/` at its end."""
        for tag in note.tags:
            if tag.source == "body" and tag.name.endswith("/"):
                yield self.finding(note, tag.span, f'the tag "{tag.name}" ends with a slash', target=tag.name)
        prop = note.get("tags")
        if prop is None:
            return
        for item in prop.children if isinstance(prop.value, list) else (prop,):
            problem = tag_problem(item.value)
            if problem:
                yield self.finding(
                    note,
                    item.value_span,
                    problem,
                    target=str(item.value),
                    help=_help(str(item.value)),
                    fix=_fix(note, prop, item, vault),
                )


def _help(text: str) -> str | None:
    """Return what to write in place of a text that seems to be several tags, or a number."""
    if text.strip().isdecimal():
        return f"a tag needs a character that is no digit, such as y{text.strip()}"
    tags = tags_between_commas(text)
    return f"Obsidian does not divide it at the commas; write a list: [{', '.join(tags)}]" if tags else None


def _fix(note: Note, prop: Property, item: Property, vault: Vault) -> Fix | None:
    """Return the safe fix that removes the `#` where that makes a tag, or makes a list of a text with commas."""
    value, span = item.value, item.value_span
    if not isinstance(value, str) or (prop.key_span is not None and span.start < prop.key_span.end):
        return None  # `*name` has the value of another property
    text = link_facts(vault).text(note.path)
    tags = tags_between_commas(value)
    if tags and item is prop and text[span.start : span.end].strip("\"'") == value:
        new = f"[{', '.join(tags)}]"
        return Fix(f"write {new}", "safe", {note.path: (Edit(span.start, span.end, new),)})
    if not value.strip().startswith("#") or tag_problem(value.strip()[1:]):
        return None
    at = text.find("#", span.start, span.end)
    if at < 0:
        return None
    return Fix("remove the #", "safe", {note.path: (Edit(at, at + 1, ""),)})
