"""Wikilinks that a table cuts in two."""

from __future__ import annotations

from vaultkit.lint.facts import link_facts
from vaultkit.model.note import Note, Problem
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault

_CUT = lazy_pattern(r"!?\[\[[^\[\]|\n]+(?P<pipe>\|)[^\[\]|\n]+\]\]")


def cell_pipe(problem: Problem, note: Note, vault: Vault) -> int | None:
    """Return where the pipe stands that ends a table's cell inside the wikilink of `problem`, or None.

    A wikilink with a pipe on one line is complete everywhere but in a table, so that one which the reader
    found open is in a table. One in the head keeps the table from being one, and is complete.
    """
    if problem.detail not in ("unclosed", "table-head") or note.is_canvas:
        return None
    found = _CUT.match(link_facts(vault).text(note.path), problem.span.start)
    return found.start("pipe") if found is not None else None
