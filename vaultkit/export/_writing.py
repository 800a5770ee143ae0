"""What the exporters share: where output goes, and plain values for formats without lists."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx

from vaultkit.errors import UsageError
from vaultkit.load.atomic import replacing
from vaultkit.text import joined

Target = str | os.PathLike[str] | BinaryIO


@contextmanager
def opened(target: Target) -> Iterator[BinaryIO]:
    """Open `target` for writing bytes; a file appears whole or not at all, a stream is left open.

    A file that is there keeps its mode, a symbolic link stays one.

    Raises:
        UsageError: the file cannot be written.
    """
    if not isinstance(target, (str, os.PathLike)):
        yield target
        return
    try:
        with replacing(Path(target)) as stream:
            yield stream
    except OSError as error:
        raise UsageError(f"cannot write {os.fspath(target)}: {error.strerror}") from error


# What XML 1.0 cannot hold, and lone surrogates, which no encoding holds.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# What `printable` makes of it, where a text has that itself.
_AMBIGUOUS = re.compile("[\u2400-\u241f\u2421]|\\\\(?=u[0-9a-f]{4})")


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)  # Unicode's pictures of control characters
    return "\u2421" if code == 0x7F else f"\\u{code:04x}"


def printable(text: str) -> str:
    """Return the text with control characters as their pictures, and lone surrogates as escapes (`\\udcff`)."""
    return _UNWRITABLE.sub(_visible, text)


def identifier(node: str) -> str:
    """Return the id of a node as `printable` has it; different ids stay different.

    An id that holds such a picture or escape itself has it as an escape: `\\u240b`, `\\u005cudcff`.
    """
    return printable(_AMBIGUOUS.sub(lambda found: f"\\u{ord(found[0]):04x}", node))


def flat(attributes: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    """Return attributes as single values: lists and mappings `joined` by `|`, None left out."""
    found: dict[str, str | int | float | bool] = {}
    for key, value in attributes.items():
        if value is None:
            continue
        if isinstance(value, (bool, int, float)):
            found[key] = value
        elif isinstance(value, Mapping):
            found[key] = printable(joined(f"{name}={value[name]}" for name in sorted(value)))
        elif isinstance(value, (list, tuple, set, frozenset)):
            found[key] = printable(joined(map(str, value)))
        else:
            found[key] = printable(str(value))
    return found


def statistics(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Return the counts of nodes and edges, in all and by kind, and what the build left out."""
    nodes: dict[str, int] = {}
    for _, attributes in graph.nodes(data=True):
        kind = str(attributes["kind"])
        nodes[kind] = nodes.get(kind, 0) + 1
    edges: dict[str, int] = {}
    for _, _, kind in graph.edges(keys=True):
        edges[kind] = edges.get(kind, 0) + 1
    return {
        "nodes": graph.number_of_nodes(),
        "edges": graph.number_of_edges(),
        "nodes_by_kind": dict(sorted(nodes.items())),
        "edges_by_kind": dict(sorted(edges.items())),
        **dict(sorted(graph.graph.get("stats", {}).items())),
    }
