"""Papers and resources as the notes name them: every identifier of a work taken together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from vaultkit.graph.analyze._projection import BETWEEN_NOTES
from vaultkit.graph.same_work import SameWorks
from vaultkit.identity.titles import best_title, best_titles, title_key

if TYPE_CHECKING:
    import networkx as nx

_MOST_TWINS = 4  # a title that more works share is a phrase


class Work:
    """A work by its preferred node, with what the notes say of it.

    `notes` are the work's own, those that represent it. `cited` holds the lines in each other note by its path
    that cite the work or link to a note of its own; `days` are the ISO dates on which either was read.
    """

    def __init__(self, node: str, members: tuple[str, ...]) -> None:
        self.node = node
        self.members = members
        self.titles: dict[str, int] = {}
        self.own_title: str | None = None
        self.notes: dict[str, None] = {}
        self.cited: dict[str, set[int]] = {}
        self.days: set[str] = set()

    @property
    def id(self) -> str:
        """The preferred identifier."""
        return self.node.partition(":")[2]

    @property
    def ids(self) -> tuple[str, ...]:
        """All identifiers, the preferred one first."""
        return tuple(member.partition(":")[2] for member in self.members)

    @property
    def ranked_titles(self) -> tuple[str, ...]:
        """What the work is called, best first."""
        first = [self.own_title] if self.own_title is not None else []
        return tuple(dict.fromkeys([*first, *best_titles(self.titles)]))

    @property
    def title(self) -> str | None:
        """What the work is called best; None where no text says more than "the paper"."""
        return self.own_title or best_title(self.titles)


def works(graph: nx.MultiDiGraph[str], same: SameWorks) -> dict[str, Work]:
    """Return the works of a graph by their preferred node, in the order of the graph."""
    found: dict[str, Work] = {}
    for node, facts in graph.nodes(data=True):
        if facts["kind"] in ("paper", "resource"):
            members = same.members(node)
            work = found.get(members[0])
            if work is None:
                work = found[members[0]] = Work(members[0], members)
            if node == members[0] and facts["title"] is not None:
                work.own_title = facts["title"]
            for title in facts["titles"]:
                work.titles[title] = work.titles.get(title, 0) + 1
    own = _own_notes(graph, same, found)
    for source, target, kind, facts in graph.edges(keys=True, data=True):
        if kind in ("cites", "references"):
            _cite(graph, found[same.canonical(target)], source, facts["lines"])
        elif kind == "read_on" or (kind in BETWEEN_NOTES and target in own):
            for work in own.get(target) or filter(None, [found.get(same.canonical(target))]):
                if kind == "read_on":
                    work.days.add(source.partition(":")[2])
                else:
                    lines = facts["lines"] if facts["origin"] == "explicit" else ()
                    _cite(graph, work, source, lines)
    return found


def _own_notes(graph: nx.MultiDiGraph[str], same: SameWorks, found: dict[str, Work]) -> dict[str, list[Work]]:
    """Give works the notes that represent them, and return the works by the nodes of these notes."""
    own: dict[str, list[Work]] = {}
    for note, target, kind in graph.edges(keys=True):
        if kind == "represents":
            work = found[same.canonical(target)]
            work.notes[graph.nodes[note]["path"]] = None
            own.setdefault(note, []).append(work)
    return own


def _cite(graph: nx.MultiDiGraph[str], work: Work, source: str, lines: Iterable[int]) -> None:
    facts = graph.nodes[source]
    if facts["kind"] == "note" and not facts.get("template") and facts["path"] not in work.notes:
        work.cited.setdefault(facts["path"], set()).update(lines)


def same_titles(found: Iterable[Work]) -> dict[str, tuple[str, ...]]:
    """Return for each work that shares a title with others their ids, by its node.

    What many works are called (an album, "page of the project") is a phrase and no title.
    """
    by_key: dict[str, dict[str, str]] = {}
    for work in found:
        for key in {title_key(title) for title in work.ranked_titles} - {""}:
            by_key.setdefault(key, {})[work.node] = work.id
    shared: dict[str, dict[str, None]] = {}
    for group in by_key.values():
        for node in group if 1 < len(group) <= _MOST_TWINS else ():
            others = {id: None for other, id in group.items() if other != node}
            shared.setdefault(node, {}).update(others)
    return {node: tuple(sorted(others)) for node, others in shared.items()}


def other_titles(work: Work) -> tuple[str, ...]:
    """Return the titles that say something else than the best one; a part of it (without its subtitle) does not."""
    best, *others = work.ranked_titles or ("",)
    keys = [title_key(best)]
    found = []
    for title in others:
        key = title_key(title)
        if key and keys[0] and not any(_is_part(key, known) for known in keys):
            keys.append(key)
            found.append(title)
    return tuple(found)


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((f" {one} ", f" {other} "), key=len)
    return short in long


def problem(graph: nx.MultiDiGraph[str], work: Work) -> str:
    """Return why the identifier of a work is not valid; empty where it is."""
    facts: dict[str, Any] = graph.nodes[work.node]
    return str(facts.get("problem", ""))
