"""Where the nodes of a graph lie on the map. numpy only, deterministic, finite for every graph.

Every connected component with more than `SMALL` nodes is laid out on its own by a force model:

* nodes repel each other like charges in the plane (force mass/r). The field of all charges is found at
  once on a mesh: deposit the masses on grid points (bilinear), convolve with the potential -log r by
  FFT on a grid padded with zeros, differentiate, and interpolate back (Hockney & Eastwood, "Computer
  Simulation Using Particles", 1988, ch. 5-6);
* linked nodes attract each other with force r^0.4, between the constant and the linear pull of
  ForceAtlas2; low powers keep themes apart and leave the bridges between them long;
* masses (degree + 1) and the adaptive speed are those of ForceAtlas2 (Jacomy et al., PLoS ONE 9(6),
  2014, e98679).

The start is what diffusion along the links makes of random vectors, and each node's random vector is a
hash of its id: a note that comes or goes leaves the rest of the map where it was. Components become
discs, packed round the largest one; small components and single nodes follow on rings outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMALL = 10  # components up to this many nodes are drawn as a ring or star, without forces
SPACING = 5.5  # radius of a component's disc: SPACING * mean drawn radius * sqrt(nodes)
ATTRACTION = 0.4  # power of the distance in the pull of a link
REPULSION = 2.0
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
    centres = _pack(discs, large, float(radii.mean()))
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
    label = np.arange(n)
    while True:
        lowest = np.minimum(label[links[:, 0]], label[links[:, 1]])
        new = label.copy()
        np.minimum.at(new, links[:, 0], lowest)
        np.minimum.at(new, links[:, 1], lowest)
        np.minimum.at(new, label[links[:, 0]], lowest)
        np.minimum.at(new, label[links[:, 1]], lowest)
        new = new[new]
        if np.array_equal(new, label):
            break
        label = new
    _, group, count = np.unique(label, return_inverse=True, return_counts=True)
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
    positions = _simulate(_diffuse(links, degree, seeds), links, degree)
    target = SPACING * radii.mean() * np.sqrt(n)
    distance = np.hypot(positions[:, 0], positions[:, 1])
    positions *= target / max(float(np.quantile(distance, 0.985)), 1e-9)
    distance = np.maximum(np.hypot(positions[:, 0], positions[:, 1]), 1e-9)
    far = distance > target  # the few that flew far are drawn in, so that the map is not all margin
    positions[far] *= ((target + (distance[far] - target) * 0.35) / distance[far])[:, None]
    positions += seeds * radii.mean()  # leaves of one hub lie in a heap: loosen it, or it parts into rows
    positions = _part(positions, radii * MARGIN, passes=60 if n < 3000 else 20)
    positions -= positions.mean(axis=0)
    return positions


def _diffuse(links: Ints, degree: Floats, seeds: Floats, steps: int = 60) -> Floats:
    """Return two smooth, independent coordinates: the seeds after a lazy random walk along the links.

    The constant part is taken out at every step and the second coordinate is kept orthogonal to the
    first, so both keep telling the parts of the component apart. Radii are then spread evenly.
    """
    n = len(degree)
    source, target = links[:, 0], links[:, 1]
    weight = degree / degree.sum()
    coordinates: Floats = seeds.copy()
    for _ in range(steps):
        walked = np.empty_like(coordinates)
        for axis in range(2):
            column = coordinates[:, axis]
            arriving = np.bincount(source, column[target], n) + np.bincount(target, column[source], n)
            walked[:, axis] = 0.5 * column + 0.5 * arriving / degree
        walked -= weight @ walked
        first = walked[:, 0] / max(np.sqrt(weight @ walked[:, 0] ** 2), 1e-12)
        second = walked[:, 1] - first * (weight @ (first * walked[:, 1]))
        second = second / max(np.sqrt(weight @ second**2), 1e-12)
        coordinates = np.stack([first, second], axis=1)
    radius = np.maximum(np.hypot(coordinates[:, 0], coordinates[:, 1]), 1e-9)
    even: Floats = np.empty(n)
    even[np.argsort(radius, kind="stable")] = np.sqrt((np.arange(n) + 0.5) / n)
    spread: Floats = coordinates * (even / radius * 6.0 * np.sqrt(n))[:, None] + seeds
    return spread


class _Mesh:
    """The repulsion of all nodes on each other, by one convolution on a square mesh."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        offset = np.arange(2 * cells)
        offset = np.minimum(offset, 2 * cells - offset)
        squared = (offset[:, None] ** 2 + offset[None, :] ** 2).astype(np.float32)
        squared[0, 0] = 0.15  # a node does not push itself away: the potential is softened within a cell
        self._kernel = np.fft.rfft2(-0.5 * np.log(squared))

    def forces(self, positions: Floats, mass: Floats) -> tuple[Floats, float]:
        """Return the force on every node (mass * field) and the width of the mesh."""
        cells = self.cells
        low, high = np.quantile(positions, [0.001, 0.999], axis=0)
        width = float((high - low).max()) * 1.12 + 1e-6
        step = width / (cells - 3)
        grid = np.clip((positions - (low + high) / 2) / step + (cells - 1) / 2, 0.001, cells - 2.001)
        corner = grid.astype(np.int64)
        fx, fy = (grid - corner).T
        base = corner[:, 0] * cells + corner[:, 1]
        index = np.stack([base, base + 1, base + cells, base + cells + 1])
        share = np.stack([(1 - fx) * (1 - fy), (1 - fx) * fy, fx * (1 - fy), fx * fy])
        density = np.bincount(index.ravel(), (share * mass).ravel(), cells * cells).reshape(cells, cells)
        potential = self._convolve(density.astype(np.float32))
        force = np.empty_like(positions)
        for axis in range(2):
            slope = np.gradient(potential, axis=axis)
            force[:, axis] = -(slope.ravel()[index] * share).sum(axis=0)
        force *= (mass / step)[:, None]
        return force, width

    def _convolve(self, density: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the potential of `density`; rows of zeros are never transformed."""
        cells, padded = self.cells, 2 * self.cells
        spectrum = np.fft.fft(np.fft.rfft(density, padded, axis=1), padded, axis=0)
        spectrum *= self._kernel
        potential = np.fft.irfft(np.fft.ifft(spectrum, axis=0)[:cells], padded, axis=1)[:, :cells]
        return potential.astype(np.float32, copy=False)


def _simulate(start: Floats, links: Ints, degree: Floats) -> Floats:
    """Return the positions after the force model has settled."""
    n = len(start)
    iterations = 300 if n < 1500 else 150 if n < 5000 else 100 if n < 30000 else 80
    cells = 64 if n < 500 else 128 if n < 1500 else 256 if n < 30000 else 512
    meshes = _Mesh(cells // 2), _Mesh(cells)  # the rough shape needs no fine mesh
    mass = degree + 1.0
    positions: Floats = start - start.mean(axis=0)
    previous: Floats = np.zeros_like(start)
    speed, efficiency = 1.0, 1.0
    for step in range(iterations):
        force, width = meshes[step > 0.6 * iterations].forces(positions, mass)
        force *= REPULSION
        _attract(force, positions, links)
        distance = np.hypot(positions[:, 0], positions[:, 1]) + 1e-9
        force -= positions * (mass / distance)[:, None]  # a constant pull to the middle
        speed, efficiency, swinging = _adapt(force, previous, mass, speed, efficiency)
        move = force * (speed / (1.0 + np.sqrt(speed * swinging)))[:, None]
        length = np.hypot(move[:, 0], move[:, 1]) + 1e-9
        longest = width * (0.05 * (1.0 - step / iterations) + 0.001)
        positions = positions + move * np.minimum(1.0, longest / length)[:, None]
        positions -= positions.mean(axis=0)
        previous = force
    return positions


def _attract(force: Floats, positions: Floats, links: Ints) -> None:
    """Add the pull of every link, distance ** ATTRACTION, to `force`."""
    source, target = links[:, 0], links[:, 1]
    along = positions[target] - positions[source]
    squared = along[:, 0] ** 2 + along[:, 1] ** 2 + 1e-12
    along *= (squared ** ((ATTRACTION - 1.0) / 2.0))[:, None]
    for axis in range(2):
        pull = along[:, axis]
        force[:, axis] += np.bincount(source, pull, len(force)) - np.bincount(target, pull, len(force))


def _adapt(
    force: Floats, previous: Floats, mass: Floats, speed: float, efficiency: float
) -> tuple[float, float, Floats]:
    """Return the next global speed, its efficiency, and how much each node swings (ForceAtlas2, §4)."""
    n = len(force)
    swinging = np.hypot(*(force - previous).T)
    swing = float(mass @ swinging)
    traction = float(mass @ np.hypot(*(force + previous).T)) / 2.0
    jitter = 0.05 * np.sqrt(n)
    tolerance = max(np.sqrt(jitter), min(10.0, jitter * traction / (n * n)))
    if swing > 2.0 * traction:
        efficiency = max(efficiency * 0.5, 0.05)
        tolerance = max(tolerance, 1.0)
    target = tolerance * efficiency * traction / max(swing, 1e-9)
    if swing > tolerance * traction:
        efficiency = max(efficiency * 0.7, 0.05)
    elif speed < 1000.0:
        efficiency *= 1.3
    return speed + min(target - speed, 0.5 * speed), efficiency, swinging


def _part(positions: Floats, radii: Floats, passes: int) -> Floats:
    """Return `positions` with overlapping nodes pushed apart.

    Nodes are sorted into square cells as wide as the largest node; only pairs of the same or touching
    cells are compared, and at most 24 of a cell, so a pile of nodes costs no more than a line of them.
    """
    positions = positions.copy()
    n, width = len(positions), 2.0 * float(radii.max())
    for _ in range(passes):
        cell = np.floor(positions / width).astype(np.int64)
        cell -= cell.min(axis=0)
        columns = int(cell[:, 0].max()) + 3
        key = cell[:, 1] * columns + cell[:, 0]
        order = np.argsort(key, kind="stable")
        ordered = key[order]
        moved = np.zeros_like(positions)
        overlaps = 0
        for offset in (0, 1, columns - 1, columns, columns + 1):
            first = np.arange(n) + 1 if offset == 0 else np.searchsorted(ordered, ordered + offset, "left")
            last = np.searchsorted(ordered, ordered + offset, "right")
            count = np.clip(last - first, 0, 24)
            left = np.repeat(np.arange(n), count)
            right = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(left))
            overlaps += _push(positions, radii, order[left], order[right], moved)
        positions += moved
        if overlaps < n * 0.005:
            break
    return positions


def _push(positions: Floats, radii: Floats, one: Ints, other: Ints, moved: Floats) -> int:
    """Add to `moved` what parts the overlapping pairs (one, other); return how many overlap."""
    between = positions[other] - positions[one]
    distance = np.hypot(between[:, 0], between[:, 1])
    missing = radii[one] + radii[other] - distance
    close = missing > 0
    if not close.any():
        return 0
    one, other, between = one[close], other[close], between[close]
    same = distance[close] < 1e-9  # two nodes on one spot part in a direction that differs by pair
    angle = (one[same] * 2.399963 + other[same]) % (2 * np.pi)
    between[same] = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    distance = np.where(same, 1.0, distance[close])
    push = between / distance[:, None] * (missing[close] * 0.35)[:, None]
    for axis in range(2):
        column = push[:, axis]
        moved[:, axis] += np.bincount(other, column, len(moved)) - np.bincount(one, column, len(moved))
    return int(close.sum())


def _pack(discs: Floats, large: int, unit: float) -> Floats:
    """Return a centre for each disc: the `large` first ones as near as they fit, the others on rings."""
    centres = np.zeros((len(discs), 2))
    _pack_round(centres, discs, large, 2.0 * unit)
    if large > 1:  # centre the group, so that the rings close round it
        low = (centres[:large] - discs[:large, None]).min(axis=0)
        high = (centres[:large] + discs[:large, None]).max(axis=0)
        centres[:large] -= (low + high) / 2
    reach = max((float(np.hypot(*centres[i])) + discs[i] for i in range(large)), default=0.0)
    _pack_rings(centres, discs, large, reach + (3.0 * unit if large else 0.0), unit)
    return centres


def _pack_round(centres: Floats, discs: Floats, large: int, gap: float) -> None:
    """Place disc by disc where it comes nearest to the middle, along one of 96 rays, touching none."""
    angle = 2.0 * np.pi * np.arange(96) / 96
    rays = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    for number in range(1, large):
        along = rays @ centres[:number].T  # of each placed disc: how far along the ray, and how far off it
        away = np.hypot(*centres[:number].T) ** 2 - along**2
        clear = (discs[:number] + discs[number] + gap) ** 2
        half = np.sqrt(np.maximum(clear - away, 0.0))
        distance = np.zeros(len(rays))
        while True:  # jump behind every disc in the way until none is
            blocked = (half > 0) & (np.abs(distance[:, None] - along) < half - 1e-9)
            if not blocked.any():
                break
            distance = np.maximum(distance, np.where(blocked, along + half, 0.0).max(axis=1))
        best = int(np.argmin(np.round(distance, 6)))
        centres[number] = rays[best] * distance[best]


def _pack_rings(centres: Floats, discs: Floats, start: int, reach: float, unit: float) -> None:
    """Place the discs from `start` on evenly filled rings outside `reach`."""
    number, total = start, len(discs)
    while number < total:
        radius = reach + discs[number] + unit
        if number == 0:  # nothing lies inside: the first one is the middle
            reach, number = discs[0], 1
            continue
        room, end = 2.0 * np.pi * radius, number
        while end < total and room >= 2.0 * discs[end] + unit:
            room -= 2.0 * discs[end] + unit
            end += 1
        end = max(end, number + 1)
        width = 2.0 * discs[number:end] + unit
        width += max(room, 0.0) / len(width) if end < total or room < 0.5 * 2.0 * np.pi * radius else 0.0
        angle = (np.cumsum(width) - width / 2) / radius - np.pi / 2
        if end == total:  # an unfinished ring is centred at the foot of the map
            angle += np.pi - (angle[0] + angle[-1] + np.pi) / 2 if len(angle) > 1 else np.pi
        centres[number:end] = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        reach = radius + float(discs[number:end].max())
        number = end
