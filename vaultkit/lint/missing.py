"""Why the names of links that lead nowhere do so: what a vault has instead, and what git says it had."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Literal

import msgspec

from vaultkit.lint.extensions import extension
from vaultkit.lint.near import near_notes
from vaultkit.load.history import Departure, History, history_beside, read_history
from vaultkit.vault import Vault
from vaultkit.vault.departed import DepartedIndex
from vaultkit.vault.names import normalise
from vaultkit.vault.suggest import numbers_in

MissingKind = Literal["alias", "departed", "path", "extension", "near", "unwritten"]


class Missing(msgspec.Struct, frozen=True):
    """Why a link's target leads nowhere, and what was meant.

    `sure` holds what was surely meant and `maybe` what may have been meant besides, as link targets, best
    first; for an alias and a departed note `sure` holds the paths of the notes to link to. `fate` is what
    became of a note that used to be there.
    """

    kind: MissingKind
    sure: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    fate: str = ""


class MissingNames:
    """Why names that lead nowhere in a vault do so, each explained once; and what else the vault has by a name."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, Missing] = {}
        self._history: Callable[[], History] = (
            History if vault.root is None else partial(read_history, vault.root)
        )
        self._departures: DepartedIndex | None = None
        self._aliases: Mapping[str, tuple[str, ...]] | None = None
        self._bare_files: frozenset[str] | None = None
        self._folders: frozenset[str] | None = None

    def why(self, target: str) -> Missing:
        """Return why the wikilink target `target`, which leads nowhere, does so."""
        key = normalise(target)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._explain(key, target)
        return known

    def _explain(self, key: str, target: str) -> Missing:
        if key in self.aliases:
            return Missing("alias", self.aliases[key])
        departure = self.departed.find(target)
        if departure is not None:
            return self._departed(departure)
        if key in self.bare_files:
            return Missing("unwritten")
        near = near_notes(self._vault, target)
        if self._is_path(key, near[0]):
            return Missing("path", *near)
        if extension(target):
            return Missing("extension", *near)
        return Missing("near" if near[0] else "unwritten", *near)

    def _is_path(self, key: str, sure: tuple[str, ...]) -> bool:
        """Whether a target is meant as a path: it starts like one, its folder exists, or its file does
        somewhere else. "AdS/CFT correspondence" is a name."""
        folder = key.strip("/").rpartition("/")[0]
        if not folder:
            return False
        return key.startswith(("./", "../", "/")) or bool(sure) or self.has_folder(folder)

    def has_folder(self, path: str) -> bool:
        """Return whether `path`, from the root or the end of one, is a folder of the vault."""
        end = "/" + normalise(path)
        return any(("/" + known).endswith(end) for known in self.folders)

    def _departed(self, departure: Departure) -> Missing:
        """What git says of a note that was there: its new path if it still exists, else that it is gone."""
        if departure.new_path in self._vault.notes:
            new = departure.new_path or ""
            return Missing("departed", (new,), (), f'it was renamed to "{new}"')
        return Missing("departed", fate="it was deleted")

    @property
    def departed(self) -> DepartedIndex:
        """The notes that git remembers and the vault lacks; read when the first name is missing."""
        if self._departures is None:
            self._departures = DepartedIndex(self._history())
        return self._departures

    @contextmanager
    def history_at_hand(self) -> Iterator[None]:
        """Have git look now for the notes that left, while something else is done in the block."""
        root, ask = self._vault.root, self._history
        if root is None or self._departures is not None:
            yield
            return
        with history_beside(root) as self._history:
            try:
                yield
            finally:
                self._history = ask

    @property
    def unread_history(self) -> str:
        """Why git could not say what became of missing notes; empty when it could or was not asked."""
        return self._departures.problem if self._departures is not None else ""

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Paths of the notes that have an alias, by normalised alias; templates lend none."""
        if self._aliases is None:
            aliases: dict[str, tuple[str, ...]] = {}
            for path, written in self._vault.outlined("aliases").items():
                if written and not self._vault.is_template(path):
                    for key in dict.fromkeys(map(normalise, written)):
                        aliases[key] = (*aliases.get(key, ()), path)
            self._aliases = aliases
        return self._aliases

    @property
    def bare_files(self) -> frozenset[str]:
        """Normalised names and paths of files without an extension, such as LICENSE: they are there, and
        yet no link of Obsidian's reaches them."""
        if self._bare_files is None:
            bare = [path for path in self._vault.files if "." not in path.rpartition("/")[2]]
            self._bare_files = frozenset(
                normalise(name) for path in bare for name in (path, path.rpartition("/")[2])
            )
        return self._bare_files

    @property
    def folders(self) -> frozenset[str]:
        """The normalised paths of all folders that hold a visible file, the root (empty) included."""
        if self._folders is None:
            found = {""}
            for written in {path.rpartition("/")[0] for path in self._vault.files}:
                folder = normalise(written)
                while folder and folder not in found:
                    found.add(folder)
                    folder = folder.rpartition("/")[0]
            self._folders = frozenset(found)
        return self._folders

    def advanced(
        self, vault: Vault, touched: Collection[str], wanted: Collection[str]
    ) -> tuple[MissingNames, set[str]]:
        """Return the same of `vault`, which differs in the files `touched`, and which of the missing names
        `wanted` (normalised) have another explanation there."""
        old, now = self._vault, MissingNames(vault)
        if vault.files == old.files:
            known = (old.outlined("aliases"), vault.outlined("aliases"))
            aliases = [{path: one[path] for path in touched if path in one} for one in known]
            now._known, now._departures = self._known, self._departures
            now._bare_files, now._folders = self._bare_files, self._folders
            if aliases[0] == aliases[1]:
                now._aliases = self._aliases
                return now, set()
            keys = {normalise(name) for found in aliases for names in found.values() for name in names}
            for key in keys:
                now._known.pop(key, None)
            return now, keys
        if (self.folders, self.bare_files) != (now.folders, now.bare_files):
            return now, set(wanted)
        before = self._known
        numbers = {numbers_in(path) for path in set(old.files) ^ set(vault.files)}
        claimed = {
            normalise(name)
            for one in (old, vault)
            for path in touched
            if path in one.notes
            for name in one.outline(path).aliases
        }
        certain = {
            key
            for key in wanted
            if key in before
            and before[key].kind not in ("alias", "departed")  # these do not say which names are near
            and numbers_in(key) not in numbers
            and key not in claimed
        }
        now._known = {key: before[key] for key in certain}
        return now, {
            key
            for key in set(wanted) - certain
            if key not in before or before[key].kind in ("alias", "departed") or now.why(key) != before[key]
        }

    def share_history(self, other: MissingNames) -> None:
        """Let `other`, of another state of the same vault, use what git said of the notes that left."""
        other._departures = self._departures
