"""Why the names of links that lead nowhere do so: what a vault has instead, and what git says it had."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Literal

import msgspec

from vaultkit.lint.extensions import extension
from vaultkit.lint.near import near_notes
from vaultkit.load.history import Departure, History, history_beside, read_history
from vaultkit.model.link import is_address
from vaultkit.vault import Vault
from vaultkit.vault.departed import DepartedIndex
from vaultkit.vault.likeness import numbers_in
from vaultkit.vault.names import normalise

MissingKind = Literal["address", "alias", "departed", "path", "extension", "near", "unwritten"]


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
        self._numbers: dict[str, tuple[str, ...]] = {}
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
        if is_address(target):
            return Missing("address")
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
            templates = self._vault.templates
            for path, written in self._vault.each_outlined("aliases"):
                if written and path not in templates:
                    for key in dict.fromkeys(map(normalise, written)):
                        aliases[key] = (*aliases.get(key, ()), path)
            self._aliases = aliases
        return self._aliases

    @property
    def bare_files(self) -> frozenset[str]:
        """Normalised names and paths of files without an extension, such as LICENSE: they are there, and
        yet no link of Obsidian's reaches them."""
        if self._bare_files is None:
            bare = [path for path in self._vault.files if _is_bare(path)]
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
        `wanted` (normalised) have another explanation there.

        These are used up: what is known is handed on, not copied.
        """
        old, now = self._vault, MissingNames(vault)
        claimed = now._take_aliases(self, touched)
        known, numbers = self._known, self._numbers
        now._numbers = numbers
        if vault.files == old.files:
            now._known, now._departures = known, self._departures
            now._bare_files, now._folders = self._bare_files, self._folders
            for key in claimed:
                known.pop(key, None)
            return now, claimed
        added, gone = set(vault.files).difference(old.files), set(old.files).difference(vault.files)
        now._take_places(self, gone, added)
        places = _last_parts((self.folders ^ now.folders) | (self.bare_files ^ now.bare_files))
        elsewhere = {key for key in wanted if not places.isdisjoint(key.split("/"))} if places else set[str]()
        others = {numbers_in(path) for path in (*added, *gone)}
        for key in wanted:
            if key not in numbers:
                numbers[key] = numbers_in(key)
        certain = {
            key
            for key in wanted
            if key in known
            and known[key].kind not in ("alias", "departed")  # these do not say which names are near
            and numbers[key] not in others
            and key not in claimed
            and key not in elsewhere
        }
        now._known = {key: known[key] for key in certain}
        return now, elsewhere | {
            key
            for key in set(wanted) - certain - elsewhere
            if key not in known or known[key].kind in ("alias", "departed") or now.why(key) != known[key]
        }

    def expect_changes(self) -> None:
        """Find now what the first change would otherwise wait for."""
        _ = self.aliases, self.bare_files, self.folders, self._vault.near_names.index()

    def _take_aliases(self, before: MissingNames, touched: Iterable[str]) -> set[str]:
        """Take over the aliases known `before`, the notes `touched`; return those that now mean other notes."""
        differing: set[str] = set()
        known = dict(before._aliases) if before._aliases is not None else None
        for path in touched:
            lost, found = before._claimed_by(path), self._claimed_by(path)
            differing |= lost ^ found
            if known is not None:
                for key in lost - found:
                    owners = tuple(owner for owner in known.pop(key) if owner != path)
                    if owners:
                        known[key] = owners
                for key in found - lost:
                    known[key] = tuple(sorted((*known.get(key, ()), path)))
        self._aliases = known
        return differing

    def _claimed_by(self, path: str) -> frozenset[str]:
        """Return the normalised aliases that lead to the note at `path`."""
        if path not in self._vault.notes or self._vault.is_template(path):
            return frozenset()
        return frozenset(map(normalise, self._vault.outline(path).aliases))

    def _take_places(self, before: MissingNames, gone: Collection[str], added: Collection[str]) -> None:
        """Take over what is known `before` of folders and files without extension, where it is as it was."""
        if not any(_is_bare(path) for path in (*gone, *added)):
            self._bare_files = before.bare_files
        left = {path.rpartition("/")[0] for path in gone}
        files = self._vault.files
        if all(normalise(path.rpartition("/")[0]) in before.folders for path in added) and all(
            any(path.startswith(folder + "/") for path in files) for folder in left if folder
        ):
            self._folders = before.folders

    def share_history(self, other: MissingNames) -> None:
        """Let `other`, of another state of the same vault, use what git said of the notes that left."""
        other._departures = self._departures


def _is_bare(path: str) -> bool:
    """Return whether a file has no extension."""
    return "." not in path.rpartition("/")[2]


def _last_parts(paths: Iterable[str]) -> set[str]:
    """Return the last components of `paths`, and those that mean another place than they say."""
    parts = {path.rpartition("/")[2] for path in paths}
    return parts | {"", ".", ".."} if parts else parts
