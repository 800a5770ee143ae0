"""What a finding says of notes that share something: the others, but not all of very many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice

MOST_NAMED = 10
"""All n in each of n findings would take n * n."""


def with_others(paths: Collection[str], called: Callable[[str], str] = str) -> Iterator[tuple[str, str]]:
    """Yield each of several paths with what the others are `called`: `"b", "c" and 2 more`. Of one path alone,
    nothing is yielded."""
    if len(paths) < 2:
        return
    first = [(path, f'"{called(path)}"') for path in islice(paths, MOST_NAMED + 1)]
    left_out = len(paths) - 1 - MOST_NAMED
    more = f" and {left_out} more" if left_out > 0 else ""
    for path in paths:
        yield path, ", ".join([name for other, name in first if other != path][:MOST_NAMED]) + more
