"""SEC008."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import ClassVar

from vaultkit.lint.dependence import TEMPLATES, Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.sections import heading_span
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.template_use import sections_by_key
from vaultkit.vault.templates import template_facts


class MisplacedSection(VaultRule, frozen=True):
    """A section that stands elsewhere than in the template of the note's type.

    Flags as few headings as could be moved to bring the sections of a note into the order of its template: the one
    that its author wrote, or the order that most notes of the type have. Other headings may stand between them. Off by
    default.

    Why: readers look for a section where it is in all other notes.

    Remedy: move the section.

    Source: markdownlint's MD043 demands it of all files.

    Bad:
        ~~~~ Templates/Topic.md
        ## Idea

        ## Evidence

        ## Sources
        ~~~~
        ~~~~ Topics/Grokking.md
        ## Sources %%! misplaced-section %%
        - A paper.

        ## Idea
        Late learning.

        ## Evidence
        Loss curves.
        ~~~~

    Good:
        ~~~~ Templates/Topic.md
        ## Idea

        ## Evidence

        ## Sources
        ~~~~
        ~~~~ Topics/Grokking.md
        ## Idea
        Late learning.

        ## An aside
        Nobody expected it.

        ## Sources
        - A paper.
        ~~~~
    """

    code: ClassVar[str] = "SEC008"
    name: ClassVar[str] = "misplaced-section"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = TEMPLATES
    default: ClassVar[bool] = False

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at each heading that would have to move."""
        for template in template_facts(vault).templates.values():
            places = {use.key: at for at, use in enumerate(template.sections) if use.in_template}
            for path in template.notes:
                note = vault.notes[path]
                here = [
                    (places[key], seen)
                    for key, seen in sections_by_key(note, template.key).items()
                    if key in places
                ]
                here.sort(key=lambda one: one[1].section.line)
                staying = longest_rising([place for place, _ in here])
                for at, (place, seen) in enumerate(here):
                    if at not in staying:
                        before = template.sections[place - 1].heading if place else None
                        where = f'behind "{before}"' if before is not None else "first"
                        yield self.finding(
                            note,
                            heading_span(note, seen.section),
                            f'the section "{seen.section.heading.strip()}" stands {where} in notes of type '
                            f"{template.type}",
                            target=seen.section.heading,
                        )


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the positions of a longest rising part of `numbers`, which are distinct."""
    ends: list[int] = []  # the least number that ends a rising part of each length
    at_end: list[int] = []
    previous: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        at_end[length : length + 1] = [at]
        previous.append(at_end[length - 1] if length else -1)
    found: set[int] = set()
    at = at_end[-1] if at_end else -1
    while at >= 0:
        found.add(at)
        at = previous[at]
    return found
