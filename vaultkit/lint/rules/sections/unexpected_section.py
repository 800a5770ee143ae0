"""SEC007."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import TEMPLATES, Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.sections import heading_span
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.template_source import heading_key
from vaultkit.vault.templates import template_facts


class UnexpectedSection(VaultRule, frozen=True):
    """A section that the template of the note's type does not have.

    Flags a heading that is not in the template, at the level of the template's headings or above: what a section is
    divided into is the note's own affair. Only templates that their author wrote count, not inferred ones. The note's
    title is left alone, and so are required sections. Off by default.

    Why: in a shared vault a section with a name of its own is found by no query, and is often a slip for the one that
    was meant.

    Remedy: use the template's heading, or add the new one to the template.

    Source: a team's wish for notes that look alike; markdownlint's MD043 demands it of all files.

    Bad:
        ~~~~ Templates/Topic.md
        # {{title}}

        ## Idea

        ## Sources
        ~~~~
        ~~~~ Topics/Grokking.md
        # Grokking

        ## Idea
        Late learning.

        ### When it happens
        After the loss is flat.

        ## Ressources %%! unexpected-section %%
        - A paper.
        ~~~~

    Good:
        ~~~~ Topics/Grokking.md
        ## Idea
        Late learning.

        ## Anything
        Without a template nothing is unexpected.
        ~~~~
    """

    code: ClassVar[str] = "SEC007"
    name: ClassVar[str] = "unexpected-section"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = TEMPLATES
    default: ClassVar[bool] = False

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at each heading that the template lacks."""
        facts = template_facts(vault)
        for template in facts.templates.values():
            if template.authored is None:
                continue
            known = {use.key for use in template.sections if use.in_template}
            depth = max(heading.level for heading in template.authored.headings)
            for path in template.notes:
                note = vault.notes[path]
                required = facts.required(note)
                for at, section in enumerate(note.sections):
                    if section.level > depth or (at == 0 and section.level == 1):
                        continue
                    if template.key(section.heading) in known or heading_key(section.heading) in required:
                        continue
                    yield self.finding(
                        note,
                        heading_span(note, section),
                        f'{template.path} has no section "{section.heading.strip()}"',
                        target=section.heading,
                    )
