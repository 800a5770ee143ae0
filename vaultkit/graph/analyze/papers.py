"""The papers of a vault: each once, however it is linked, with what the notes call it and where they cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from vaultkit.graph.analyze._bib import Listed, Places
from vaultkit.graph.analyze._works import Work, other_titles, problem, same_titles, works
from vaultkit.graph.same_work import SameWorks
from vaultkit.identity import preference
from vaultkit.model.row import Row
from vaultkit.vault.works import Papers, broken_number, meant

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.load.bib import BibEntry, Bibliography


class Citation(msgspec.Struct, frozen=True):
    """A note that cites a paper, and the lines where it does."""

    path: str
    lines: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.path}:{','.join(map(str, self.lines))}" if self.lines else self.path


class Paper(Row, frozen=True):
    """A paper. Those that most notes cite come first, then by id."""

    TABLE = ("notes", "id", "title", "own_notes", "first_read", "last_read", "cited_in", "remark")

    id: Annotated[str, Meta(description="its preferred identifier")]
    title: Annotated[str | None, Meta(description="the best of its titles; null where nothing is one")]
    notes: Annotated[int, Meta(ge=0, description="how many notes cite it or link to its own")]
    own_notes: Annotated[tuple[str, ...], Meta(title="own note", description="the notes about it, by path")]
    first_read: Annotated[
        str | None, Meta(title="first read", description="ISO date, from logs and daily notes")
    ]
    last_read: Annotated[
        str | None, Meta(title="last read", description="ISO date, from logs and daily notes")
    ]
    cited_in: Annotated[tuple[Citation, ...], Meta(title="cited in", description="by path")]
    titles: Annotated[tuple[str, ...], Meta(description="everything it is called, best first")]
    ids: Annotated[tuple[str, ...], Meta(description="all its identifiers, the preferred one first")]
    same_title: Annotated[
        tuple[str, ...], Meta(description="ids of other papers and resources of the same title; never merged")
    ]
    problem: Annotated[str, Meta(description="why the identifier is not valid; else empty")]
    suggestions: Annotated[
        tuple[str, ...], Meta(description="ids that may be meant by one that is not valid")
    ]
    url: Annotated[str, Meta(description="an address for it; empty where none is known")]
    bib_key: Annotated[
        str | None, Meta(title="key", description="its key in the bibliography it was compared with")
    ]
    remark: Annotated[str, Meta(description="what of this is worth a look, in words; often empty")]


ROW = Paper


def papers(
    graph: nx.MultiDiGraph[str],
    *,
    unnoted: bool = False,
    min_notes: int = 0,
    title_conflicts: bool = False,
    invalid: bool = False,
    untitled: bool = False,
    bib: Bibliography | None = None,
    citekeys: Mapping[str, Places] | None = None,
) -> list[Paper]:
    """Return the papers of a graph; of several conditions all must hold.

    `unnoted`: cited, and no note is about it. `min_notes`: that many notes cite it. `title_conflicts`: notes
    call it differently, or something else has its title (which may be a resource: those are listed, too).
    `invalid`: its identifier cannot be one. `untitled`: no text says what it is called.

    Identifiers are taken together where a note or the configuration says that they are one work, or an entry of
    the bibliography `bib`, which also gives rows their `bib_key`. `citekeys` says where notes cite by such keys
    (see `vaultkit.vault.citekeys`).
    """
    listed = Listed(bib) if bib is not None else None
    same = SameWorks(graph, listed.groups if listed is not None else ())
    found = works(graph, same)
    alike = same_titles(found.values())
    known = Papers(
        (work.id, title)
        for work in found.values()
        if _is_paper(work) and not problem(graph, work)
        for title in work.ranked_titles or (None,)
    )
    conflicts = {node for one in same.conflicts for node in (one.source, one.target)}
    rows = []
    for work in found.values():
        if not _is_paper(work) and not (title_conflicts and work.node in alike):
            continue
        entry = listed.entry(work.ids) if listed is not None else None
        if entry is not None and citekeys is not None:
            _add_places(work, citekeys.get(entry.key, {}))
        row = _row(graph, work, alike, known, in_conflict=not conflicts.isdisjoint(work.members))
        if listed is not None:
            row = _beside(row, listed, entry)
        if (
            not (unnoted and (row.own_notes or not row.notes))
            and row.notes >= min_notes
            and not (title_conflicts and not (row.same_title or other_titles(work)))
            and not (invalid and not row.problem)
            and not (untitled and row.title is not None)
        ):
            rows.append(row)
    return sorted(rows, key=lambda row: (-row.notes, row.id))


def uncited(rows: Iterable[Paper], bib: Bibliography, citekeys: Mapping[str, Places]) -> list[Paper]:
    """Return rows for the entries of a bibliography that none of `rows` is, in its order.

    One that notes cite by its key has these notes; one that nothing cites has none.
    """
    there = {row.bib_key for row in rows}
    return [
        _of_entry(entry, citekeys.get(entry.key, {}), bib) for entry in bib.entries if entry.key not in there
    ]


def _of_entry(entry: BibEntry, places: Places, bib: Bibliography) -> Paper:
    return Paper(
        id=min(entry.ids, key=preference, default=f"bib:{entry.key}"),
        title=entry.title or None,
        notes=len(places),
        own_notes=(),
        first_read=None,
        last_read=None,
        cited_in=tuple(Citation(path, lines) for path, lines in sorted(places.items())),
        titles=(entry.title,) if entry.title else (),
        ids=tuple(sorted(entry.ids, key=preference)),
        same_title=(),
        problem="",
        suggestions=(),
        url=entry.fields.get("url", ""),
        bib_key=entry.key,
        remark="" if places else f"in {bib.name}, cited nowhere",
    )


def _add_places(work: Work, places: Places) -> None:
    for path, lines in places.items():
        if path not in work.notes:
            work.cited.setdefault(path, set()).update(lines)


def _beside(row: Paper, listed: Listed, entry: BibEntry | None) -> Paper:
    """Return the row with its key in the bibliography, or with the remark that it is not there."""
    if entry is not None:
        return msgspec.structs.replace(row, bib_key=entry.key)
    alike = listed.alike(row.titles)
    missing = f"not in {listed.name}" + (
        f", where {alike.key} has the same title" if alike is not None else ""
    )
    return msgspec.structs.replace(row, remark="; ".join(filter(None, (missing, row.remark))))


def _is_paper(work: Work) -> bool:
    return work.node.startswith("paper:")


def _row(
    graph: nx.MultiDiGraph[str],
    work: Work,
    alike: Mapping[str, tuple[str, ...]],
    known: Papers,
    *,
    in_conflict: bool,
) -> Paper:
    wrong = problem(graph, work)
    found = meant(broken_number(work.id), work.ranked_titles, known) if wrong else ()
    suggestions = tuple(one.id for one in found if one.id != work.id)
    others, shared = other_titles(work), alike.get(work.node, ())
    unlike = [id for id in shared if id not in suggestions]
    remarks = [
        wrong and wrong + (f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""),
        f"also called {', '.join(others)}" if others else "",
        f"same title as {', '.join(unlike)}" if unlike else "",
        f"{len(work.notes)} notes are about it" if len(work.notes) > 1 else "",
        "notes disagree about its identifiers" if in_conflict else "",
    ]
    return Paper(
        id=work.id,
        title=work.title,
        notes=len(work.cited),
        own_notes=tuple(sorted(work.notes)),
        first_read=min(work.days, default=None),
        last_read=max(work.days, default=None),
        cited_in=tuple(Citation(path, tuple(sorted(lines))) for path, lines in sorted(work.cited.items())),
        titles=work.ranked_titles,
        ids=work.ids,
        same_title=shared,
        problem=wrong,
        suggestions=suggestions,
        url=str(graph.nodes[work.node]["url"]),
        bib_key=None,
        remark="; ".join(filter(None, remarks)),
    )
