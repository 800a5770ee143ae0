"""SEC002."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar, NamedTuple

from msgspec.structs import replace

from vaultkit.lint.dependence import TEMPLATES, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.insert_sections import insertions
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type
from vaultkit.vault.template_use import COMMON, Template, sections_by_key
from vaultkit.vault.templates import template_facts


class MissingSection(NoteRule, frozen=True):
    """A note without a section that notes of its type have.

    Flags a heading that the configuration asks for and the note lacks: one of the type's `required-sections`, or one
    of the note named as its `template`; case, punctuation and emoji make no other heading. For a type of the
    configuration whose template lies in the vault's template folder, notes made from it (with half of its headings or
    more) are held against it, in what at least four in five of them have.

    When the rule is named on the command line, or with the option `inferred`, the same holds for types that the
    configuration does not name, and for the headings that most notes of a type share; these findings are information.

    Why: queries and readers look for the section; its absence is seen in no list.

    Remedy: write the section. The fix inserts the heading where the template has it.

    Source: the template that the vault's author made; rumdl's and markdownlint's MD043 know one for all files.

    Bad:
        ~~~~ vaultkit.toml
        [types.experiment]
        match = { folder = "Runs" }
        required-sections = ["Claim", "Method", "Doubts"]
        ~~~~
        ~~~~ Runs/Tuned lens.md
        ---
        vaultkit-ignore: [empty-section]
        ---
        # Tuned lens %%! missing-section %%

        ## Claim

        Layers can be read.

        ## Doubts
        ~~~~

    Fixed:
        ~~~~ Runs/Tuned lens.md
        ---
        vaultkit-ignore: [empty-section]
        ---
        # Tuned lens

        ## Claim

        Layers can be read.

        ## Method

        ## Doubts
        ~~~~

    Good:
        ~~~~ vaultkit.toml
        [types.experiment]
        match = { folder = "Runs" }
        template = "Forms/Run.md"
        ~~~~
        ~~~~ Forms/Run.md
        # {{title}}

        ## Claim

        ## {{title}} in context
        ~~~~
        ~~~~ Runs/Tuned lens.md
        # Tuned lens

        ## 💡 claim:
        Layers can be read.

        ## Tuned lens in context
        A better logit lens.
        ~~~~
    """

    code: ClassVar[str] = "SEC002"
    name: ClassVar[str] = "missing-section"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = TEMPLATES

    inferred: bool = False

    def asked_for(self) -> MissingSection:
        """Return the rule that knows other templates than configured ones, too."""
        return replace(self, inferred=True)

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return those of the notes `among` of the types that the configuration names; with `inferred`, all."""
        facts = template_facts(vault)
        declared = vault.conventions.types
        if not self.inferred and not declared:
            return ()
        wanted = frozenset(among)
        return [
            note.path
            for kind, notes in facts.by_type.items()
            if self.inferred or kind in declared
            for note in notes
            if note.path in wanted
        ]

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the title of the note for each section that it lacks."""
        template = template_facts(vault).template(note)
        present = sections_by_key(note, template.key) if template is not None else sections_by_key(note)
        wanted = self._wanted(note, template, vault)
        if template is not None and template.origin == "inferred":
            alike = 2 * len(wanted.keys() & present.keys()) >= len(wanted)
            wanted = {key: one for key, one in wanted.items() if alike or one.severity != "info"}
        if wanted.keys() <= present.keys():
            return
        headings = {key: (one.heading, one.level) for key, one in wanted.items()}
        fixes = insertions(note, link_facts(vault).text(note.path), headings, present)
        titled = bool(note.headings) and note.headings[0].level == 1
        for key, fix in fixes.items():
            yield self.finding(
                note,
                note.headings[0].span if titled else beginning(note, vault),
                f'the section "{wanted[key].heading}" is missing; {wanted[key].reason}',
                target=wanted[key].heading,
                fix=fix,
                severity=wanted[key].severity,
            )

    def _wanted(self, note: Note, template: Template | None, vault: Vault) -> dict[str, _Wanted]:
        """Return the sections that `note` should have by key, in the order of the template."""
        kind = note_type(note, vault)[0]
        wanted: dict[str, _Wanted] = {}
        if template is not None:
            declared = template.origin != "inferred" and kind in vault.conventions.types
            for use in template.sections if declared or self.inferred else ():
                common = use.notes >= COMMON * len(template.notes)
                if use.in_template and (common or template.origin == "configured"):
                    whose = f"{use.notes} of {len(template.notes)} notes of type {kind} have"
                    reason = f"{template.path} has it" if template.path is not None else f"{whose} it"
                    severity: Severity = "warning" if declared else "info"
                    wanted[use.key] = _Wanted(use.heading, use.level, reason, severity)
        for key, heading in template_facts(vault).required(note).items():
            level = wanted[key].level if key in wanted else 2
            wanted[key] = _Wanted(heading, level, f"notes of type {kind} are required to have it", "warning")
        return wanted


class _Wanted(NamedTuple):
    """A section that a note should have, and why."""

    heading: str
    level: int
    reason: str
    severity: Severity
