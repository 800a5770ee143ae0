"""GRA011."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.near import is_slip
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.relation import letters
from vaultkit.text import Span
from vaultkit.vault import Vault

_USUAL = 3  # a name that so many notes have is a word of the vault's own


class UnknownRelation(VaultRule, frozen=True):
    """A field whose name is a slip for a relation.

    Flags a field or property with links whose name is one letter away from that of a relation (`Inclueds`, `Part
    off`), unless three notes have it.

    Why: the links are shown, and yet the notes are not related by them: no tool knows the word.

    Remedy: the name as the other notes write it.

    Source: Breadcrumbs lists such fields as unknown.

    Bad:
        ~~~~ Circuit.md
        - Inclueds: [[Head]] %%! unknown-relation %%
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Includes: [[Head]]
        - Inspired by: [[Head]]
        ~~~~
        ~~~~ Head.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA011"
    name: ClassVar[str] = "unknown-relation"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files", "relations"))

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every field that was meant for a relation."""
        known = {
            letters(name): name for one in vault.vocabulary.relations for name in one.fields + one.inverse
        }
        notes: dict[str, list[str]] = {}
        for path, outline in vault.outlines.items():
            if outline.stated and not vault.is_template(path):
                for key in {letters(field) for field, _ in outline.stated} - known.keys():
                    notes.setdefault(key, []).append(path)
        for key, paths in notes.items():
            meant = tuple(known[name] for name in known if is_slip(key, name))
            for path in paths if meant and len(paths) < _USUAL else ():
                note = vault.notes[path]
                for written, span in _places(note, key):
                    yield self.finding(
                        note,
                        span,
                        f'"{written}" is no relation; did you mean "{meant[0]}"?',
                        target=written,
                        suggestions=meant,
                    )


def _places(note: Note, key: str) -> Iterator[tuple[str, Span]]:
    """The fields and properties of that name, as written and where."""
    for prop in note.properties:
        if prop.key_span is not None and letters(prop.key) == key:
            yield prop.key, prop.key_span
    for field in note.fields:
        if letters(field.key) == key and "[[" in field.value:
            span, width = field.span, len(field.key)
            yield (
                field.key,
                Span(span.start, span.start + width, span.line, span.column, span.line, span.column + width),
            )
