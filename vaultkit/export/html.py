"""The graph page: one HTML file that works offline, from a double click, without a server."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any

from vaultkit.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.export.page.details import Packed
    from vaultkit.export.page.drawing import Drawing
    from vaultkit.export.page.network import VaultNetwork
    from vaultkit.model.diagnostic import Diagnostic
    from vaultkit.vault import Vault

SUFFIXES = (".html", ".htm")
COLORS = ("kind", "type", "folder", "community")
SIZES = ("degree", "pagerank", "citations")


def write(graph: nx.MultiDiGraph[str], path: str | PathLike[str], **options: Any) -> None:
    """Write the page of `graph` to `path`, UTF-8 with LF line ends on every system; options as in `make_page`.

    Equal input gives an equal file.

    Raises:
        UsageError: the file cannot be written.
    """
    from vaultkit.export._writing import opened  # brings the graph library along

    page = make_page(graph, **options)
    with opened(path) as stream:
        stream.writelines(page.parts())


def render(graph: nx.MultiDiGraph[str], **options: Any) -> str:
    """Return the page of `graph` as text; options as in `make_page`."""
    return make_page(graph, **options).generate_html()


def make_page(
    graph: nx.MultiDiGraph[str],
    *,
    vault: Vault | None = None,
    title: str | None = None,
    max_excerpt: int = 300,
    findings: Iterable[Diagnostic] = (),
    details: Callable[[], Mapping[str, Packed]] | None = None,
    drawing: Drawing | None = None,
    color: str = "kind",
    size: str = "degree",
    local: str | None = None,
    depth: int = 1,
    slim: bool = False,
    warn: Callable[[str], object] = warnings.warn,
) -> VaultNetwork:
    """Return the page, ready to be written. It contains note text unless `max_excerpt` is 0.

    Args:
        graph: what `build_graph` returns, or a part of it.
        vault: its notes' beginnings and properties are shown, and its name makes `obsidian://` links.
        title: the page's title; the vault's name if not given.
        max_excerpt: about how many characters of each note the page contains; with 0 it contains
            neither beginnings, nor properties, nor findings.
        findings: what the linter found, shown with each note.
        details: gives what `gather_details` did elsewhere, in place of `findings` and all that is read here.
        drawing: the map of `graph`, where somebody has begun to draw it.
        color: what the nodes are coloured by at first, one of `COLORS`.
        size: what the size of a node means at first, one of `SIZES`.
        local: the id of the node in whose neighbourhood the page opens; the whole map if not given.
        depth: how many steps that neighbourhood reaches, 1 to 3.
        slim: leave the local view and its library (about 0.5 MB) out.
        warn: is told when not all excerpts fit into the page.

    Raises:
        UsageError: `color` or `size` is unknown, `local` is not in the graph or not on the page.
    """
    from vaultkit.export.page.hidden import without_hidden
    from vaultkit.export.page.payload import build_payload

    shown, hidden = (graph, 0) if vault is None else without_hidden(graph, vault)
    name = vault.root.resolve().name if vault is not None and vault.root is not None else None
    said = partial(_details, vault, shown, findings, max_excerpt, details)
    laid = drawing if shown is graph else None
    payload = build_payload(shown, title=title or name or "Vault", name=name, details=said, drawing=laid)
    payload |= {"hidden": hidden, "start": _start(payload, color, size, local, depth, slim)}
    _warn_of_left_out(payload["excerptsLeftOut"], warn)
    return _network()(payload, slim=slim)


def _network() -> type[VaultNetwork]:
    from vaultkit.export.page.network import VaultNetwork  # brings pyvis along

    return VaultNetwork


def _details(
    vault: Vault | None,
    graph: nx.MultiDiGraph[str],
    findings: Iterable[Diagnostic],
    limit: int,
    gathered: Callable[[], Mapping[str, Packed]] | None,
) -> Mapping[str, Packed]:
    """Return what is said of the notes; `build_payload` asks while the map is laid out: the time to load pyvis, too."""
    from vaultkit.export.page.details import gather_details

    _network()
    if vault is None or limit == 0:
        return {}
    if gathered is not None:
        return gathered()
    return gather_details(vault, filter(vault.notes.__contains__, note_paths(graph)), findings, limit)


def note_paths(graph: nx.MultiDiGraph[str]) -> list[str]:
    """Return the paths of the notes in a graph, in its order."""
    return [facts["path"] for _, facts in graph.nodes(data=True) if facts["kind"] == "note"]


def _warn_of_left_out(count: int, warn: Callable[[str], object]) -> None:
    from vaultkit.export.page.details import MOST_EXCERPTS

    if count:
        warn(
            f"the beginnings of {count:,} notes are left out of the page: those before them fill "
            f"{MOST_EXCERPTS / 1e6:.0f} MB; a smaller --max-excerpt leaves room for all"
        )


def _start(
    payload: dict[str, Any], color: str, size: str, local: str | None, depth: int, slim: bool
) -> dict[str, Any]:
    """Return what the page shows first, unless its address says otherwise."""
    for what, value, known in (("color", color, COLORS), ("size", size, SIZES)):
        if value not in known:
            raise UsageError(f"the page knows no {what} {value!r}", hint=f"one of {', '.join(known)}")
    start: dict[str, Any] = {"colour": color, "size": size, "depth": depth}
    if local is not None:
        if slim:
            raise UsageError("a slim page has no local view", hint="leave out either --local or --slim")
        if local not in payload["nodes"]["id"]:
            raise UsageError(f"{local} is not on the page", hint="it hides itself, or a filter leaves it out")
        start |= {"view": "local", "node": payload["nodes"]["id"].index(local)}
    return start
