"""Templates: which sections and fields the notes of a type have, and how much of them is filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta

from vaultkit.model.note import Note
from vaultkit.model.row import Row
from vaultkit.vault.template_use import DEAD, FEWEST, SectionUse, Template, sections_by_key
from vaultkit.vault.templates import template_facts

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.vault import Vault

Part = Literal["section", "recurring section", "field", "note"]
_LONGEST_TEXT = 60


class TemplatePart(Row, frozen=True):
    """A section or field of a type's template and the notes that fill it, or a note and what it fills.

    Types come by name; of each the sections in the order of the template, then those that only recur in the
    notes, then the fields. Notes come with the emptiest first.
    """

    TABLE = ("type", "part", "name", "notes", "filled", "empty", "stub", "boilerplate", "fill", "remark")

    type: Annotated[str, Meta(description="the type of the notes")]
    template: Annotated[
        str | None, Meta(description="the path of the template; null where it was inferred from the notes")
    ]
    part: Annotated[Part, Meta(description="what the row is about")]
    name: Annotated[str, Meta(description="the heading, the field's key, or the path of the note")]
    notes: Annotated[int, Meta(ge=0, description="notes that have it; of a note: sections it has")]
    missing: Annotated[int, Meta(ge=0, description="notes without it; of a note: sections it lacks")]
    filled: Annotated[int, Meta(ge=0)]
    empty: Annotated[int, Meta(ge=0)]
    stub: Annotated[int, Meta(ge=0, description="that say no more than TODO")]
    boilerplate: Annotated[int, Meta(ge=0, description="with text that was not written for one note")]
    fill: Annotated[
        float,
        Meta(ge=0, le=1, description="filled ones among those there are; of a note: among all sections"),
    ]
    dead: Annotated[bool, Meta(description="whether hardly any note fills it")]
    remark: Annotated[str, Meta(description="what of this is worth a look, in words; often empty")]


ROW = TemplatePart


def templates(
    graph: nx.MultiDiGraph[str], vault: Vault, *, notes: bool = False, dead: bool = False
) -> list[TemplatePart]:
    """Return how the notes of a graph fill the templates of their types.

    `vault` is the one that the graph was built from. With `notes` there is a row for every note, else one for
    every section and field; with `dead` only those that hardly any note fills.
    """
    rows: list[TemplatePart] = []
    for template in template_facts(vault).templates.values():
        there = [vault.notes[path] for path in template.notes if f"note:{path}" in graph]
        if notes:
            rows += sorted(_notes(template, there), key=lambda row: (row.fill, row.name))
        elif there:
            rows += _sections(template, there, vault)
            rows += _fields(template, there)
    return [row for row in rows if row.dead] if dead else rows


def _state(template: Template, note: Note) -> dict[str, str]:
    """Return the states of the sections of `note`, by key, known the other notes of its type."""
    bodies = {use.key: use.bodies for use in template.sections}
    return {
        key: "boilerplate" if seen.state == "filled" and seen.body in bodies.get(key, ()) else seen.state
        for key, seen in sections_by_key(note, template.key).items()
    }


def _sections(template: Template, notes: Sequence[Note], vault: Vault) -> Iterator[TemplatePart]:
    counts: dict[str, Counter[str]] = {use.key: Counter() for use in template.sections}
    for note in notes:
        for key, state in _state(template, note).items():
            if key in counts:
                counts[key][state] += 1
    for use in template.sections:
        count = counts[use.key]
        there = count.total()
        fill = count["filled"] / there if there else 0.0
        dead = use.leaf and there >= FEWEST and fill < DEAD
        yield TemplatePart(
            template.type,
            template.path,
            "section" if use.in_template else "recurring section",
            use.heading,
            there,
            len(notes) - there,
            count["filled"],
            count["empty"],
            count["stub"],
            count["boilerplate"],
            round(fill, 4),
            dead,
            ", ".join(_remarks(template, use, dead, vault)),
        )


def _remarks(template: Template, use: SectionUse, dead: bool, vault: Vault) -> Iterator[str]:
    if use.required:
        yield "required"
    if dead:
        yield "dead"
    if not use.leaf:
        yield "holds subsections"
    if use.boilerplate and (text := _boilerplate(template, use, vault)):
        yield f'"{text}"'


def _boilerplate(template: Template, use: SectionUse, vault: Vault) -> str:
    """Return the beginning of the text that the notes have in common, on one line."""
    for path in template.notes:
        seen = sections_by_key(vault.notes[path], template.key).get(use.key)
        if seen is not None and seen.body in use.bodies:
            section = seen.section
            text = " ".join(vault.text(path)[section.body_start : section.body_end].split())
            return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1].rstrip() + "…"
    return ""


def _fields(template: Template, notes: Sequence[Note]) -> Iterator[TemplatePart]:
    there: Counter[str] = Counter()
    filled: Counter[str] = Counter()
    menus: Counter[str] = Counter()
    for note in notes:
        states: dict[str, set[str]] = {}
        for field in note.fields:
            states.setdefault(field.name, set()).add(field.state)
        there.update(states.keys())
        filled.update(name for name, seen in states.items() if "filled" in seen)
        menus.update(name for name, seen in states.items() if "filled" not in seen and "boilerplate" in seen)
    for use in template.fields:
        count = there[use.name]
        fill = filled[use.name] / count if count else 0.0
        dead = count >= FEWEST and fill < DEAD
        yield TemplatePart(
            template.type,
            template.path,
            "field",
            use.key,
            count,
            len(notes) - count,
            filled[use.name],
            count - filled[use.name] - menus[use.name],
            0,
            menus[use.name],
            round(fill, 4),
            dead,
            "dead" if dead else "",
        )


def _notes(template: Template, notes: Sequence[Note]) -> Iterator[TemplatePart]:
    wanted = [use.key for use in template.sections if use.in_template and use.leaf]
    for note in notes:
        states = _state(template, note)
        count = Counter(states[key] for key in wanted if key in states)
        fill = count["filled"] / len(wanted) if wanted else 0.0
        yield TemplatePart(
            template.type,
            template.path,
            "note",
            note.path,
            count.total(),
            len(wanted) - count.total(),
            count["filled"],
            count["empty"],
            count["stub"],
            count["boilerplate"],
            round(fill, 4),
            False,
            "",
        )
