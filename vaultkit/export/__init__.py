"""Writers of graphs, one module per format, found by name: `export/graphml.py` is the format `graphml`.

An exporter has `SUFFIXES`, the endings of file names that mean it, and `write(graph, target, **options)`,
where the target is a path or an open binary stream; and `BESIDE`, the endings of further files, if it writes any
next to a path (to a stream it cannot). Output is sorted, free of timestamps and absolute
paths, and the same for the same graph.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from os import PathLike, fspath
from pathlib import Path, PurePath
from pkgutil import iter_modules
from typing import Any, Protocol, cast

from vaultkit.errors import UsageError
from vaultkit.load.atomic import is_stream


class Exporter(Protocol):
    """What a module of this package offers."""

    SUFFIXES: tuple[str, ...]

    def write(self, graph: Any, target: Any, **options: Any) -> None:
        """Write a graph to a path or an open binary stream."""


@cache
def exporter_names() -> tuple[str, ...]:
    """Return the names of all formats, without importing them."""
    return tuple(
        sorted(
            item.name for item in iter_modules(__path__) if not item.ispkg and not item.name.startswith("_")
        )
    )


def exporter(name: str) -> Exporter:
    """Return the exporter of the format `name`.

    Raises:
        UsageError: there is no such format; names near ones.
    """
    if name not in exporter_names():
        raise UsageError(f"no graph format {name!r}", hint=_hint(name, exporter_names()))
    return cast("Exporter", import_module(f"{__name__}.{name}"))


def format_of(path: str | PathLike[str]) -> str:
    """Return the format that the ending of a file name means.

    Raises:
        UsageError: no format has this ending; names near ones.
    """
    suffix = PurePath(fspath(path)).suffix.lower()
    by_suffix: dict[str, str] = {}
    names = exporter_names()
    for name in sorted(names, key=lambda name: (name != suffix[1:], name)):
        for known in exporter(name).SUFFIXES:
            by_suffix.setdefault(known, name)
        if suffix in by_suffix:
            return by_suffix[suffix]
    what = f"the ending {suffix!r} means no graph format" if suffix else f"{fspath(path)} has no ending"
    raise UsageError(what, hint=_hint(suffix, sorted(by_suffix)) + ", or name one with --format")


def beside(name: str, path: str | PathLike[str]) -> tuple[Path, ...]:
    """Return the further files that the format `name` writes, besides the one at `path`."""
    endings: tuple[str, ...] = () if is_stream(Path(path)) else getattr(exporter(name), "BESIDE", ())
    return tuple(Path(path).with_suffix(ending) for ending in endings)


def write_graph(graph: Any, path: str | PathLike[str], *, format: str | None = None, **options: Any) -> None:
    """Write a graph to a file, in the named format or in the one that the ending of the name means.

    The options are the exporter's own; the page (`html`) needs `vault`.

    Raises:
        UsageError: the format is unknown, or the file cannot be written.
    """
    exporter(format if format is not None else format_of(path)).write(graph, path, **options)


def _hint(name: str, known: tuple[str, ...] | list[str]) -> str:
    near: tuple[str, ...] = ()
    if find_spec("rapidfuzz") is not None and name:
        from vaultkit.vault.suggest import suggest

        near = suggest(name, known)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"one of {', '.join(known)}"
