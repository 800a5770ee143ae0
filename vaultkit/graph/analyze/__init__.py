"""Questions to the graph, one module per analysis, found by name.

An analysis is a function from a graph, as `build_graph` returns it, to a list of rows; one that reads the
text of notes takes the vault as its second argument. It sees nothing but the graph it is given, so a
graph that was narrowed by `vaultkit.graph.select` narrows its answer. Rows come in a stated order that
depends on the graph alone. Each module names the type of its rows as `ROW`; the command of the same name
in `vaultkit.cli` prints them, and `vaultkit schema NAME` describes its JSON.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from vaultkit.model.row import Row


@cache
def analysis_names() -> tuple[str, ...]:
    """Return the names of all analyses, sorted, without importing them."""
    return tuple(sorted(item.name for item in iter_modules(__path__) if not item.name.startswith("_")))


def row_type(name: str) -> type[Row]:
    """Return the type of the rows of the analysis `name`.

    Raises:
        KeyError: there is no such analysis.
    """
    if name not in analysis_names():
        raise KeyError(name)
    found: type[Row] = import_module(f"{__name__}.{name}").ROW
    return found
