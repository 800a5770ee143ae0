"""Which notes hold a link by what it names, whether it leads anywhere or not."""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.load.discover import is_canvas
from vaultkit.vault import Vault
from vaultkit.vault.names import last_key, link_keys


class LinkIndex:
    """Finds the notes that a file is of concern to: those with a link that may mean it.

    No folder, alias or order of preference matters here (see `link_keys`).
    """

    def __init__(self, vault: Vault) -> None:
        self._sources: dict[str, set[str]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}  # the keys of targets: most are linked to several times
        self.update(vault, vault.notes)

    def sources(self, path: str) -> set[str]:
        """Return the notes with a link that may mean the file at `path`, which need not be there."""
        found = set[str]().union(*(self._sources.get(key, ()) for key in link_keys(path)))
        return found | {path}  # a link may name nothing but a heading of its own note

    def update(self, vault: Vault, paths: Iterable[str]) -> None:
        """Take the links of the notes at `paths` as they are in `vault`; a note that is gone has none."""
        for path in paths:
            for key in self._keys.pop(path, ()):
                self._sources[key].discard(path)
            if path in vault.notes:
                names = self._names
                targets = _targets(vault, path)
                for target in targets:
                    if target not in names:
                        names[target] = last_key(target)
                keys = self._keys[path] = tuple({names[target] for target in targets})
                for key in keys:
                    self._sources.setdefault(key, set()).add(path)


def _targets(vault: Vault, path: str) -> set[str]:
    """Return the distinct targets of a note's links, without subpaths."""
    if is_canvas(path):
        return {link.target for link in vault.notes[path].links if not link.external}
    outline = vault.outline(path)
    found = set(outline.targets)
    for part in outline.parts:
        at = part.find("#")
        while at >= 0:  # an escaped one may belong to the name: too many names do no harm
            found.add(part[:at])
            at = part.find("#", at + 1)
    return found
