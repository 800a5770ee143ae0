"""The drawing of the map: which edges shape it, how large nodes are, and where each lies.

Nothing here needs the graph itself, only its nodes and the ends of its edges: a process of its own can lay a large
map out while the graph is still being made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vaultkit.graph.layout import MARGIN, layout
from vaultkit.graph.packing import part
from vaultkit.load.beside import beside
from vaultkit.model.graph import EDGE_KINDS

_SHAPE_KINDS = {"tagged", "has_day"}  # edges whose hubs say little about where a note belongs
_MOST_PARTED = 5_000  # nodes: among more, one lying on another is not seen from afar
_WORTH_A_PROCESS = 4_000  # nodes: fewer are placed before a process has started

Node = tuple[str, dict[str, Any]]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


Columns = dict[str, list[int]]
"""The `source`, `target` and `kind` of edges: numbers of nodes, and of kinds among `EDGE_KINDS`."""


class Shape(NamedTuple):
    """What a map is laid out by: all edges as columns, their ends and kinds once more as arrays, the radii of the
    nodes, and the ends of the edges that shape it."""

    edges: Columns
    pairs: Ints
    kinds: Ints
    sizes: Floats
    shaping: Ints


class Drawing(NamedTuple):
    """A map that is being laid out: its shape, and what waits for the positions of its nodes."""

    shape: Shape
    positions: Callable[[], Floats]


def edge_columns(nodes: Sequence[Node], edges: Iterable[tuple[str, str, str]]) -> Columns:
    """Return edges, given as (source, target, kind), as columns. Those of kinds that the page does not know are
    left out."""
    number = {node: i for i, (node, _) in enumerate(nodes)}
    kind_number: dict[str, int] = {kind: i for i, kind in enumerate(EDGE_KINDS)}
    source: list[int] = []
    target: list[int] = []
    kinds: list[int] = []
    for start, end, kind in edges:
        if kind in kind_number:
            source.append(number[start])
            target.append(number[end])
            kinds.append(kind_number[kind])
    return {"source": source, "target": target, "kind": kinds}


@contextmanager
def begun_drawing(nodes: Sequence[Node], edges: Columns) -> Iterator[Drawing]:
    """Begin to draw the map of `nodes`, a large one in a process of its own that ends with the block."""
    notes = sum(attributes["kind"] == "note" for _, attributes in nodes)
    pairs = np.array([edges["source"], edges["target"]], dtype=np.int64).T
    kinds = np.array(edges["kind"], dtype=np.int64)
    degree = np.bincount(pairs.ravel(), minlength=len(nodes))
    shaping = pairs[_shaping(notes, pairs, kinds, degree)]
    shape = Shape(edges, pairs, kinds, np.minimum(2.6 + 1.6 * degree**0.5, 20.0), shaping)
    ids = [node for node, _ in nodes]
    if len(ids) < _WORTH_A_PROCESS:
        yield Drawing(shape, partial(_positions, ids, pairs, shaping, shape.sizes))
        return
    with beside(_positions, ids, pairs, shaping, shape.sizes) as positions:
        yield Drawing(shape, positions)


def _shaping(notes: int, pairs: Ints, kinds: Ints, degree: Ints) -> NDArray[np.bool_]:
    """Return which edges shape the map of so many notes: all but those of tags and logs that touch nearly
    everything."""
    source, target = pairs.T
    weak = np.isin(kinds, [EDGE_KINDS.index(kind) for kind in EDGE_KINDS if kind in _SHAPE_KINDS])
    subtag = kinds == EDGE_KINDS.index("subtag_of")
    keep: NDArray[np.bool_] = ~subtag & ~(weak & (degree[target] > max(12, notes // 12)))
    held = np.zeros(len(degree), dtype=bool)
    held[pairs[keep].ravel()] = True
    placed = held.copy()
    placed[pairs[~subtag].ravel()] = True  # amid its neighbours
    # A tag above others hangs on those; tags that hang on each other alone float away.
    keep |= subtag & ((held[source] & ~placed[target]) | (held[target] & ~placed[source]))
    return keep


def _positions(ids: list[str], pairs: Ints, shaping: Ints, sizes: Floats) -> Floats:
    """Return the map's positions; a node that only weak edges hold lies in the middle of its neighbours."""
    positions = layout(ids, shaping, sizes)
    held = np.zeros(len(ids), dtype=bool)
    held[shaping.ravel()] = True
    linked = np.zeros(len(ids), dtype=bool)
    linked[pairs.ravel()] = True
    amid = np.flatnonzero(linked & ~held)
    for place, node in enumerate(amid):
        around = np.concatenate([pairs[pairs[:, 0] == node, 1], pairs[pairs[:, 1] == node, 0]])
        around = around[held[around]]
        if len(around):  # several tags on the same notes would lie on one spot: turn each a golden angle on
            aside = 2.2 * sizes[node] * np.sqrt(place) * np.exp(2.399963j * place)
            positions[node] = positions[around].mean(axis=0) + np.array([aside.real, aside.imag])
    return part(positions, sizes * MARGIN, passes=8) if len(amid) and len(ids) < _MOST_PARTED else positions
