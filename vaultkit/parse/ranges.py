"""Ranges of a text that a reader passes over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Excluded:
    """Sorted, merged ranges in which nothing is read; `end_of(at)` is where the range round `at` ends."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(ranges):
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        self._starts, self._ends = starts, ends

    def end_of(self, at: int) -> int:
        """Return the end of the range that holds `at`, or -1."""
        i = bisect_right(self._starts, at) - 1
        return self._ends[i] if i >= 0 and at < self._ends[i] else -1

    def cut(self, start: int, end: int) -> int:
        """Return `end`, or the start of the first range inside `start:end`."""
        i = bisect_right(self._starts, start)
        return min(end, self._starts[i]) if i < len(self._starts) else end
