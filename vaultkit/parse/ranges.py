"""Ranges of a text that a reader passes over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Self

from vaultkit.parse.structure import Leaf

_START = attrgetter("start")


def leaves_with(mark: str, text: str, leaves: Iterable[Leaf]) -> Iterator[Leaf]:
    """Yield the leaves of `text` that hold `mark`, which most do not."""
    at = text.find(mark)
    for leaf in leaves:
        if leaf.end > at:
            if at < leaf.start:
                if at < 0:
                    return
                at = text.find(mark, leaf.start)
            if leaf.start <= at < leaf.end:
                yield leaf
                at = text.find(mark, leaf.end)


def leaf_at(leaves: Sequence[Leaf], at: int) -> Leaf | None:
    """Return which of `leaves`, in document order, holds the offset `at`, or None."""
    before = bisect_right(leaves, at, key=_START)
    return leaf if before and at < (leaf := leaves[before - 1]).end else None


class Excluded:
    """Sorted, merged ranges in which nothing is read; `end_of(at)` is where the range round `at` ends."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        starts: list[int] = []
        ends: list[int] = []
        for start, end in sorted(ranges):
            if ends and start < ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        ends.append(-1)  # of what lies before all ranges
        self._starts, self._ends = starts, ends

    @classmethod
    def of_disjoint(cls, starts: list[int], ends: list[int]) -> Self:
        """Return what excludes the ranges from `starts` to `ends`, which are in order and do not overlap."""
        made = cls.__new__(cls)
        made._starts, made._ends = starts, [*ends, -1]
        return made

    def __len__(self) -> int:
        return len(self._starts)

    def end_of(self, at: int) -> int:
        """Return the end of the range that holds `at`, or -1."""
        end = self._ends[bisect_right(self._starts, at) - 1]
        return end if at < end else -1

    def cut(self, start: int, end: int) -> int:
        """Return `end`, or the start of the first range inside `start:end`."""
        i = bisect_right(self._starts, start)
        return min(end, self._starts[i]) if i < len(self._starts) else end

    def meets(self, start: int, end: int) -> bool:
        """Return whether a range holds anything of `start:end`, which is not empty."""
        i = bisect_left(self._starts, end) - 1
        return i >= 0 and start < self._ends[i]


NOTHING = Excluded(())


class AnyOf:
    """What any of several `Excluded` excludes, without merging them."""

    __slots__ = ("_parts",)

    def __init__(self, *parts: Excluded) -> None:
        self._parts = [part for part in parts if part._starts]

    def also(self, more: Excluded) -> AnyOf:
        """Return what this or `more` excludes."""
        return AnyOf(*self._parts, more)

    def end_of(self, at: int) -> int:
        """Return the end of the range that holds `at`, the last where there are several, or -1."""
        found = -1
        for part in self._parts:
            end = part.end_of(at)
            if end > found:
                found = end
        return found

    def cut(self, start: int, end: int) -> int:
        """Return `end`, or the start of the first range inside `start:end`, where nothing holds `start`."""
        for part in self._parts:
            end = part.cut(start, end)
        return end

    def meets(self, start: int, end: int) -> bool:
        """Return whether a range holds anything of `start:end`, which is not empty."""
        for part in self._parts:  # noqa: SIM110  # a generator would cost more than the loop
            if part.meets(start, end):
                return True
        return False
