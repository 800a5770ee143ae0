"""A first look at the links of a vault, by the outlines of its notes alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from vaultkit.load.discover import is_canvas, is_note
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.vault import Vault
from vaultkit.vault.targets import FROM_HERE

_MANY = 1000  # links: from so many on, names are looked up as they are written first


class DoubtfulLinks:
    """Tells by its outline whether a note can have a link that needs a second look, which few have.

    Nearly every link names a note, or a heading or block as it is written there. So every text that links
    have is looked up once, and only notes with one that is not certain to be found everywhere are asked about.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._anchors = vault.outlined("anchors")
        self._targets = vault.targets
        self._seen_parts: set[str] = set()
        self._doubtful_parts: set[str] = set()  # of those seen

    def among(self, paths: Collection[str]) -> list[str]:
        """Return those of the notes at `paths` with a link that is not certain to be found, and all canvases."""
        if len(paths) * 2 > len(self._vault.notes):
            targets, parts = self._vault.outlined("targets"), self._vault.outlined("parts")
            self._learn(*self._vault.link_texts)
        else:
            outlines = dict(zip(paths, self._vault.outlines_of(paths), strict=True))
            targets = {path: outline.targets for path, outline in outlines.items()}
            parts = {path: outline.parts for path, outline in outlines.items()}
            self._learn(frozenset().union(*targets.values()), frozenset().union(*parts.values()))
        are_fine = self._targets.doubtful.isdisjoint
        unsure = {path for path, texts in targets.items() if not are_fine(texts)}
        are_fine = self._doubtful_parts.isdisjoint
        unsure |= {path for path, texts in parts.items() if not are_fine(texts)}
        unsure |= self._vault.canvases
        return [path for path in paths if path in unsure and self._in_note(path, targets[path], parts[path])]

    def links_of(self, note: Note) -> list[Link]:
        """Return the links of a note that was asked about which are not certain to be found; all of a canvas."""
        if note.path in self._vault.canvases:
            return [link for link in note.links if not link.external]
        targets, parts = self._targets.doubtful, self._doubtful_parts
        return [
            link
            for link in note.links
            if not link.external
            and (link.target + link.subpath in parts if link.subpath else link.target in targets)
        ]

    def _learn(self, targets: frozenset[str], parts: frozenset[str]) -> None:
        """Look up in one go what links name."""
        # To index names as they are written costs as much as some hundred links.
        many = len(targets) + len(parts) > _MANY
        literal: Mapping[str, str] = self._vault.literal if many else {}
        self._targets.learn(targets, literal)
        follow, anchors_of = literal.get, self._anchors.get
        for part in parts.difference(self._seen_parts):
            target, _, anchor = part.partition("#")
            path = follow(target)
            if path is None:
                here = not target or target.isspace() or target.startswith(FROM_HERE)
                if here or not self._is_part_fine(part, ""):
                    self._doubtful_parts.add(part)
            elif anchor not in anchors_of(path, ()) and is_note(path):
                self._doubtful_parts.add(part)
        self._seen_parts |= parts

    def _in_note(self, path: str, targets: Iterable[str], parts: Iterable[str]) -> bool:
        """Whether one of these links of the note at `path` is doubtful there, too."""
        if self._targets.any_doubtful(targets, path):
            return True
        for part in parts:
            if part in self._doubtful_parts and not self._is_part_fine(part, path):
                return True
        return is_canvas(path)

    def _is_part_fine(self, part: str, source: str) -> bool:
        target, _, anchor = part.partition("#")
        found = self._vault.follow(target, source)
        if found.status not in ("resolved", "self") or found.path is None:
            return False
        return not is_note(found.path) or anchor in self._anchors[found.path]
