"""FRM010."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.tag_names import tags_between_commas
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault

_NEW = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}
_ONE_WORD = lazy_pattern(r"[\w/-]+")


class DeprecatedProperty(NoteRule, frozen=True):
    """The properties `tag`, `alias` and `cssclass`.

    Flags the old names of `tags`, `aliases` and `cssclasses`.

    Why: Obsidian dropped them in 1.9. Tags, aliases and styles under the old names have no effect.

    Remedy: the new name with a list. The fix writes it where the note does not have the new property already and
    the value is a list, a single word, tags with commas between them, or nothing.

    Source: Obsidian 1.9.0, release notes; Obsidian help, "Properties": deprecated properties.

    Bad:
        ~~~~ Note.md
        ---
        tag: idea, proof #! deprecated-property
        alias: [Late learning] #! deprecated-property
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        tags: [idea, proof]
        aliases: [Late learning]
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        tags: [idea]
        aliases:
          - Late learning
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM010"
    name: ClassVar[str] = "deprecated-property"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.OLD_PROPERTY

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each old name."""
        for prop in note.properties:
            new = _NEW.get(prop.key.lower())
            if new is not None and prop.key_span is not None:
                yield self.finding(
                    note,
                    prop.key_span,
                    f"Obsidian no longer reads `{prop.key}`; the property is `{new}`",
                    target=prop.key,
                    suggestions=(new,),
                    fix=_fix(note, prop, new, vault),
                )


def _fix(note: Note, prop: Property, new: str, vault: Vault) -> Fix | None:
    """Return the safe fix that renames the key, and makes a list of a word."""
    if prop.key_span is None or note.get(new) is not None:
        return None
    edits = [Edit(prop.key_span.start, prop.key_span.end, new)]
    if isinstance(prop.value, str):
        span = prop.value_span
        if span.start < prop.key_span.end:
            return None  # what stands here is `*name`, and the value is that of the property with `&name`
        written = link_facts(vault).text(note.path)[span.start : span.end]
        tags = tags_between_commas(prop.value) if new == "tags" else []
        if tags and written.strip("\"'") == prop.value:
            written = ", ".join(tags)
        elif _ONE_WORD.fullmatch(prop.value) is None:
            return None  # several words were several tags, or one alias, as the reader pleases
        edits.append(Edit(span.start, span.end, f"[{written}]"))
    elif prop.value is not None and not isinstance(prop.value, list):
        return None
    return Fix(f"rename to {new}", "safe", {note.path: tuple(edits)})
