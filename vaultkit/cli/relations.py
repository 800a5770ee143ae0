"""`vaultkit relations`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from vaultkit.cli.analysis import Asked, analysis_command
from vaultkit.model.relation import ISSUE_KINDS, USUAL_ISSUES, IssueKind
from vaultkit.model.row import Row

HELP = """Check the hierarchy and the relations that notes state by fields such as Part of, up, Includes, Related.

\b
cycle                notes that are each other's part
contradiction        a note that calls another both its part and its whole
self-relation        a field that names its own note
unknown-field        a field with links whose name is a slip for that of a relation
related-and-broader  a note called related that is above or below already
unresolved           a link in such a field to what nobody has written
redundant            a relation that follows from others
orphan-topic         a note of type topic without any relation

\b
Only with --all or --only, because many vaults are kept so on purpose:
missing-inverse      a note that names its parent, which does not name it back
one-sided            a note called related that does not say so itself
empty-field          such a field without a link
root                 a note with others below and none above, where there are several
several-parents      a note directly below several others

\b
Examples:
  vaultkit relations notes/
  vaultkit relations notes/ --only cycle --only contradiction
  vaultkit relations notes/ --all --folder Topics --format csv
"""


@analysis_command("relations", HELP)
@click.option("--only", multiple=True, type=click.Choice(ISSUE_KINDS), metavar="KIND", help="Only this kind.")
@click.option("--all", "everything", is_flag=True, help="All kinds.")
def relations(asked: Asked, only: tuple[IssueKind, ...], everything: bool) -> Sequence[Row]:
    """Check; the text for users is `HELP`."""
    from vaultkit.cli.output import note
    from vaultkit.errors import UsageError
    from vaultkit.graph.analyze.relations import relations

    if only and everything:
        raise UsageError("--only and --all exclude each other", hint="leave --all out")
    found = relations(asked.graph(), asked.vault, kinds=only or ISSUE_KINDS)
    if everything:
        return found
    if not only:
        left_out = Counter(row.kind for row in found if row.kind not in USUAL_ISSUES)
        if left_out:
            counts = ", ".join(f"{count} {kind}" for kind, count in left_out.items())
            note(f"not shown: {counts} (--all, or --only KIND)")
    return [row for row in found if row.kind in (only or USUAL_ISSUES)]
