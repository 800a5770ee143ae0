"""The beginnings of notes as the page holds them: links are numbers of nodes, and all together have a bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from vaultkit.export.page.bundle import plain_json


class Excerpts:
    """The beginnings of notes in JSON, by node number, up to a bound for all of them together.

    `left_out` counts those that did not fit.
    """

    def __init__(self, number: Mapping[str, int], most: int) -> None:
        self.trees: dict[str, msgspec.Raw] = {}
        self.left_out = 0
        self._number = number
        self._room = most

    def add(self, i: int, tree: list[Any] | None) -> None:
        """Take in the excerpt of node `i` if there is room left; None is one that was not even read."""
        if tree is None or self._room <= 0:
            self.left_out += 1
        elif tree:
            text = plain_json(_numbered(tree, self._number))
            self._room -= len(text)
            if self._room >= 0:
                self.trees[str(i)] = msgspec.Raw(text)
            else:
                self.left_out += 1


def _numbered(tree: Iterable[Any], number: Mapping[str, int]) -> list[Any]:
    """Return an excerpt whose links to nodes are their numbers."""
    items = list(tree)
    if items and items[0] == "n" and len(items) == 3 and isinstance(items[1], str):
        return ["n", number[items[1]], items[2]] if items[1] in number else ["g", items[2]]
    return [_numbered(item, number) if isinstance(item, list) else item for item in items]
