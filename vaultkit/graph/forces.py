"""The force model that lays out one connected component.

* Nodes repel each other like charges in the plane (force mass/r). The field of all charges is found at
  once on a mesh: deposit the masses on grid points (bilinear), convolve with the potential -log r by
  FFT on a grid padded with zeros, differentiate, and interpolate back (Hockney & Eastwood, "Computer
  Simulation Using Particles", 1988, ch. 5-6).
* Linked nodes attract each other with force r^0.4, between the constant and the linear pull of
  ForceAtlas2; low powers keep themes apart and leave the bridges between them long.
* Masses (degree + 1) and the adaptive speed are those of ForceAtlas2 (Jacomy et al., PLoS ONE 9(6),
  2014, e98679).
* Every node is held to where it started, about as strongly as gravity holds it. Which theme comes to lie
  beside which is decided by the start alone, and that hardly changes when a note comes or goes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ATTRACTION = 0.4  # power of the distance in the pull of a link
REPULSION = 2.0
HOLD = 0.8  # of gravity: more keeps the map stiller, less lets themes draw closer together
WALK = 40  # steps of the random walk that makes the start
PIVOTS = 12  # nodes from which distances are measured in a long graph


def arrange(links: Ints, degree: Floats, seeds: Floats) -> Floats:
    """Return positions, as an (n, 2) array about the origin, for the nodes of one connected component.

    Args:
        links: (m, 2) indices of the linked nodes, each pair once.
        degree: number of links of each node, at least one.
        seeds: (n, 2) normally distributed numbers that belong to the nodes.
    """
    distances = _levels(links, len(degree), int(np.argmax(degree)))
    if distances.max() > 3.0 * np.log2(len(degree)):
        start = _unfold(links, distances, seeds)
    else:
        start = _spread(_diffuse(links, degree, seeds), seeds)
    return _simulate(start, links, degree)


def _levels(links: Ints, n: int, source: int) -> Floats:
    """Return how many links each node is away from `source`."""
    both = np.concatenate([links, links[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    first = np.searchsorted(both[:, 0], np.arange(n + 1)).tolist()
    neighbours = both[:, 1].tolist()
    level = [-1] * n
    level[source] = 0
    queue = [source]
    for node in queue:
        for near in neighbours[first[node] : first[node + 1]]:
            if level[near] < 0:
                level[near] = level[node] + 1
                queue.append(near)
    return np.array(level, dtype=np.float64)


def _unfold(links: Ints, distances: Floats, seeds: Floats) -> Floats:
    """Return coordinates that spread a long graph (a chain, a ring, a lattice) by its distances.

    A walk of a few steps cannot tell one end of it from the other. Classical scaling of the distances
    to a few pivots can: Brandes & Pich, "Eigensolver methods for progressive multidimensional scaling of
    large data", Graph Drawing 2006.
    """
    n = len(distances)
    columns = [_levels(links, n, int(np.argmax(distances)))]
    nearest = columns[0].copy()
    while len(columns) < PIVOTS:
        columns.append(_levels(links, n, int(np.argmax(nearest))))
        nearest = np.minimum(nearest, columns[-1])
    squared = np.stack(columns, axis=1) ** 2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    coordinates: Floats = centred @ vectors[:, -2:]
    signs = np.where((coordinates * seeds).sum(axis=0) < 0, -1.0, 1.0)
    wide = np.sqrt((coordinates**2).sum() / n)
    unfolded: Floats = coordinates * (signs * 4.0 * np.sqrt(n) / wide) + seeds
    return unfolded


def _diffuse(links: Ints, degree: Floats, seeds: Floats) -> Floats:
    """Return two smooth, independent coordinates: the seeds after a lazy random walk along the links.

    The constant part is taken out at every step and the second coordinate is kept orthogonal to the
    first, so both keep telling the parts of the component apart. What the seeds of a theme come to is
    decided by a few of its best linked nodes, so that a new note, which has few links, moves nothing.
    """
    n = len(degree)
    source, target = links[:, 0], links[:, 1]
    weight = degree / degree.sum()
    coordinates: Floats = seeds**3 * (degree**1.5)[:, None]
    for _ in range(WALK):
        walked = np.empty_like(coordinates)
        for axis in range(2):
            column = coordinates[:, axis]
            arriving = np.bincount(source, column[target], n) + np.bincount(target, column[source], n)
            walked[:, axis] = 0.5 * column + 0.5 * arriving / degree
        one, other = (column - _total(weight * column) for column in walked.T)
        first = one / max(np.sqrt(_total(weight * one**2)), 1e-12)
        second = other - first * _total(weight * first * other)
        second = second / max(np.sqrt(_total(weight * second**2)), 1e-12)
        coordinates = np.stack([first, second], axis=1)
    return coordinates


def _total(values: Floats) -> float:
    """Return the sum of the values. A product of vectors would come from a library that shares it out to as many
    threads as there are processors: that takes longer here, and the last digits depend on the machine."""
    return float(values.sum())


def _spread(coordinates: Floats, seeds: Floats) -> Floats:
    """Return the start: `coordinates` with their radii spread evenly over a disc, loosened by the seeds."""
    n = len(coordinates)
    radius = np.maximum(np.hypot(coordinates[:, 0], coordinates[:, 1]), 1e-9)
    even: Floats = np.empty(n)
    even[np.argsort(radius, kind="stable")] = np.sqrt((np.arange(n) + 0.5) / n)
    spread: Floats = coordinates * (even / radius * 6.0 * np.sqrt(n))[:, None] + seeds
    return spread


def _simulate(start: Floats, links: Ints, degree: Floats) -> Floats:
    """Return the positions after the force model has settled."""
    n = len(start)
    iterations = 300 if n < 1500 else 150 if n < 5000 else 100 if n < 30000 else 80
    cells = 64 if n < 500 else 128 if n < 1500 else 256 if n < 30000 else 512
    meshes = _Mesh(cells // 2), _Mesh(cells)  # the rough shape needs no fine mesh
    mass = degree + 1.0
    ends = links[:, 0].copy(), links[:, 1].copy()
    positions: Floats = start - start.mean(axis=0)
    previous: Floats = np.zeros_like(start)
    speed, efficiency = 1.0, 1.0
    for step in range(iterations):
        force, width = meshes[step > 0.6 * iterations].forces(positions, mass)
        force *= REPULSION
        _attract(force, positions, ends)
        distance = np.hypot(positions[:, 0], positions[:, 1]) + 1e-9
        force -= positions * (mass / distance)[:, None]  # a constant pull to the middle
        _hold(force, positions, start, mass)
        speed, efficiency, swinging = _adapt(force, previous, mass, speed, efficiency)
        move = force * (speed / (1.0 + np.sqrt(speed * swinging)))[:, None]
        length = np.hypot(move[:, 0], move[:, 1]) + 1e-9
        longest = width * (0.05 * (1.0 - step / iterations) + 0.001)
        positions = positions + move * np.minimum(1.0, longest / length)[:, None]
        positions -= positions.mean(axis=0)
        previous = force
    return positions


def _hold(force: Floats, positions: Floats, start: Floats, mass: Floats) -> None:
    """Add a constant pull towards where the nodes started, in a map that has grown as a whole, to `force`."""
    grown = np.sqrt((positions**2).sum() / (start**2).sum())
    away = start * grown - positions
    near = np.sqrt((positions**2).mean() / len(positions))  # about as far as neighbours are: no jump there
    force += away * (HOLD * mass / (np.hypot(away[:, 0], away[:, 1]) + near))[:, None]


def _attract(force: Floats, positions: Floats, links: tuple[Ints, Ints]) -> None:
    """Add the pull of every link, distance ** ATTRACTION, to `force`; `links` are sources and targets."""
    source, target = links
    columns = positions.T.copy()  # to take from them costs a tenth of what it costs from rows
    along = [column[target] - column[source] for column in columns]
    strength = (along[0] ** 2 + along[1] ** 2 + 1e-12) ** ((ATTRACTION - 1.0) / 2.0)
    for axis in range(2):
        pull = along[axis] * strength
        force[:, axis] += np.bincount(source, pull, len(force)) - np.bincount(target, pull, len(force))


def _adapt(
    force: Floats, previous: Floats, mass: Floats, speed: float, efficiency: float
) -> tuple[float, float, Floats]:
    """Return the next global speed, its efficiency, and how much each node swings (ForceAtlas2, §4)."""
    n = len(force)
    swinging = np.hypot(*(force - previous).T)
    swing = _total(mass * swinging)
    traction = _total(mass * np.hypot(*(force + previous).T)) / 2.0
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
