"""GRA002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.hierarchy import Cycle, hierarchy_cycles

_MOST_PLACES = 12


class HierarchyCycle(VaultRule, frozen=True):
    """Notes that are each other's part.

    Flags a way from a note over the fields of an acyclic relation (`Part of`, `up`, `Includes`, `down`) back to the
    note: one finding for each cycle, at the first link of it, with the places of the others. Of cycles that hang
    together the shortest through each link is told, twenty at most.

    Why: none of the notes has a place in the hierarchy; an outline, a breadcrumb trail or a count of what lies below
    never ends.

    Remedy: take out the link that is the wrong way round; `related` says that two notes belong together.

    Source: Skosify's `hierarchy_cycles`; SKOS leaves cycles open, and no outline can be made of one.

    Bad:
        ~~~~ Circuit.md
        - Part of: [[Network]] %%! hierarchy-cycle %%
        ~~~~
        ~~~~ Network.md
        - Part of: [[Model]]
        ~~~~
        ~~~~ Model.md
        ---
        up: "[[Circuit]]"
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Circuit.md
        - Part of: [[Network]] [[Model]]
        ~~~~
        ~~~~ Network.md
        - Part of: [[Model]]
        - Includes: [[Circuit]]
        ~~~~
        ~~~~ Model.md
        The smallest part is a [[Circuit]].
        ~~~~
    """

    code: ClassVar[str] = "GRA002"
    name: ClassVar[str] = "hierarchy-cycle"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("relations",))
    outlined = "stated"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every cycle."""
        for cycle in hierarchy_cycles(vault):
            first = cycle.steps[0][0]
            yield self.finding(
                vault.notes[first.path],
                first.link.target_span,
                _message(cycle, vault),
                target=first.link.target,
                help=_places(cycle),
            )


def _message(cycle: Cycle, vault: Vault) -> str:
    names = [vault.notes[path].name for path in cycle.notes]
    if len(names) == 2:
        return f'"{names[0]}" is below "{names[1]}", and "{names[1]}" is below "{names[0]}"'
    return f"a cycle in the hierarchy: {' → '.join((*names, names[0]))}"


def _places(cycle: Cycle) -> str:
    """Return the lines that state the cycle; a line that says the same twice is told once."""
    made = (one for step in cycle.steps for one in step)
    places = list(dict.fromkeys(f"{one.path}:{one.link.span.line} ({one.field})" for one in made))
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return f"stated in {', '.join(places[:_MOST_PLACES])}{more}"
