"""Which texts of links certainly lead to a file, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vaultkit.vault.resolve import Resolver

FROM_HERE = (".", "/")
"""How targets begin that may be seen from the folder of their note."""


class Targets:
    """Tells the targets of links, without subpaths, that lead to the same file from everywhere from those that are
    `doubtful`: few are.

    What is known of a target holds as long as there are the same files.
    """

    def __init__(self, resolver: Resolver) -> None:
        self.learnt: set[str] = set()
        self.doubtful: set[str] = set()  # of those
        self.any_missing = False  # whether one of them leads nowhere
        self._resolver = resolver

    def learn(self, targets: set[str] | frozenset[str], literal: Mapping[str, str]) -> None:
        """Look up `targets` in one go; those in `literal` (see `Vault.literal`) are certain."""
        fresh = targets.difference(self.learnt)
        for target in fresh.difference(literal):
            if target.startswith(FROM_HERE):
                self.doubtful.add(target)
            elif target and not target.isspace():  # or it is the note itself
                status = self._resolver.lookup(target, "").status
                if status != "resolved":
                    self.doubtful.add(target)
                    self.any_missing |= status == "missing"
        self.learnt |= fresh

    def any_doubtful(self, targets: Iterable[str], source: str) -> bool:
        """Return whether one of these, all learnt, is doubtful and does not lead to one file from the note at `source`
        either."""
        folder = source.rpartition("/")[0]
        return any(
            target in self.doubtful and self._resolver.lookup(target, folder).status != "resolved"
            for target in targets
        )
