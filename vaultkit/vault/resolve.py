"""Which file a link leads to: Obsidian's `getFirstLinkpathDest`, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from vaultkit.model.link import Resolution
from vaultkit.vault.names import NameIndex, tidy

CANDIDATE_LIMIT = 100
"""At most so many candidates are listed: n links among n equal names must not cost n * n."""

EXTERNAL = Resolution("external")
MISSING = Resolution("missing")


class Resolver:
    """Looks links up among the files of a vault; pure, and every answer is kept.

    Aliases, titles and slugs never resolve, folders are no targets, and Markdown links follow the same
    vault-wide order as wikilinks. `anywhere` holds the answers so far that are the same in every folder.
    """

    __slots__ = ("_best_below", "_from_folder", "_index", "anywhere")

    def __init__(self, files: Iterable[str] | NameIndex) -> None:
        self._index = files if isinstance(files, NameIndex) else NameIndex(files)
        self.anywhere: dict[str, Resolution] = {}
        self._from_folder: dict[tuple[str, str], Resolution] = {}
        self._best_below: dict[str, tuple[list[str], dict[str, str]]] = {}

    def changed(self, gone: Collection[str], added: Collection[str]) -> Resolver:
        """Return what looks links up without the files `gone` and with those `added`."""
        return Resolver(self._index.changed(gone, added))

    def lookup(self, target: str, folder: str) -> Resolution:
        """Return what `target`, a link without its subpath, leads to from a note in `folder`.

        The target must not be blank: that is the note itself, whose path is not known here.
        """
        found = self.anywhere.get(target)
        if found is None:
            found = self._from_folder.get((target, folder))
            if found is None:
                found = self._look_up(target, folder)
        return found

    @property
    def literal(self) -> Mapping[str, str]:
        """Files by the texts that name them plainly and from everywhere, as nearly all links do."""
        return self._index.literal

    def named(self, key: str) -> list[str]:
        """Return the files whose name has the normalised form `key`, with its extension, sorted."""
        return self._index.named(key)

    def exact(self, path: str) -> Resolution:
        """Return the file at exactly `path` from the vault's root, as a canvas names its files."""
        return self._at(tidy(path))

    def _look_up(self, target: str, folder: str) -> Resolution:
        written = tidy(target)
        if "/" not in written and "." not in written:
            path = self._index.unique.get(
                written.lower() + ".md"
            )  # most links: a name that only one note has
            if path is not None:
                found = self.anywhere[target] = Resolution("resolved", path)
                return found
        if written.startswith(("./", "../")):
            found = self._relative(written, folder)
        elif written.startswith("/"):
            found = self._absolute(written[1:])
        else:
            for name in _spellings(written):
                found = self._vault_wide(name, folder)
                if found.path is not None:
                    break
            if found.status != "ambiguous":
                self.anywhere[target] = found
                return found
        self._from_folder[target, folder] = found
        return found

    def _absolute(self, written: str) -> Resolution:
        """An exact path from the root, with the extension or without it."""
        for name in _spellings(written):
            found = self._at(name)
            if found.path is not None:
                return found
        return MISSING

    def _relative(self, written: str, folder: str) -> Resolution:
        """`./x` and `../x` are exact paths from the note's folder; what climbs out of the vault is missing."""
        parts = tidy(folder).split("/") if folder else []
        for part in written.split("/"):
            if part == "..":
                if not parts:
                    return MISSING
                parts.pop()
            elif part != ".":
                parts.append(part)
        return self._absolute("/".join(parts))

    def _at(self, name: str) -> Resolution:
        """The file at the exact path `name`. Of twins that differ only by case, the one spelt so."""
        twins = self._index.at(name.lower())
        if not twins:
            return MISSING
        if len(twins) == 1:
            return Resolution("resolved", twins[0])
        for twin in twins:
            if tidy(twin) == name:
                return Resolution("resolved", twin)
        return Resolution("ambiguous", twins[0], twins)

    def _vault_wide(self, name: str, folder: str) -> Resolution:
        """An exact path from the root wins; else the files whose path ends with `/` + `name`."""
        exact = self._at(name)
        if exact.path is not None:
            return exact
        key = name.lower()
        keys = self._index.ending_with(key)
        if not keys:
            return MISSING
        if len(keys) == 1:
            twins = self._index.at(keys[0])
            if len(twins) == 1:
                return Resolution("resolved", twins[0])
        files, best = self._candidates(key, keys)
        chosen = best.get(folder, best[""])
        for twin in self._index.at(tidy(chosen).lower()):
            if ("/" + tidy(twin)).endswith("/" + name):
                chosen = twin
                break
        others = [path for path in files[:CANDIDATE_LIMIT] if path != chosen]
        return Resolution("ambiguous", chosen, (chosen, *others[: CANDIDATE_LIMIT - 1]))

    def _candidates(self, key: str, keys: list[str]) -> tuple[list[str], dict[str, str]]:
        """Return the files behind `keys`, sorted, and for every folder the best file in or below it.

        Best is the shortest path in characters; of equally long ones the first in sorted order, where
        Obsidian has no stable order.
        """
        known = self._best_below.get(key)
        if known is None:
            files = sorted(path for found in keys for path in self._index.at(found))
            best: dict[str, str] = {}
            for path in sorted(files, key=lambda path: (len(tidy(path)), path)):
                folder = path
                while folder:
                    folder = folder.rpartition("/")[0]
                    if folder in best:
                        break  # every folder above already has a path that is no longer
                    best[folder] = path
            known = self._best_below[key] = (files, best)
        return known


def _spellings(written: str) -> tuple[str, ...]:
    """The file names `written` can mean: with a dot in its last component as it stands, else only + `.md`.

    So `[[v1.2]]` finds `v1.2.md`, and `[[board]]` never finds `board.canvas`.
    """
    if "." in written.rpartition("/")[2]:
        return written, written + ".md"
    return (written + ".md",)
