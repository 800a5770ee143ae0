"""Drawn nodes that do not cover each other, and components packed side by side."""

from __future__ import annotations

import numpy as np

from vaultkit.graph.forces import Floats, Ints

DIRECTIONS = 72


def part(positions: Floats, radii: Floats, passes: int) -> Floats:
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


def pack_large(discs: Floats, large: int, unit: float) -> Floats:
    """Return a centre for each of the `large` first discs, as near to each other as they fit; zeros for the others."""
    centres = np.zeros((len(discs), 2))
    _pack_round(centres, discs, large, 2.0 * unit)
    if large > 1:  # centre the group, so that what follows closes round it
        low = (centres[:large] - discs[:large, None]).min(axis=0)
        high = (centres[:large] + discs[:large, None]).max(axis=0)
        centres[:large] -= (low + high) / 2
    return centres


def rim(positions: Floats, radii: Floats) -> Floats:
    """Return how far nodes reach from the origin in each of `DIRECTIONS` directions."""
    reach = np.zeros(DIRECTIONS)
    direction = _direction(np.arctan2(positions[:, 1], positions[:, 0]))
    np.maximum.at(reach, direction, np.hypot(positions[:, 0], positions[:, 1]) + radii)
    return reach


def _direction(angle: Floats) -> Ints:
    return np.floor(angle / (2.0 * np.pi) * DIRECTIONS).astype(np.int64) % DIRECTIONS


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


def pack_small(centres: Floats, discs: Floats, start: int, around: Floats, unit: float) -> None:
    """Set the centres of the discs from `start`: on evenly filled rings outside the rim `around`.

    If they do not fill a ring, they lie at the foot of the map, as near as the rim is there.
    """
    number, total = start, len(discs)
    reach = float(around.max()) + (3.0 * unit if start else 0.0)
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
        if end == total:  # an unfinished ring is centred at the foot of the map
            if number == start:
                radius = min(radius, _nearest(around, float(width.sum()), float(discs[start]), unit))
            angle = (np.cumsum(width) - width / 2 - width.sum() / 2) / radius + np.pi / 2
        else:
            angle = (np.cumsum(width) - width / 2) / radius - np.pi / 2
        centres[number:end] = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        reach = radius + float(discs[number:end].max())
        number = end


def _nearest(around: Floats, width: float, disc: float, unit: float) -> float:
    """Return the least radius of an arc of this width at the foot that clears the rim, of discs up to `disc` large."""
    farthest = float(around.max()) + disc + 4.0 * unit
    for radius in np.linspace(max(width / np.pi, disc), farthest, 32):  # at least: the arc is half a turn
        half = width / 2 / radius + 2.0 * np.pi / DIRECTIONS
        covered = _direction(np.pi / 2 + np.linspace(-half, half, DIRECTIONS))
        if around[covered].max() + disc + 4.0 * unit <= radius:
            return float(radius)
    return farthest
