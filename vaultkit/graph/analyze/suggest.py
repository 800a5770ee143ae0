"""Suggest: links that are missing, and names that seem to mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

from msgspec import Meta

from vaultkit.graph.analyze._near_names import near_pairs
from vaultkit.graph.mentions import Mention, Mentions, folded_name
from vaultkit.graph.same_work import SameWorks
from vaultkit.identity.titles import is_title, title_key
from vaultkit.model.note import Note
from vaultkit.model.row import Row
from vaultkit.parse.prose import Prose
from vaultkit.text import LineIndex

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.vault import Vault

SuggestionKind = Literal[
    "unlinked-mention", "unlinked-work", "clipped", "unwritten-work", "near-names", "same-title"
]
KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)

_FEW = 10  # notes in which a name of one word may stand before it can count as common
_GENERIC = 4  # a title that more works share is a phrase, not a title


class Suggestion(Row, frozen=True):
    """One suggestion; in the order of the kinds, then of the notes and lines.

    - unlinked-mention: the title, name or alias of a note stands in the text of one that does not link to it
    - unlinked-work: the title of a work stands in the text of a note that does not cite it
    - clipped: a note cites an address of which another note is a copy, and does not link to that note
    - unwritten-work: a link to a note that nobody has written names a work by its title
    - near-names: two notes, or a note and an unwritten one, whose names differ by a slip, a plural, an order
    - same-title: two works with one title under different identifiers
    """

    TABLE: ClassVar[tuple[str, ...]] = ("kind", "path", "line", "text", "target_label")

    kind: SuggestionKind
    subject: Annotated[
        str, Meta(description="the node the suggestion is about: a note, work or unwritten note")
    ]
    path: Annotated[str | None, Meta(title="in", description="the note where it would be followed")]
    line: Annotated[int, Meta(ge=1, description="1-based")] | None
    column: Annotated[int, Meta(ge=1, description="1-based, in code points")] | None
    text: Annotated[str, Meta(description="what stands there, or the name or title it is about")]
    target: Annotated[str, Meta(description="the node to link to, or that may be the same")]
    target_label: Annotated[
        str, Meta(title="suggested", description="its label; of same-title, both identifiers")
    ]
    count: Annotated[int, Meta(ge=1, description="how often it stands in the note")]


ROW = Suggestion


def suggest(
    graph: nx.MultiDiGraph[str], vault: Vault, *, kinds: Collection[SuggestionKind] = KINDS
) -> list[Suggestion]:
    """Return the suggestions of these `kinds`, all by default.

    The text is read once, for all names together (see `vaultkit.graph.mentions`): whole words, the longest
    name first, neither in code, links, headings, properties nor comments. Names that several notes bear
    are left out, as are names of one word that are common in general (`mentions.COMMON_WORDS`) or in this
    vault (they stand in a third of its notes). Each note is told once of each target. Nothing is merged
    or written.

    Args:
        graph: what `build_graph` returns; its notes are those that are read and linked to.
        vault: the vault of the graph, for the texts.
        kinds: what to look for.
    """
    found: list[Suggestion] = []
    if {"unlinked-mention", "unlinked-work"} & set(kinds):
        found.extend(one for one in _mentions(graph, vault) if one.kind in kinds)
    others: dict[SuggestionKind, Callable[[nx.MultiDiGraph[str]], Iterator[Suggestion]]] = {
        "clipped": _clipped,
        "unwritten-work": _unwritten_works,
        "near-names": _near_names,
        "same-title": _same_titles,
    }
    for kind, look in others.items():
        if kind in kinds:
            found.extend(look(graph))
    return sorted(
        found, key=lambda one: (KINDS.index(one.kind), one.path or "", one.line or 0, one.subject, one.target)
    )


def _of_kind(graph: nx.MultiDiGraph[str], *kinds: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return (
        (node, facts)
        for node, facts in graph.nodes(data=True)
        if facts["kind"] in kinds and not facts.get("template")
    )


def _name(facts: dict[str, Any]) -> str:
    """Return the name of the file of a note."""
    return str(facts["path"]).rpartition("/")[2].removesuffix(".md").removesuffix(".canvas")


def _mentions(graph: nx.MultiDiGraph[str], vault: Vault) -> Iterator[Suggestion]:
    targets = _targets(graph)
    mentions = Mentions(targets)
    known = _Known(graph)
    found: list[tuple[str, Suggestion]] = []
    standing: Counter[str] = Counter()  # by name: in how many notes it stands
    notes = 0
    for node, facts in _of_kind(graph, "note"):
        note = vault.notes.get(facts["path"])
        if note is None or note.is_canvas:
            continue
        notes += 1
        text = vault.text(note.path)
        places: dict[str, list[Mention]] = {}
        for mention in mentions.find(text):
            places.setdefault(mention.name, []).append(mention)
        standing.update(places.keys())
        needless = known.to(node) if places else set()
        places = {name: there for name, there in places.items() if targets[name] not in needless}
        if places:
            found.extend(_in_prose(graph, node, note, text, targets, places))
    common = max(_FEW, notes // 3)
    for name, one in found:
        if standing[name] <= common or any(not char.isalnum() for char in name):
            yield one


def _targets(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Return the node that each name means; names that mean several are left out.

    The names of files go before titles and aliases, as links do, and these before the titles of works.
    """
    targets: dict[str, str] = {}
    taken: set[str] = set()
    for names in (_file_names(graph), _other_names(graph), _work_titles(graph)):
        claimed: dict[str, dict[str, str]] = {}
        for name, node in names:
            claimed.setdefault(folded_name(name), {}).setdefault(node, name)
        for folded, claims in claimed.items():
            if len(claims) == 1 and folded not in taken:
                [(node, name)] = claims.items()
                targets[name] = node
        taken.update(claimed)
    return targets


