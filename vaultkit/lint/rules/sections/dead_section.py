"""SEC005."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import TEMPLATES, Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.sections import heading_span
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Section
from vaultkit.vault import Vault
from vaultkit.vault.template_use import SectionUse, Template, sections_by_key
from vaultkit.vault.templates import template_facts


class DeadSection(VaultRule, frozen=True):
    """A section of a template that hardly any note fills.

    Flags a section that at least five notes of a type have and that fewer than one in twenty of them fills, once for
    the vault. The template is the one that the configuration or the template folder gives the type, or what most of
    its notes look like. The finding stands at the first of these notes. Text that the notes have in common does not
    count as filled, and required sections are left to `empty-section`.

    Why: such a section is carried from note to note by the template. It costs a screen in every note and says that
    the notes are unfinished, which nobody means.

    Remedy: take it out of the template and the notes, or require it in the configuration and fill it.
    `vaultkit templates` shows all sections of a template with their numbers.

    Source: vaults made from templates; in one of them a heading was empty in 176 of 177 notes.

    Bad:
        ~~~~ Topics/Attention.md
        ## Idea
        Look at what matters.

        ## Significance %%! dead-section %%

        ## See also
        [[Circuits]]
        ~~~~
        ~~~~ Topics/Circuits.md
        ## Idea
        Parts that compute together.

        ## Significance

        ## See also
        [[Features]]
        ~~~~
        ~~~~ Topics/Features.md
        ## Idea
        Directions that mean something.

        ## Significance

        ## See also
        [[Heads]]
        ~~~~
        ~~~~ Topics/Heads.md
        ## Idea
        One of several that look.

        ## Significance

        ## See also
        [[Probes]]
        ~~~~
        ~~~~ Topics/Probes.md
        ## Idea
        Small classifiers on top.

        ## Significance

        ## See also
        [[Attention]]
        ~~~~

    Good:
        ~~~~ Topics/Attention.md
        ## Idea
        Look at what matters.

        ## Significance
        It replaced recurrence.
        ~~~~
    """

    code: ClassVar[str] = "SEC005"
    name: ClassVar[str] = "dead-section"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = TEMPLATES

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every dead section of every type."""
        facts = template_facts(vault)
        if not facts.anything_unfilled:
            return
        for template in facts.templates.values():
            for use in template.sections:
                if use.dead and not use.required:
                    yield self._finding(template, use, vault)

    def _finding(self, template: Template, use: SectionUse, vault: Vault) -> Diagnostic:
        path, section = next(_unfilled(template, use, vault))
        note = vault.notes[path]
        filled = f"{use.filled or 'none'} of {use.notes}"
        alike = f"; {use.shared} hold the same text" if use.shared else ""
        source = f"the template {template.path}" if template.path is not None else "the notes"
        return self.finding(
            note,
            heading_span(note, section),
            f'the section "{use.heading}" is filled in {filled} notes of type {template.type}{alike}',
            target=f"{template.type}: {use.heading}",
            help=f"take it out of {source}, or fill it; `vaultkit templates` shows all sections",
        )


def _unfilled(template: Template, use: SectionUse, vault: Vault) -> Iterator[tuple[str, Section]]:
    """Yield path and section where the section is not filled."""
    for path in template.notes:
        seen = sections_by_key(vault.notes[path], template.key).get(use.key)
        if seen is not None and (seen.state != "filled" or seen.body in use.bodies):
            yield path, seen.section
