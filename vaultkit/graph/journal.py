"""The journal of a vault: what its logs and daily notes say was read or done on which day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from vaultkit.graph.daily import daily_date
from vaultkit.graph.logs import Entry, Log, read_log
from vaultkit.model.note import Note
from vaultkit.vault import Vault
from vaultkit.vault.relations import RelationReader


class Journal:
    """The logs of a vault by path, daily notes among them, and its days."""

    def __init__(self, vault: Vault, types: Mapping[str, str]) -> None:
        self._vault = vault
        self._daily: dict[str, str] = {}
        self.logs: dict[str, Log] = {}
        self._days: dict[str, Counter[str]] = {}
        for path, note in vault.notes.items():
            if not note.is_canvas and not vault.is_template(path):
                day = daily_date(path, vault.settings)
                if day is not None:
                    self._daily[path] = day
                if day is not None or types[path] == "log":
                    self.logs[path] = read_log(note, vault.text(path), day)

    @property
    def faults(self) -> list[tuple[str, int, str]]:
        """What is wrong with the logs, as (path, line, message)."""
        return [(path, *fault) for path, log in self.logs.items() for fault in log.faults]

    def entries(self, note: Note) -> Iterator[Entry]:
        """Yield the entries of a log. Of a daily note, links to other days and to what the note belongs to
        (`up:: [[…]]`) are no entries, nor are pictures."""
        log = self.logs[note.path]
        if note.path not in self._daily:
            yield from log.entries
            return
        reader = RelationReader(note, self._vault)
        for entry in log.entries:
            link = entry.link
            if link is not None and not link.external:
                path = self._vault.resolve(link, note.path).path
                if path == note.path or path in self._daily or reader.of(link)[1] is not None:
                    continue
            if link is None or not (link.kind in ("property", "image") or (link.is_embed and link.external)):
                yield entry

    def add_day(self, date: str, types: Mapping[str, int]) -> None:
        """Count what a log lists on an ISO date: entries by type."""
        self._days.setdefault(f"day:{date}", Counter()).update(types)

    def nodes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the id and the attributes of every day."""
        for node, types in self._days.items():
            date = node.partition(":")[2]
            facts = {"kind": "day", "label": date, "date": date, "entries": types.total()}
            yield node, {**facts, "types": dict(sorted(types.items()))}
