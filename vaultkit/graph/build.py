"""From a vault to its graph: one pass over the notes, then nodes and edges in a fixed order."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from vaultkit.graph.claims import Claim, claims, one_work
from vaultkit.graph.collect import Attributes, Edges
from vaultkit.graph.journal import Journal
from vaultkit.graph.references import References
from vaultkit.graph.same_work import CONFIGURATION, star
from vaultkit.graph.targets import Targets
from vaultkit.model.graph import EdgeKind, NodeKind
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.vault import Vault
from vaultkit.vault.dates import note_dates
from vaultkit.vault.note_type import note_type
from vaultkit.vault.relations import RelationReader
from vaultkit.vault.templates import template_facts

if TYPE_CHECKING:
    import networkx as nx

_KIND_ORDER = {kind: place for place, kind in enumerate(get_args(NodeKind))}


def build_graph(vault: Vault) -> nx.MultiDiGraph[str]:
    """Return the graph of a vault: nodes keyed by path or identity, edges keyed by their kind.

    Nodes carry `kind` and `label`, edges `kind`, `lines`, `origin` and `count`; `graph.graph["stats"]`
    counts what is left out: links within a note, addresses that name no work. `graph.graph["faults"]` lists
    what could not be read in logs as (path, line, message). The same vault gives the same nodes and edges in
    the same order.
    """
    return gather_graph(vault).graph()


def gather_graph(vault: Vault) -> Gathered:
    """Return what `build_graph` makes the graph of: who needs only ids and ends can begin before it is made."""
    with _collector_at_rest():
        return _Builder(vault).gather()


class Gathered(NamedTuple):
    """All nodes and edges of a graph, with its own attributes; nodes stand in the graph's order."""

    nodes: list[tuple[str, Attributes]]
    edges: Edges
    attributes: Attributes

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the graph. The edges move into it, so that this can be asked for once."""
        import networkx as nx  # only now: whoever lists the commands or prints a schema need not wait for it

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**self.attributes)
        with _collector_at_rest():
            _fill(graph, self)
        return graph


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Hold cyclic garbage collection back: the build makes no cycles, and hundreds of thousands of dicts."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Builder:
    """One build: reads the vault and gathers nodes and edges."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.templates = template_facts(vault)
        self.edges = Edges()
        self.references = References()
        self.targets = Targets(vault)
        self.tags: dict[str, dict[str, Any]] = {}
        self.stats: Counter[str] = Counter(self_links=0, other_links=0)

    def gather(self) -> Gathered:
        notes = self.vault.notes
        types = {path: note_type(note, self.vault)[0] for path, note in notes.items()}
        journal = Journal(self.vault, types)
        self._declare(journal)  # first: a log says which of its addresses are papers
        self.templates.settle()
        nodes: list[tuple[str, Attributes]] = []
        for path, note in notes.items():
            nodes.append((f"note:{path}", self._note(note, types[path])))
            self._add_links(note)
            self._add_properties(note)
            self._add_claims(note, claims(note, types[path], self.vault, self.references.identify))
            self._add_tags(note)
            if path in journal.logs:
                self._add_log(note, journal)
            notes.release(path)  # the graph takes as much memory as the notes: there is no need for both
        self._add_merged()
        nodes += [*self.references.nodes(), *self.targets.nodes(), *self.tags.items(), *journal.nodes()]
        nodes.sort(key=lambda node: (_KIND_ORDER[node[1]["kind"]], node[0]))
        return Gathered(nodes, self.edges, {"stats": dict(self.stats), "faults": journal.faults})

    def _declare(self, journal: Journal) -> None:
        for log in journal.logs.values():
            for entry in log.entries:
                if entry.link is not None and entry.link.external and entry.type:
                    identity = self.references.identify(entry.link.target)
                    if identity is not None:
                        self.references.declare(identity, entry.type)

    def _target(self, link: Link, source: str, *, count: bool = True) -> tuple[str, str] | None:
        """Return the node a link leads to and its kind, or None where it leads to nothing of the graph."""
        if not link.external:
            found = self.targets.of(link, source)
            return found.node, found.kind
        identity = self.references.identify(link.target)
        if identity is None:
            return None
        kind = "paper" if self.references.is_paper(identity) else "resource"
        return self.references.node(identity, link.display if count else None), kind

    def _add_links(self, note: Note) -> None:
        source = f"note:{note.path}"
        reader = RelationReader(note, self.vault)
        template = self.vault.is_template(note.path)
        for link in note.links:
            if template and ("{{" in link.target or "<%" in link.target):
                continue  # to be filled in: not a target yet
            found = self._target(link, note.path)
            if found is None:
                self.stats["other_links"] += 1
                continue
            target, kind = found
            if target == source:
                self.stats["self_links"] += 1
                continue
            self._add_link(link, note, target, kind, reader)

    def _add_link(self, link: Link, note: Note, target: str, kind: str, reader: RelationReader) -> None:
        source, line = f"note:{note.path}", link.span.line
        field, meaning = reader.of(link)
        if kind in ("note", "unresolved") and meaning is not None and not link.is_embed:
            if meaning.inverse:
                source, target = target, source
            self.edges.add(
                source,
                target,
                meaning.relation.kind,
                line=line,
                text=link.display,
                field=field,
                inverse=meaning.inverse,
            )
            return
        edge: EdgeKind
        if kind == "paper":
            edge = "cites"
        elif kind == "resource":
            edge = "references"
        elif link.is_embed:
            edge = "embeds"
        else:
            edge = "links_file" if kind == "file" else "links_to"
        self.edges.add(source, target, edge, line=line, text=link.display, field=field)

    def _add_properties(self, note: Note) -> None:
        for reference in self.references.of_properties(note, self.vault):
            kind: EdgeKind = "cites" if self.references.is_paper(reference.identity) else "references"
            target = self.references.node(reference.identity)
            self.edges.add(f"note:{note.path}", target, kind, line=reference.line, field=reference.key)

    def _add_claims(self, note: Note, found: tuple[Claim, ...]) -> None:
        """State that a note is about works, and that several identifiers of a paper are one."""
        for identity, line, field in found:
            target = self.references.node(identity)
            self.edges.add(f"note:{note.path}", target, "represents", line=line, field=field)
        same = {claim.identity.id: claim for claim in one_work(found)}
        for claim in found if len(found) == 1 else same.values():
            self.references.own_note(claim.identity, note.title)
        for other, first in star(same):
            claim = same[other]
            self.edges.add(
                self.references.node(claim.identity),
                self.references.node(same[first].identity),
                "same_as",
                line=claim.line,
                field=claim.field,
                path=note.path,
                provenance="note",
            )

    def _add_merged(self) -> None:
        """State what the configuration says about works that the notes name."""
        for group in self.vault.conventions.papers.merge:
            nodes = {id: node for id in group if (node := self.references.met(id)) is not None}
            for other, first in star(nodes):
                self.edges.add(nodes[other], nodes[first], "same_as", provenance=CONFIGURATION)

    def _add_tags(self, note: Note) -> None:
        for tag in note.tags:
            node = self._tag(tag.name)
            self.edges.add(f"note:{note.path}", node, "tagged", line=tag.span.line)

    def _tag(self, name: str) -> str:
        """Return the node of a tag, and make it and the tags above it on first sight."""
        node = f"tag:{name.lower()}"
        if node not in self.tags:
            self.tags[node] = {"kind": "tag", "label": f"#{name}", "name": name}
            parent = name.rpartition("/")[0].rstrip("/")
            if parent:
                self.edges.add(node, self._tag(parent), "subtag_of")
        return node

    def _add_log(self, note: Note, journal: Journal) -> None:
        days = journal.logs[note.path].days
        types: dict[str, Counter[str]] = {date: Counter() for date, _ in days}
        for entry in journal.entries(note):
            link = entry.link
            found = None if link is None else self._target(link, note.path, count=False)
            types[entry.date][entry.type or _kind_of_entry(link, found)] += 1
            if found is not None:
                extra: dict[str, Any] = {"entry_type": entry.type} if entry.type else {}
                text = None if link is None else link.display
                self.edges.add(
                    f"day:{entry.date}",
                    found[0],
                    "read_on",
                    line=entry.line,
                    text=text,
                    path=note.path,
                    **extra,
                )
        for date, counts in types.items():
            journal.add_day(date, counts)
        for date, line in days:
            self.edges.add(
                f"note:{note.path}",
                f"day:{date}",
                "has_day",
                line=line,
                types=dict(sorted(types[date].items())),
            )

    def _note(self, note: Note, kind: str) -> Attributes:
        attributes: Attributes = {
            "kind": "note",
            "label": note.label,
            "path": note.path,
            "note_type": kind,
            "title": note.title,
            "aliases": list(note.aliases),
            "tags": sorted({tag.name for tag in note.tags}),
            "folder": note.folder,
        }
        if self.vault.is_template(note.path):
            attributes["template"] = True
        fill = self.templates.fill(note)
        if fill is not None:
            attributes["fill"] = round(fill, 4)
        dates = note_dates(note)
        attributes.update((name, day) for name, day in dates._asdict().items() if day is not None)
        return attributes


def _fill(graph: nx.MultiDiGraph[str], gathered: Gathered) -> None:
    """Move the nodes and edges `gathered` into an empty graph.

    `add_node` and `add_edge` ask of each what cannot be here and copy its attributes: that took a quarter of the
    build. What they do is written down with the class: both directions share the attributes by key.
    """
    graph._node.update(gathered.nodes)  # type: ignore[attr-defined]
    successors: dict[str, dict[str, Any]] = graph._succ  # type: ignore[attr-defined]
    predecessors: dict[str, dict[str, Any]] = graph._pred  # type: ignore[attr-defined]
    for node, _ in gathered.nodes:
        successors[node], predecessors[node] = {}, {}
    for source, target, by_kind in gathered.edges.drain():
        successors[source][target] = predecessors[target][source] = by_kind


def _kind_of_entry(link: Link | None, target: tuple[str, str] | None) -> str:
    """Return what an entry without a sign is: the kind of what it is about."""
    if link is None or target is None:
        return "other"
    return "note" if target[1] == "unresolved" else target[1]
