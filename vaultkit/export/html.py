"""The graph page: one HTML file that works offline, from a double click, without a server."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.vault import Vault

SUFFIXES = (".html", ".htm")


def write(
    graph: nx.MultiDiGraph[str],
    path: str | PathLike[str],
    *,
    vault: Vault | None = None,
    title: str | None = None,
    max_excerpt: int = 300,
    **_options: Any,
) -> None:
    """Write the page of `graph` to `path`; equal input gives an equal file.

    Args:
        graph: what `build_graph` returns.
        path: the file to write; UTF-8, with LF line ends on every system.
        vault: its notes' beginnings are shown on the page, and its name makes `obsidian://` links.
        title: the page's title; the vault's name if not given.
        max_excerpt: about how many characters of each note the page contains; 0 for none.
    """
    page = render(graph, vault=vault, title=title, max_excerpt=max_excerpt)
    with Path(path).open("w", encoding="utf-8", newline="\n") as file:
        file.write(page)


def render(
    graph: nx.MultiDiGraph[str],
    *,
    vault: Vault | None = None,
    title: str | None = None,
    max_excerpt: int = 300,
) -> str:
    """Return the page as text; the arguments are those of `write`."""
    from vaultkit.export.page.network import VaultNetwork
    from vaultkit.export.page.payload import build_payload

    excerpt = None
    if vault is not None and max_excerpt > 0:
        from vaultkit.graph.excerpt import excerpt as excerpt_of

        known = vault

        def excerpt(path: str) -> list[Any]:
            note = known.notes.get(path)
            return [] if note is None else excerpt_of(known, note, max_excerpt)

    name = vault.root.resolve().name if vault is not None and vault.root is not None else None
    payload = build_payload(graph, title=title or name or "Vault", vault=name, excerpt=excerpt)
    return VaultNetwork(payload).generate_html()
