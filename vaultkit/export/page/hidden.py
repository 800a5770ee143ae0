"""What notes keep off the map themselves, with the property `graphhide`.

`graphhide: true` leaves the note out, `graphhide: stop` only the links that the note states, while links
of others to it stay: the meaning proposed for Obsidian (forum.obsidian.md/t/82654), for hubs such as
minutes that would tie everything to everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from vaultkit.model.note import Note
from vaultkit.vault import Vault

if TYPE_CHECKING:
    import networkx as nx

PROPERTY = "graphhide"


Wish = Literal["true", "stop"]


def hiding_notes(vault: Vault) -> dict[str, Wish]:
    """Return what notes ask for, by path; of most notes their outline says that they ask for nothing."""
    return {
        path: wish
        for path, outline in vault.outlines.items()
        if PROPERTY in outline.shape and (wish := hiding(vault.notes[path])) is not None
    }


def shown_notes(vault: Vault) -> list[str]:
    """Return the paths of the notes that do not hide themselves."""
    wishes = hiding_notes(vault)
    return [path for path in vault.notes if wishes.get(path) != "true"]


def hiding(note: Note) -> Wish | None:
    """Return what a note asks for; any other value than `true` and `stop` asks for nothing."""
    prop = note.get(PROPERTY)
    if prop is None:
        return None
    value = prop.value
    if value is True or (isinstance(value, str) and value.strip().lower() == "true"):
        return "true"
    return "stop" if isinstance(value, str) and value.strip().lower() == "stop" else None


def without_hidden(graph: nx.MultiDiGraph[str], vault: Vault) -> tuple[nx.MultiDiGraph[str], int]:
    """Return the graph without what notes hide, and how many notes are left out.

    What hung on hidden notes alone (their tags, papers, unwritten notes) goes with them.
    """
    wishes = hiding_notes(vault)
    wish = {node: wishes[path] for path in wishes if (node := f"note:{path}") in graph}
    if not wish:
        return graph, 0
    hidden = [node for node, found in wish.items() if found == "true"]
    stopped = {node for node, found in wish.items() if found == "stop"}
    linked = {node for node in graph if graph.degree(node)}
    kept = graph.copy()
    kept.remove_nodes_from(hidden)
    kept.remove_edges_from(
        [
            edge[:3]
            for edge in kept.edges(keys=True, data=True)
            if _states(edge[0], edge[1], edge[3]) in stopped
        ]
    )
    bare = [
        node
        for node in linked
        if node in kept and not kept.degree(node) and kept.nodes[node]["kind"] != "note"
    ]
    kept.remove_nodes_from(bare)
    return kept, len(hidden)


def _states(source: str, target: str, facts: dict[str, Any]) -> str:
    """Return the node whose note states an edge: of an inverse one (`Includes`) its target."""
    return target if facts.get("origin") == "inverse" else source
