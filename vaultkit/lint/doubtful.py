"""A first look at the links of a vault, by the outlines of its notes alone."""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.load.discover import is_canvas, is_note
from vaultkit.model.outline import Outline
from vaultkit.vault import Vault


class DoubtfulLinks:
    """Tells by its outline whether a note can have a link that needs a second look, which few have.

    Nearly every link names a note, or a heading or block as it is written there; what was found so once
    holds for every note.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._targets: set[str] = set()  # that are found from everywhere
        self._parts: set[str] = set()

    def expect(self, outlines: Iterable[Outline]) -> None:
        """Look up in one go what most links of notes with these outlines name."""
        targets = set().union(*[outline.targets for outline in outlines])
        self._targets |= self._vault.find_names(targets - self._targets)

    def in_note(self, path: str, outline: Outline) -> bool:
        """Return whether the note at `path` has a link that is not certain to be found."""
        if not self._targets.issuperset(outline.targets):
            for target in outline.targets:
                if target not in self._targets and not self._is_fine(target, path):
                    return True
        if not self._parts.issuperset(outline.parts):
            for part in outline.parts:
                if part not in self._parts and not self._is_part_fine(part, path):
                    return True
        return is_canvas(path)

    def _is_fine(self, target: str, source: str) -> bool:
        found = self._vault.follow(target, source)
        if found.status == "resolved" and not target.startswith((".", "/")):
            self._targets.add(target)  # others are seen from the note's folder
        return found.status in ("resolved", "self")

    def _is_part_fine(self, part: str, source: str) -> bool:
        target, _, anchor = part.partition("#")
        found = self._vault.follow(target, source)
        if found.status not in ("resolved", "self") or found.path is None:
            return False
        if is_note(found.path) and anchor not in self._vault.outlines[found.path].anchors:
            return False
        if found.status == "resolved" and not target.startswith((".", "/")):
            self._parts.add(part)
        return True
