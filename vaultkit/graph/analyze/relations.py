"""Relations: what cannot be in the hierarchy of notes, what is only half said, and what states nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from msgspec import Meta

from vaultkit.model.relation import ISSUE_KINDS, USUAL_ISSUES, IssueKind
from vaultkit.model.row import Row
from vaultkit.vault import hierarchy
from vaultkit.vault.note_type import note_type
from vaultkit.vault.relation_fields import empty_relation_fields, misnamed_fields
from vaultkit.vault.relations import Statement

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.vault import Vault

_LONGEST_TEXT = 60


class RelationIssue(Row, frozen=True):
    """One thing to look at in the relations between notes; in the order of the kinds, then of the notes.

    - cycle: notes that are each other's part, over links of several notes; the shortest through each link
    - contradiction: a note that calls another both its part and its whole
    - self-relation: a field that names its own note
    - unknown-field: a field with links whose name is a slip for that of a relation
    - related-and-broader: a note called related that is above or below already
    - unresolved: a link in a field of a relation to what nobody has written
    - redundant: a relation that follows from others
    - orphan-topic: a note of type topic without any relation, in a vault that has some
    - missing-inverse: a note that names its parent, which does not name it back
    - one-sided: a note called related that does not say so itself
    - empty-field: a field of a relation without a link
    - root: a note with others below it and none above, where there are several of them
    - several-parents: a note directly below several others (polyhierarchy)
    """

    TABLE: ClassVar[tuple[str, ...]] = ("kind", "path", "line", "field", "remark")

    kind: IssueKind
    path: Annotated[str, Meta(title="in", description="the note where it is said, or that it is about")]
    line: Annotated[int, Meta(ge=1, description="1-based")] | None
    column: Annotated[int, Meta(ge=1, description="1-based, in code points")] | None
    relation: Annotated[str | None, Meta(description="the name of the relation")]
    field: Annotated[str | None, Meta(description="the field or property, as written")]
    target: Annotated[str | None, Meta(description="what the link names, as written")]
    notes: Annotated[
        tuple[str, ...],
        Meta(description="paths of the notes concerned: a cycle in its order, a note before those above it"),
    ]
    remark: Annotated[str, Meta(description="what there is to see, in words")]


ROW = RelationIssue


def relations(
    graph: nx.MultiDiGraph[str], vault: Vault, *, kinds: Collection[IssueKind] = USUAL_ISSUES
) -> list[RelationIssue]:
    """Return what there is to look at in the relations between the notes of a graph.

    The checks are the integrity conditions of SKOS (S23, S25, S27) and those of qSKOS and Skosify; the rules
    of the linter for the same read the same functions (`vaultkit.vault.hierarchy`).

    Args:
        graph: what `build_graph` returns; a row stays where one of its `notes` is in it.
        vault: the vault of the graph, whose relations are read as a whole: a note whose parent a filter
            dropped is no root.
        kinds: what to look for, by default what is wrong or doubtful (`USUAL_ISSUES`); `ISSUE_KINDS` are all.
    """
    found: list[RelationIssue] = []
    for kind in ISSUE_KINDS:
        rows = _CHECKS[kind](vault) if kind in kinds else ()
        there = [row for row in rows if any(f"note:{path}" in graph for path in row.notes)]
        found += sorted(there, key=lambda row: (row.path, row.line or 0, row.column or 0))
    return found


def _name(vault: Vault, path: str | None) -> str:
    return "" if path is None else vault.notes[path].name


def _at(
    kind: IssueKind, one: Statement, notes: tuple[str | None, ...], remark: str, **changed: Any
) -> RelationIssue:
    """Return the row about a link that states a relation."""
    facts: dict[str, Any] = {
        "kind": kind,
        "path": one.path,
        "line": one.link.target_span.line,
        "column": one.link.target_span.column,
        "relation": one.relation.name,
        "field": one.field,
        "target": one.link.target,
        "notes": tuple(dict.fromkeys(path for path in notes if path is not None)),
        "remark": remark,
    }
    return RelationIssue(**{**facts, **changed})


def _about(kind: IssueKind, path: str, remark: str) -> RelationIssue:
    """Return the row about a note as a whole."""
    return RelationIssue(kind, path, None, None, None, None, None, (path,), remark)


def _cycles(vault: Vault) -> Iterator[RelationIssue]:
    for cycle in hierarchy.hierarchy_cycles(vault):
        first = cycle.steps[0][0]
        names = [_name(vault, path) for path in (*cycle.notes, cycle.notes[0])]
        yield _at("cycle", first, cycle.notes, " → ".join(names))


def _contradictions(vault: Vault) -> Iterator[RelationIssue]:
    for forth, back in hierarchy.contradictions(vault):
        remark = f'"{forth.field}", on line {forth.link.span.line}, names it as well'
        yield _at("contradiction", back, (back.path, back.source, back.target), remark)


def _self_relations(vault: Vault) -> Iterator[RelationIssue]:
    for one in hierarchy.self_relations(vault):
        yield _at("self-relation", one, (one.path,), "names its own note")


def _unknown_fields(vault: Vault) -> Iterator[RelationIssue]:
    for one in misnamed_fields(vault):
        yield RelationIssue(
            kind="unknown-field",
            path=one.path,
            line=one.span.line,
            column=one.span.column,
            relation=None,
            field=one.written,
            target=None,
            notes=(one.path,),
            remark=f'did you mean "{one.meant[0]}"?',
        )


def _related_and_broader(vault: Vault) -> Iterator[RelationIssue]:
    for related, broader in hierarchy.related_and_broader(vault):
        remark = (
            f'"{broader.field}" in {broader.path}:{broader.link.span.line} relates '
            f'it to "{_name(vault, related.target)}" already'
        )
        yield _at("related-and-broader", related, (related.path, related.source, related.target), remark)


def _unresolved(vault: Vault) -> Iterator[RelationIssue]:
    for one in hierarchy.unresolved(vault):
        yield _at("unresolved", one, (one.path,), f'"{one.link.target}" is not written')


def _redundant(vault: Vault) -> Iterator[RelationIssue]:
    for one, through in hierarchy.redundant(vault):
        remark = f'follows from "{_name(vault, through)}", which lies between'
        yield _at("redundant", one, (one.source, through, one.target), remark)


def _orphan_topics(vault: Vault) -> Iterator[RelationIssue]:
    if vault.relations.statements:
        for path in hierarchy.unrelated(vault):
            if note_type(vault.notes[path], vault)[0] == "topic":
                yield _about("orphan-topic", path, "no relation to or from any note")


def _missing_inverses(vault: Vault) -> Iterator[RelationIssue]:
    for one in hierarchy.missing_inverses(vault):
        other = one.source if one.inverse else one.target
        yield _at("missing-inverse", one, (one.path, other), f'"{_name(vault, other)}" does not name it back')


def _one_sided(vault: Vault) -> Iterator[RelationIssue]:
    for one in hierarchy.one_sided(vault):
        if one.source != one.target:
            remark = f'"{_name(vault, one.target)}" does not say so'
            yield _at("one-sided", one, (one.source, one.target), remark)


def _empty_fields(vault: Vault) -> Iterator[RelationIssue]:
    for one in empty_relation_fields(vault):
        value = one.value if len(one.value) <= _LONGEST_TEXT else one.value[: _LONGEST_TEXT - 1] + "…"
        yield RelationIssue(
            kind="empty-field",
            path=one.path,
            line=one.span.line,
            column=one.span.column,
            relation=one.relation.name,
            field=one.field,
            target=None,
            notes=(one.path,),
            remark=f'no link in "{value}"' if value else "empty",
        )


def _roots(vault: Vault) -> Iterator[RelationIssue]:
    found = hierarchy.roots(vault)
    for path in found if len(found) > 1 else ():
        yield _about("root", path, f"one of {len(found)} notes with nothing above")


def _several_parents(vault: Vault) -> Iterator[RelationIssue]:
    for relation in vault.vocabulary.relations:
        if relation.kind != "broader":
            continue
        for made in hierarchy.several_targets(vault, relation):
            source = made[0].source
            parents = [one.target for one in made]
            remark = f"{len(made)} parents: {', '.join(_name(vault, path) for path in parents)}"
            yield _at(
                "several-parents",
                made[0],
                (source, *parents),
                remark,
                path=source,
                **({} if made[0].path == source else {"line": None, "column": None, "field": None}),
                target=None,
            )


_CHECKS: dict[IssueKind, Callable[[Vault], Iterator[RelationIssue]]] = {
    "cycle": _cycles,
    "contradiction": _contradictions,
    "self-relation": _self_relations,
    "unknown-field": _unknown_fields,
    "related-and-broader": _related_and_broader,
    "unresolved": _unresolved,
    "redundant": _redundant,
    "orphan-topic": _orphan_topics,
    "missing-inverse": _missing_inverses,
    "one-sided": _one_sided,
    "empty-field": _empty_fields,
    "root": _roots,
    "several-parents": _several_parents,
}
