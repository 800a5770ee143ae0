"""Where the nodes of a graph lie on the map. numpy only, deterministic, finite for every graph.

Every connected component with more than `SMALL` nodes is laid out on its own by the force model of
`vaultkit.graph.forces`.

What is random in it is a hash of each node's id: a note that comes or goes leaves the rest of the map
where it was. Components become discs, packed round the largest one; small components and single nodes
follow on rings outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from vaultkit.graph.components import component_of
from vaultkit.graph.forces import Floats, Ints, arrange
from vaultkit.graph.packing import pack_large, pack_small, part, rim

SMALL = 10  # components up to this many nodes are drawn as a ring or star, without forces
SPACING = 5.5  # radius of a component's disc: SPACING * mean drawn radius * sqrt(nodes)
LONGEST = 4.0  # a chain may be so many times as long as the disc of another graph is wide
MARGIN = 1.15  # drawn radii are kept apart by this factor


def layout(ids: Sequence[str], edges: NDArray[np.integer], sizes: NDArray[np.floating]) -> Floats:
    """Return the position of every node as an (n, 2) array, centred on the origin.

    Args:
        ids: stable names of the nodes; they seed the start, so equal names give equal maps.
        edges: (m, 2) indices into `ids`; direction, repetition and loops do not matter.
        sizes: drawn radius of every node, in the unit of the positions.
    """
    n = len(ids)
    positions = np.zeros((n, 2))
    if n == 0:
        return positions
    links = _simple_edges(np.asarray(edges, dtype=np.int64).reshape(-1, 2), n)
    radii = np.maximum(np.asarray(sizes, dtype=np.float64), 1e-3)
    seeds = _seed_vectors(ids)
    groups = _components(links, n, seeds)
    owner = np.empty(n, dtype=np.int64)
    within = np.empty(n, dtype=np.int64)
    for number, members in enumerate(groups):
        owner[members] = number
        within[members] = np.arange(len(members))
    by_group = np.argsort(owner[links[:, 0]], kind="stable")
    bounds = np.searchsorted(owner[links[by_group, 0]], np.arange(len(groups) + 1))
    discs = np.empty(len(groups))
    for number, members in enumerate(groups):
        own = within[links[by_group[bounds[number] : bounds[number + 1]]]]
        place = _place_large if len(members) > SMALL else _place_small
        positions[members] = place(own, radii[members], seeds[members])
        reach = np.hypot(positions[members, 0], positions[members, 1]) + radii[members]
        discs[number] = reach.max() + radii[members].mean()
    large = sum(len(members) > SMALL for members in groups)
    unit = float(radii.mean())
    centres = pack_large(discs, large, unit)
    inner = owner < large
    around = rim(positions[inner] + centres[owner[inner]], radii[inner])
    pack_small(centres, discs, large, around, unit)
    positions += centres[owner]
    return positions


def _simple_edges(edges: Ints, n: int) -> Ints:
    """Return each linked pair once, lower index first, without loops."""
    low = edges.min(axis=1) if len(edges) else np.empty(0, dtype=np.int64)
    high = edges.max(axis=1) if len(edges) else np.empty(0, dtype=np.int64)
    keys = np.unique((low * n + high)[low != high])
    return np.stack([keys // n, keys % n], axis=1)


def _seed_vectors(ids: Sequence[str]) -> Floats:
    """Return one normally distributed vector a node, drawn from a hash of its id alone."""
    digests = b"".join(blake2b(i.encode("utf-8", "surrogatepass"), digest_size=16).digest() for i in ids)
    uniform = (np.frombuffer(digests, dtype="<u8").reshape(-1, 2) >> np.uint64(11)).astype(np.float64)
    uniform = (uniform + 0.5) / 2.0**53
    radius = np.sqrt(-2.0 * np.log(uniform[:, 0]))
    angle = 2.0 * np.pi * uniform[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _components(links: Ints, n: int, seeds: Floats) -> list[Ints]:
    """Return the connected components, largest first, equal sizes in an order that the ids decide."""
    _, group, count = np.unique(component_of(n, links), return_inverse=True, return_counts=True)
    rank = np.full(len(count), np.inf)
    np.minimum.at(rank, group, seeds[:, 0])
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.cumsum(count)[:-1])
    return [members[g] for g in np.lexsort((rank, -count))]


def _place_small(links: Ints, radii: Floats, seeds: Floats) -> Floats:
    """Place up to `SMALL` nodes: the best linked in the middle if it is a hub, the others round it."""
    n = len(radii)
    if n == 1:
        return np.zeros((1, 2))
    degree = np.bincount(links.ravel(), minlength=n)
    hub = int(np.argmax(degree))
    centred = n > 3 and degree[hub] >= (n - 1) * 0.6
    ring = np.array([i for i in np.argsort(seeds[:, 0]) if not (centred and i == hub)])
    gap = 2.6 * MARGIN * radii.max()
    reach = max(gap / (2.0 * np.sin(np.pi / len(ring))), 2.0 * gap if centred else 0.0)
    angle = 2.0 * np.pi * np.arange(len(ring)) / len(ring) + seeds[ring[0], 1]
    positions = np.zeros((n, 2))
    positions[ring] = reach * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return positions


def _place_large(links: Ints, radii: Floats, seeds: Floats) -> Floats:
    """Lay a component out by forces, scale it to its disc and part what overlaps."""
    n = len(radii)
    degree = np.bincount(links.ravel(), minlength=n).astype(np.float64)
    positions = arrange(links, degree, seeds)
    target = SPACING * float(radii.mean()) * np.sqrt(n)
    distance = np.hypot(positions[:, 0], positions[:, 1])
    most = 1.0 - max(0.015, min(0.1, 8.0 / n))  # a few outliers must not make a small map all margin
    positions *= target / max(float(np.quantile(distance, most)), 1e-9)
    lengths = np.hypot(*(positions[links[:, 0]] - positions[links[:, 1]]).T)
    wider = min(2.6 * MARGIN * float(radii.mean()) / max(float(np.quantile(lengths, 0.9)), 1e-9), LONGEST)
    if wider > 1.0:  # a chain has little room in a disc: parting its nodes would crumple it
        positions, target = positions * wider, target * wider
    distance = np.maximum(np.hypot(positions[:, 0], positions[:, 1]), 1e-9)
    far = distance > target  # the few that flew far are drawn in, so that the map is not all margin
    positions[far] *= ((target + (distance[far] - target) * 0.35) / distance[far])[:, None]
    positions += seeds * radii.mean()  # leaves of one hub lie in a heap: loosen it, or it parts into rows
    positions = part(positions, radii * MARGIN, passes=60 if n < 3000 else 20)
    positions -= positions.mean(axis=0)
    return positions
