"""What cannot be, or is only half said, in the relations that notes state of each other.

Sources: the integrity conditions of SKOS (S23 related is symmetric, S25 narrower is the inverse of broader, S27
related and broader exclude each other, https://www.w3.org/TR/skos-reference/) and the checks of qSKOS and
Skosify. Every function reads `vault.relations` and returns the links to blame, in the order of the notes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vaultkit.model.relation import Relation, RelationKind
from vaultkit.vault.cycles import components, cycles
from vaultkit.vault.relations import Pair, Statement
from vaultkit.vault.vault import Vault

Stated = Mapping[Pair, tuple[Statement, ...]]

_FARTHEST = 1000
"""How many notes above a note are looked at for a longer way to one of its parents."""


class Cycle(NamedTuple):
    """Notes that lead back to the first of them, and for each step the links that state it."""

    notes: tuple[str, ...]
    steps: tuple[tuple[Statement, ...], ...]


def hierarchy_cycles(vault: Vault) -> list[Cycle]:
    """Return the cycles of the relations that allow none, those of one kind taken together.

    A pair whose two directions one and the same note states is no cycle but a contradiction.
    """
    found: list[Cycle] = []
    for stated in _acyclic(vault):
        for notes in cycles(_successors(stated)):
            steps = tuple(stated[pair] for pair in zip(notes, (*notes[1:], notes[0]), strict=True))
            authors = {one.path for step in steps for one in step}
            if len(authors) > 1:
                found.append(Cycle(notes, steps))
    return found


def contradictions(vault: Vault) -> list[tuple[Statement, Statement]]:
    """Return the pairs of links of one note that state a relation and its inverse of one other note.

    Where the other note says so too, and the relation allows no cycle, it is one of `hierarchy_cycles`.
    """
    found: list[tuple[Statement, Statement]] = []
    for stated in vault.relations.by_relation.values():
        for (source, target), forth in stated.items():
            back = stated.get((target, source), ()) if source != target else ()
            own = next((one for one in forth if one.path == source), None)
            other = next((one for one in back if one.path == source), None)
            if own is None or other is None or own.relation.symmetric:
                continue
            if not own.relation.acyclic or len({one.path for one in (*forth, *back)}) == 1:
                found.append((own, other))
    return found


def missing_inverses(vault: Vault, *, both: bool = False) -> list[Statement]:
    """Return what a note says of another that does not say the inverse: `up` without `down`.

    With `both` also `down` without `up`. Relations without inverse fields need none.
    """
    found: list[Statement] = []
    for stated in vault.relations.by_relation.values():
        for pair, made in stated.items():
            first = made[0]
            if not first.relation.inverse or first.relation.symmetric or pair[0] == pair[1]:
                continue
            if len({one.inverse for one in made}) == 1 and (both or not first.inverse):
                found.append(first)
    return found


def one_sided(vault: Vault) -> list[Statement]:
    """Return what a note says of another in a symmetric relation that the other does not say of it."""
    return [
        made[0]
        for stated in vault.relations.by_relation.values()
        for (source, target), made in stated.items()
        if made[0].relation.symmetric and (target, source) not in stated
    ]


def related_and_broader(vault: Vault) -> list[tuple[Statement, Statement]]:
    """Return the links that call a note related which is also above or below, with the link that says so."""
    above = _of_kind(vault, "broader")
    found: list[tuple[Statement, Statement]] = []
    for (source, target), made in _of_kind(vault, "related").items():
        other = above.get((source, target)) or above.get((target, source))
        if other is not None and source != target and made[0].relation.symmetric:
            found.append((made[0], other[0]))
    return found


def self_relations(vault: Vault) -> list[Statement]:
    """Return the links by which a note states a relation to itself as a whole."""
    return [
        one
        for one in vault.relations.statements
        if one.source is not None and one.source == one.target and not one.link.subpath
    ]


def several_targets(vault: Vault, relation: Relation) -> list[tuple[Statement, ...]]:
    """Return for each note that has `relation` to several others one link to each of them, its own first."""
    by_source: dict[str, list[Statement]] = {}
    for (source, target), made in vault.relations.by_relation[relation.name].items():
        if source != target:
            own = next((one for one in made if one.path == source), made[0])
            by_source.setdefault(source, []).append(own)
    return [
        tuple(sorted(made, key=lambda one, source=source: one.path != source))  # type: ignore[misc]
        for source, made in by_source.items()
        if len(made) > 1
    ]


def unresolved(vault: Vault) -> list[Statement]:
    """Return the links in fields of relations that name what nobody has written."""
    return [one for one in vault.relations.statements if one.source is None or one.target is None]


def roots(vault: Vault) -> list[str]:
    """Return the notes that have others below them and none above, written or not; in the order of the notes."""
    above: set[str] = set()  # that something is above of
    below: set[str] = set()
    for one in vault.relations.statements:
        if one.relation.kind == "broader" and one.source != one.target:
            above.update(() if one.source is None else (one.source,))
            below.update(() if one.target is None else (one.target,))
    return [path for path in vault.notes if path in below and path not in above]


def unrelated(vault: Vault) -> list[str]:
    """Return the notes that state no relation and of which none is stated; templates are left out."""
    known = {path for one in vault.relations.statements for path in (one.path, one.source, one.target)}
    return [path for path in vault.notes if path not in known and not vault.is_template(path)]


def redundant(vault: Vault) -> list[tuple[Statement, str]]:
    """Return the links to a note that is reached through another one, too, with the path of that one.

    Notes on a cycle are left out: there every note is above every other.
    """
    found: list[tuple[Statement, str]] = []
    for stated in _acyclic(vault):
        above = _successors(stated)
        on_cycle = {note for members in components(above) for note in members}
        for source, targets in above.items():
            if source in on_cycle or len(targets) < 2:
                continue
            for target, through in _reached_again(targets, above, on_cycle):
                found.append((stated[source, target][0], through))
    return found


def _reached_again(
    targets: list[str], above: Mapping[str, list[str]], on_cycle: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield those of `targets` that lie above others of them, each with the one below it."""
    origin = {target: target for target in targets}
    waiting = deque(targets)
    wanted = set(targets)
    while waiting and len(origin) < _FARTHEST:
        at = waiting.popleft()
        for higher in above.get(at, ()):
            if higher in wanted and higher not in on_cycle and origin[at] != higher:
                wanted.remove(higher)
                yield higher, origin[at]
            if higher not in origin:
                origin[higher] = origin[at]
                waiting.append(higher)


def _acyclic(vault: Vault) -> list[Stated]:
    """What the acyclic relations of each kind state."""
    kinds = dict.fromkeys(one.kind for one in vault.vocabulary.relations if one.acyclic)
    return [_of_kind(vault, kind, acyclic=True) for kind in kinds]


def _of_kind(vault: Vault, kind: RelationKind, *, acyclic: bool = False) -> Stated:
    found: dict[Pair, tuple[Statement, ...]] = {}
    for relation in vault.vocabulary.relations:
        if relation.kind == kind and (relation.acyclic or not acyclic):
            for pair, made in vault.relations.by_relation[relation.name].items():
                found[pair] = found.get(pair, ()) + made
    return found


def _successors(stated: Stated) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, target in stated:
        if source != target:
            found.setdefault(source, []).append(target)
    return found
