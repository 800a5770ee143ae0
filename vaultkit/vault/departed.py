"""Notes that left the vault, found by what links call them."""

from __future__ import annotations

from vaultkit.load.history import Departure, History
from vaultkit.vault.names import normalise


class DepartedIndex:
    """Looks departed notes up as links are looked up: by name, or by the end of their path.

    `problem` says why the history could not be read; it is empty when it could, or where there is none.
    `renames` are the last known paths of those that were renamed, by their old ones.
    """

    __slots__ = ("_by_name", "problem", "renames")

    def __init__(self, history: History) -> None:
        self.problem = history.problem
        self.renames = {one.path: one.new_path for one in history.departures if one.new_path is not None}
        self._by_name: dict[str, list[tuple[str, Departure]]] = {}
        for departure in history.departures:
            path = "/" + normalise(departure.path[:-3])
            self._by_name.setdefault(path.rpartition("/")[2], []).append((path, departure))

    def find(self, target: str) -> Departure | None:
        """Return the latest departure of a note that the link target `target` would have reached, or None."""
        end = "/" + normalise(target).removesuffix(".md").removeprefix("/")
        for path, departure in self._by_name.get(end.rpartition("/")[2], ()):
            if path.endswith(end):
                return departure
        return None
