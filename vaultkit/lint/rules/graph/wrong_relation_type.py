"""GRA006."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import self_relations, several_targets
from vaultkit.vault.note_type import note_type


class WrongRelationType(VaultRule, frozen=True):
    """A relation to a note that cannot have it.

    Flags a field such as `Part of` that names its own note. Where the configuration says more of a relation,
    also a link to a note of another type than its `target-type`, and every parent after the first of a relation that is
    `single`.

    Why: a note cannot be a part of itself, and who works with one parent for each note, or only with topics as
    parents, has an outline that does not come out.

    Remedy: name the note that was meant.

    Source: SKOS forbids no reflexive `broader`, qSKOS reports it; the rest is the vault's own configuration.

    Bad:
        ~~~~ Circuit.md
        - Part of: [[Network]] [[Circuit]] %%! wrong-relation-type %%
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Part of: [[Network]]
        - Related: [[#Open questions]]

        ## Open questions
        Which?
        ~~~~
        ~~~~ Network.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA006"
    name: ClassVar[str] = "wrong-relation-type"
    severity: ClassVar[Severity] = "warning"
    outlined = "stated"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link to a note that the relation does not allow."""
        for one in self_relations(vault):
            yield self.finding(
                vault.notes[one.path],
                one.link.target_span,
                f'"{one.field}" names its own note',
                target=one.link.target,
            )
        for relation in vault.vocabulary.relations:
            if relation.target_type:
                yield from self._wrong_types(vault, relation.name, relation.target_type)
            if relation.single:
                for made in several_targets(vault, relation):
                    kept = made[0].target or ""
                    for one in made[1:]:
                        yield self.finding(
                            vault.notes[one.path],
                            one.link.target_span,
                            f'"{one.field}" gives "{vault.notes[one.source or kept].name}" a second one'
                            f' beside "{vault.notes[kept].name}"',
                            target=one.link.target,
                        )

    def _wrong_types(self, vault: Vault, relation: str, allowed: tuple[str, ...]) -> Iterator[Diagnostic]:
        types: dict[str, str] = {}
        for (_, target), made in vault.relations.by_relation[relation].items():
            if target not in types:
                types[target] = note_type(vault.notes[target], vault)[0]
            if types[target] not in allowed:
                yield self.finding(
                    vault.notes[made[0].path],
                    made[0].link.target_span,
                    f'"{vault.notes[target].name}" is a {types[target]}, and "{made[0].field}" leads to '
                    f"{' or '.join(allowed)} only",
                    target=made[0].link.target,
                )
