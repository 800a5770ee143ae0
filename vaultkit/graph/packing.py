"""Drawn nodes that do not cover each other, and components packed side by side."""

from __future__ import annotations

import numpy as np

from vaultkit.graph.forces import Floats, Ints


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


def pack(discs: Floats, large: int, unit: float) -> Floats:
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
