"""GRA011."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.near import is_slip
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
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

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every field that was meant for a relation."""
        places: dict[str, list[tuple[str, str, Span]]] = {}
        for path, note in vault.notes.items():
            if vault.is_template(path):
                continue
            for field in note.fields:
                if "[[" in field.value:
                    places.setdefault(letters(field.key), []).append((path, field.key.strip(), field.span))
            for prop in note.properties:
                if prop.key_span is not None and "[[" in str(prop.value):
                    places.setdefault(letters(prop.key), []).append((path, prop.key, prop.key_span))
        known = {
            letters(name): name for one in vault.vocabulary.relations for name in one.fields + one.inverse
        }
        for key, found in places.items():
            if key in known or len(Counter(path for path, _, _ in found)) >= _USUAL:
                continue
            meant = [known[name] for name in known if is_slip(key, name)]
            for path, written, span in found if meant else ():
                place = Span(
                    span.start,
                    span.start + len(written),
                    span.line,
                    span.column,
                    span.line,
                    span.column + len(written),
                )
                yield self.finding(
                    vault.notes[path],
                    place,
                    f'"{written}" is no relation; did you mean "{meant[0]}"?',
                    target=written,
                    suggestions=tuple(meant),
                )
