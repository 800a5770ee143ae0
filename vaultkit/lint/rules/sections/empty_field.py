"""SEC006."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec.structs import replace

from vaultkit.lint.dependence import TEMPLATES, Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.sections import CHOOSE
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Field, Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault
from vaultkit.vault.templates import TemplateFacts, template_facts
from vaultkit.vault.type_templates import is_drawing


class EmptyField(VaultRule, frozen=True):
    """An inline field without a value.

    Flags `Key::`, `[key:: ]` and a list item `- Key:` with nothing behind it and nothing below it, and such a field
    that holds only tags to choose from.

    A field that recurs in the notes of a type, and that fewer than four in five of them fill, is not reported note by
    note but once for the vault if fewer than one in twenty fill it. When the rule is named on the command line, or with
    the option `in-templates`, every field is reported.

    Why: a field is a question that the note does not answer: a relation that no graph knows, a column that stays empty.

    Remedy: write the value or remove the line.

    Source: Dataview's fields; lists of relations in vaults made from templates.

    Bad:
        ~~~~ Grokking.md
        # Grokking
        - Part of: [[Learning]]
        - Includes: %%! empty-field %%

        Status:: %%! empty-field %%

        Late learning.
        ~~~~
        ~~~~ Learning.md
        A large field.
        ~~~~

    Good:
        ~~~~ Grokking.md
        # Grokking
        - Part of: [[Learning]]
        - Questions:
            - Why so late?
        - Note: some prose.
        ~~~~
        ~~~~ Learning.md
        A large field.
        ~~~~
    """

    code: ClassVar[str] = "SEC006"
    name: ClassVar[str] = "empty-field"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = TEMPLATES

    in_templates: bool = False

    def asked_for(self) -> EmptyField:
        """Return the rule that reports every field."""
        return replace(self, in_templates=True)

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each empty field, and one for those that no note of a type fills."""
        facts = template_facts(vault)
        told: set[tuple[str, str]] = set()
        for path in vault.with_traits(Trait.EMPTY_FIELD):
            note = vault.notes[path]
            for field in note.fields:
                if field.state == "filled" or is_drawing(note):
                    continue
                if self.in_templates or not facts.is_optional_field(note, field):
                    menu = field.state == "boilerplate"
                    message = (
                        f'the field "{field.key}" {"holds only tags to choose from" if menu else "is empty"}'
                    )
                    help = CHOOSE if menu else None
                    yield self.finding(note, field.span, message, target=field.key, help=help)
                else:
                    yield from self._dead(note, field, facts, told)

    def _dead(
        self, note: Note, field: Field, facts: TemplateFacts, told: set[tuple[str, str]]
    ) -> Iterator[Diagnostic]:
        template = facts.template(note)
        use = template.field(field.name) if template is not None else None
        if template is None or use is None or not use.dead or (template.type, use.name) in told:
            return
        told.add((template.type, use.name))
        filled = f"{use.filled or 'none'} of {use.notes}"
        yield self.finding(
            note,
            field.span,
            f'the field "{use.key}" is filled in {filled} notes of type {template.type}',
            target=f"{template.type}: {use.key}",
        )
