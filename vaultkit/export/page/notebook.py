"""The graph page in a notebook: the same page, in a frame that may run its own scripts and nothing else."""

from __future__ import annotations

from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.vault import Vault

if TYPE_CHECKING:
    import networkx as nx

_ALLOWED = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


class GraphPage:
    """A rendered graph page; notebooks show it where it is the value of a cell."""

    def __init__(self, html: str, *, height: int = 640) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        """Return the page in a sandboxed frame, for notebooks."""
        return (
            f'<iframe sandbox="{_ALLOWED}" title="Knowledge graph" loading="lazy" '
            f'style="width: 100%; height: {self.height}px; border: 0" srcdoc="{escape(self.html)}"></iframe>'
        )

    def save(self, path: str | PathLike[str]) -> None:
        """Write the page to a file that opens with a double click."""
        with Path(path).open("w", encoding="utf-8", newline="\n") as file:
            file.write(self.html)


def show(what: Vault | nx.MultiDiGraph[str], *, height: int = 640, **options: Any) -> GraphPage:
    """Return the page of a vault, or of a graph of one, to be shown in a notebook, `height` pixels high.

    The options are those of `vaultkit.export.html.render`: `color`, `local`, `max_excerpt`, `findings`, …;
    for a graph, `vault` among them brings note text.

    Raises:
        UsageError: an option has a value that the page does not know.
    """
    from vaultkit.export.html import render
    from vaultkit.graph import build_graph

    if isinstance(what, Vault):
        options.setdefault("vault", what)
        what = build_graph(what)
    return GraphPage(render(what, **options), height=height)
