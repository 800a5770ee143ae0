"""Finds the nodes that people name: a note by path, name, title or alias, anything by its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError
from vaultkit.vault.names import normalise

if TYPE_CHECKING:
    import networkx as nx

_SHOWN = 5  # so many of several notes of one name are listed in an error


def find_node(graph: nx.MultiDiGraph[str], name: str) -> str:
    """Return the id of the node that `name` means; letter case does not matter.

    `name` is the id of a node (`paper:arxiv:1706.03762`), the path of a note, with or without `.md`, or
    its end, a note's name, its title, or one of its aliases, tried in this order, or a note that is linked to and not
    written yet.

    Raises:
        UsageError: nothing is called so (the error names near ones), or several notes are.
    """
    if name in graph:
        return name
    wanted = normalise(name).removesuffix(".md").strip("/")
    readings = tuple({} for _ in range(4))  # type: tuple[dict[str, None], ...]
    for node, facts in _notes(graph):
        for reading, names in zip(readings, _names(facts), strict=True):
            if wanted in names:
                reading[node] = None
    for reading in readings:
        if len(reading) == 1:
            return next(iter(reading))
        if reading:
            raise UsageError(f'several notes are called "{name}"', hint=_one_of(reading))
    if (unwritten := f"unresolved:{wanted}") in graph:
        return unwritten
    raise UsageError(f'no note is called "{name}"', hint=_near(graph, name))


def _notes(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((node, facts) for node, facts in graph.nodes(data=True) if facts["kind"] == "note")


def _names(facts: Mapping[str, Any]) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return what a note answers to: its path, ends of its path, its titles, its aliases."""
    path = normalise(facts["path"]).removesuffix(".md")
    parts = path.split("/")
    ends = {"/".join(parts[start:]) for start in range(1, len(parts))} or {path}
    return (
        {path},
        ends,
        {normalise(facts["title"]), normalise(facts["label"])},
        set(map(normalise, facts["aliases"])),
    )


def _one_of(nodes: Mapping[str, None]) -> str:
    paths = [node.partition(":")[2] for node in nodes]
    more = f", and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return f"say which by its path: {', '.join(paths[:_SHOWN])}{more}"


def _near(graph: nx.MultiDiGraph[str], name: str) -> str:
    from vaultkit.vault.suggest import suggest

    known: dict[str, None] = {}
    for _, facts in _notes(graph):
        stem = facts["path"].rpartition("/")[2].removesuffix(".md")
        known.update(dict.fromkeys((stem, facts["title"], *facts["aliases"])))
    near = suggest(name.rpartition("/")[2].removesuffix(".md"), known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return "name a note by its path, name, title or alias"