def _file_names(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str]]:
    return ((_name(facts), node) for node, facts in _of_kind(graph, "note"))


def _other_names(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str]]:
    for node, facts in _of_kind(graph, "note"):
        for name in dict.fromkeys((facts["title"], facts["label"], *facts["aliases"])):
            yield name, node


def _work_titles(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str]]:
    same = SameWorks(graph)
    for node, facts in _of_kind(graph, "paper", "resource"):
        if facts["title"] and is_title(facts["title"]):
            yield facts["title"], same.canonical(node)


class _Known:
    """What each note needs no link to: what it links to, and works that it, or a note it links to, is about."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self._targets: dict[str, set[str]] = {}
        self._alike: dict[
            str, list[str]
        ] = {}  # works a note is about, notes about a work, other ids of a work
        for source, target, kind, facts in graph.edges(keys=True, data=True):
            self._targets.setdefault(source, set()).add(target)
            if facts["origin"] == "inverse" or "inverse_lines" in facts:
                self._targets.setdefault(target, set()).add(source)  # stated here, stored the other way round
            if kind in ("represents", "same_as"):
                self._alike.setdefault(source, []).append(target)
                self._alike.setdefault(target, []).append(source)

    def to(self, note: str) -> set[str]:
        """Return the nodes that `note` needs no link to, itself among them."""
        known = {note, *self._targets.get(note, ())}
        for node in known & self._alike.keys():
            known.update(self._alike[node])
        return known


def _in_prose(
    graph: nx.MultiDiGraph[str],
    node: str,
    note: Note,
    text: str,
    targets: dict[str, str],
    places: dict[str, list[Mention]],
) -> Iterator[tuple[str, Suggestion]]:
    """Yield a name and a suggestion for each target that is named in the running text of a note."""
    prose = Prose(text, note)
    lines = LineIndex(text)
    by_target: dict[str, list[Mention]] = {}
    for name, there in places.items():
        for mention in there:
            if prose.holds(mention.start, mention.end):
                by_target.setdefault(targets[name], []).append(mention)
    for target, there in by_target.items():
        first = min(there, key=lambda mention: mention.start)
        line, column = lines.locate(first.start)
        yield (
            first.name,
            Suggestion(
                kind="unlinked-mention" if target.startswith("note:") else "unlinked-work",
                subject=node,
                path=note.path,
                line=line,
                column=column,
                text=text[first.start : first.end],
                target=target,
                target_label=graph.nodes[target]["label"],
                count=len(there),
            ),
        )


def _clipped(graph: nx.MultiDiGraph[str]) -> Iterator[Suggestion]:
    same = SameWorks(graph)
    copies: dict[str, dict[str, None]] = {}
    for note, work, kind in graph.edges(keys=True):
        if kind == "represents" and not graph.nodes[note].get("template"):
            for one in same.members(work):
                copies.setdefault(one, {})[note] = None
    for note, work, kind, facts in graph.edges(keys=True, data=True):
        if kind not in ("cites", "references") or not facts["lines"] or note in copies.get(work, ()):
            continue
        for copy in copies.get(work, ()):
            if copy not in graph.succ[note]:
                yield Suggestion(
                    kind="clipped",
                    subject=work,
                    path=graph.nodes[note]["path"],
                    line=facts["lines"][0],
                    column=None,
                    text=graph.nodes[work]["url"],
                    target=copy,
                    target_label=graph.nodes[copy]["label"],
                    count=facts["count"],
                )


def _unwritten_works(graph: nx.MultiDiGraph[str]) -> Iterator[Suggestion]:
    works = _works_by_title(graph)
    for node, facts in _of_kind(graph, "unresolved"):
        named = works.get(title_key(facts["label"]), ())
        if len(named) == 1:
            wanting = _first_line(graph, node)
            yield Suggestion(
                kind="unwritten-work",
                subject=node,
                path=None if wanting is None else wanting[0],
                line=None if wanting is None else wanting[1],
                column=None,
                text=facts["label"],
                target=named[0],
                target_label=graph.nodes[named[0]]["label"],
                count=facts["count"],
            )


def _first_line(graph: nx.MultiDiGraph[str], node: str) -> tuple[str, int] | None:
    """Return the first note, with the line, that links to a node."""
    places = [
        (graph.nodes[source]["path"], facts["lines"][0])
        for source, _, facts in graph.in_edges(node, data=True)
        if facts["lines"] and facts["origin"] == "explicit" and "path" in graph.nodes[source]
    ]
    return min(places, default=None)


def _works_by_title(graph: nx.MultiDiGraph[str]) -> dict[str, list[str]]:
    """Return the works that bear each title, each work once however many identifiers it has."""
    same = SameWorks(graph)
    works: dict[str, dict[str, None]] = {}
    for node, facts in _of_kind(graph, "paper", "resource"):
        for key in {title_key(title) for title in facts["titles"]}:
            if key:
                works.setdefault(key, {})[same.canonical(node)] = None
    return {key: list(nodes) for key, nodes in works.items()}


def _same_titles(graph: nx.MultiDiGraph[str]) -> Iterator[Suggestion]:
    told: set[tuple[str, str]] = set()
    for nodes in _works_by_title(graph).values():
        if len(nodes) > _GENERIC:
            continue
        for pair in combinations(sorted(nodes), 2):
            if pair not in told:
                told.add(pair)
                ids = ", ".join(node.partition(":")[2] for node in pair)
                yield _pair(graph, "same-title", *pair, said=ids)


def _near_names(graph: nx.MultiDiGraph[str]) -> Iterator[Suggestion]:
    names = {node: _name(facts) for node, facts in _of_kind(graph, "note")}
    names.update((node, facts["label"]) for node, facts in _of_kind(graph, "unresolved"))
    for one, other in near_pairs(names):
        if folded_name(names[one]) == folded_name(names[other]):
            continue  # the same name in two folders, which is seen at once
        if one.startswith("note:") or other.startswith("note:"):
            yield _pair(graph, "near-names", *sorted((one, other), key=lambda node: node.startswith("note:")))


def _pair(
    graph: nx.MultiDiGraph[str], kind: SuggestionKind, one: str, other: str, said: str | None = None
) -> Suggestion:
    """Return the suggestion that two nodes are the same; the place is the first where `one` is named."""
    facts = graph.nodes[one]
    path: str | None = facts.get("path")
    line: int | None = None
    if path is None and (place := _first_line(graph, one)) is not None:
        path, line = place
    return Suggestion(
        kind=kind,
        subject=one,
        path=path,
        line=line,
        column=None,
        text=facts["label"],
        target=other,
        target_label=graph.nodes[other]["label"] if said is None else said,
        count=1,
    )
