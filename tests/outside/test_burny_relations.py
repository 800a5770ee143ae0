"""The hierarchy of a real vault of topic notes, against what a count by hand and by other means found.

An independent count gave 268 typed edges of which 45 lead nowhere, 3 elementary cycles in 2 components, 164
of 202 part-of edges without their inverse, 1 related and broader, 12 one-sided related, 42 roots, and 51 of 79
topics with several parents. It speaks of 177 topic notes; the folder of topics holds 236 notes here, so not every difference
can be traced. What was looked up by hand:

- 287 links in fields; 3 of them are `Additional`, which counts as a relation. As many as there lead nowhere.
- One cycle more: `Large language model` and `Transformer` name each other as their whole (lines 9 and 3).
- 182 part-of edges, once each, lead to a note; 174 of them have no inverse.
- Two are related and broader: `Natural science` with `Metascience` besides the one known.
- 7 of 13 related that lead to a note are not answered; 4 more lead nowhere.
- 52 of the 79 with a `Part of` have several parents; 60 of 92 when `Includes` is counted, too.
- 42 names have something below and nothing above by `Part of` alone, of which nobody has written 16; 22 of the
  notes are left when `Includes` is counted, too.
"""

from __future__ import annotations

import pytest

from vaultkit.vault import Vault
from vaultkit.vault.cycles import components
from vaultkit.vault.hierarchy import (
    hierarchy_cycles,
    missing_inverses,
    one_sided,
    related_and_broader,
    roots,
    several_targets,
)
from vaultkit.vault.relations import Relations

from .shared import SHARED, needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.open(SHARED / "vaults" / "burny", jobs=1)


@pytest.fixture(scope="module")
def relations(vault: Vault) -> Relations:
    return vault.relations


def test_every_field_is_read(relations: Relations) -> None:
    fields = [one.field for one in relations.statements]
    nowhere = sum(one.source is None or one.target is None for one in relations.statements)

    assert {name: fields.count(name) for name in sorted({*fields})} == {
        "Additional": 3,
        "Includes": 56,
        "Part of": 211,
        "Related": 17,
    }
    assert nowhere == 45


def test_the_cycles(vault: Vault, relations: Relations) -> None:
    above: dict[str, list[str]] = {}
    for source, target in relations.by_relation["part-of"]:
        above.setdefault(source, []).append(target)
    named = [tuple(vault.notes[path].name for path in one.notes) for one in hierarchy_cycles(vault)]

    assert len(components(above)) == 3
    assert named == [
        ("Foundations of mathematics", "Metamathematics"),
        ("Foundations of mathematics", "Philosophy of mathematics"),
        ("Kardashev scale", "Power generation"),
        ("Large language model", "Transformer"),
    ]


def test_what_is_said_from_one_side_only(vault: Vault, relations: Relations) -> None:
    stated = relations.by_relation["part-of"]
    by_part = [pair for pair, made in stated.items() if any(not one.inverse for one in made)]
    parents = {source: {t for s, t in by_part if s == source} for source, _ in by_part}

    assert (len(by_part), len(missing_inverses(vault))) == (182, 174)
    assert (len(parents), sum(len(found) > 1 for found in parents.values())) == (79, 52)
    assert len(several_targets(vault, vault.vocabulary.relations[0])) == 60
    assert len(one_sided(vault)) == 7
    assert [vault.notes[one.path].name for one, _ in related_and_broader(vault)] == [
        "Higher-order logic",
        "Natural science",
    ]


def test_the_roots(vault: Vault, relations: Relations) -> None:
    part_of = [one for one in relations.statements if one.relation.name == "part-of" and not one.inverse]
    parts = {one.source for one in part_of}
    wholes = {one.target or one.link.target.lower() for one in part_of}

    assert len(wholes - parts) == 42
    assert len(roots(vault)) == 22
