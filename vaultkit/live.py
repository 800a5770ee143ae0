"""A workspace that follows its files and buffers, and keeps the findings up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from vaultkit.lint.incremental import Checker
from vaultkit.lint.policy import EVERYTHING, Policy
from vaultkit.load.discover import Entry, discover, is_hidden, is_parsed
from vaultkit.load.file import read_bytes
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.model.note import content_digest
from vaultkit.parse import parse_note  # noqa: F401  loaded now, that the first change need not wait for it
from vaultkit.vault import Vault
from vaultkit.workspace import Workspace


class LiveWorkspace:
    """Follows the changes of a vault: `update` for texts that somebody types, `refresh` for files on disk.

    One note is parsed again for each that changed, and only what the change can affect is checked again.
    Settings and configuration stay as they were when the workspace was opened.
    """

    def __init__(self, workspace: Workspace, policy: Policy = EVERYTHING) -> None:
        self._workspace = workspace
        self._checker = Checker(workspace.vault, policy)
        self._ignored = workspace.loaded.ignored_targets()
        self._entries = self._discover()

    @property
    def workspace(self) -> Workspace:
        """The workspace as it is now. What was asked for stays what it was: a new note is asked for only
        where all notes are."""
        return replace(self._workspace, vault=self.vault)

    @property
    def vault(self) -> Vault:
        """The vault as it is now."""
        return self._checker.vault

    @property
    def findings(self) -> list[Diagnostic]:
        """The findings in the vault as it is now, sorted by place: what `check` would return."""
        return self._checker.findings

    def expect_changes(self) -> None:
        """Find now what some first changes would otherwise wait for."""
        self._checker.expect_changes()

    def update(self, path: str, text: str | bytes | None) -> set[str]:
        """Take `text` for what the file at `path` (vault-relative POSIX) holds; None where it is gone.

        Returns the paths of the notes whose findings are others now.
        """
        if is_hidden(path) or self._ignored.match(path):
            return set()
        return self._change({path: text} if text is not None else {}, [path] if text is None else [])

    def refresh(self, written: Iterable[str] = ()) -> set[str]:
        """Take in what changed on disk since the last time; return as `update` does.

        What `stat` says tells which files changed; those at `written` are read again in any case.
        """
        before, self._entries = self._entries, self._discover()
        suspects = {path for path, entry in self._entries.items() if before.get(path) != entry}
        suspects.update(path for path in written if path in self._entries)
        changed: dict[str, str | bytes] = {}
        others: set[str] = set()  # new ones, and those in which something else may be named now
        for path in suspects:
            if not is_parsed(path):
                others.add(path)
            elif (data := self._read(path)) is not None:
                changed[path] = data
        return self._change(changed, before.keys() - self._entries.keys(), others)

    def _read(self, path: str) -> bytes | None:
        """Return the bytes of a note, None where they are as they were or the file is gone already."""
        try:
            data = read_bytes(self._workspace.root, self._entries[path].disk)
        except OSError:
            self._entries.pop(path)  # to be looked at again
            return None
        known = self.vault.outline(path).digest if path in self.vault.notes else None
        return data if known != content_digest(data) else None

    def _discover(self) -> dict[str, Entry]:
        found = discover(self._workspace.root).entries
        return {entry.path: entry for entry in found if not self._ignored.match(entry.path)}

    def _change(
        self, changed: Mapping[str, str | bytes], gone: Iterable[str], others: Iterable[str] = ()
    ) -> set[str]:
        gone, others = list(gone), list(others)
        if not changed and not gone and not others:
            return set()
        vault = self.vault.with_notes(changed, gone, others)
        return self._checker.update(vault, {*changed, *gone, *others})
