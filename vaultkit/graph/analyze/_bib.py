"""The papers of a vault beside a bibliography: under which key each stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from vaultkit.identity.titles import title_key

if TYPE_CHECKING:
    from vaultkit.load.bib import BibEntry, Bibliography

Places = Mapping[str, tuple[int, ...]]


class Listed:
    """A bibliography that is asked for works: by their ids, else by their titles."""

    def __init__(self, bib: Bibliography) -> None:
        self.name = bib.name
        self._entries = bib.entries
        self._by_id: dict[str, BibEntry] = {}
        self._by_title: dict[str, BibEntry] = {}
        for entry in bib.entries:
            for id in entry.ids:
                self._by_id.setdefault(id, entry)
            if key := title_key(entry.title):
                self._by_title.setdefault(key, entry)

    @property
    def groups(self) -> Iterator[tuple[str, ...]]:
        """Yield the ids of each entry that gives several: the bibliography says that they are one work."""
        return (entry.ids for entry in self._entries if len(entry.ids) > 1)

    def entry(self, ids: tuple[str, ...]) -> BibEntry | None:
        """Return the entry that has one of these ids."""
        return next((self._by_id[id] for id in ids if id in self._by_id), None)

    def alike(self, titles: tuple[str, ...]) -> BibEntry | None:
        """Return an entry of one of these titles: perhaps the same work, perhaps not."""
        keys = (title_key(title) for title in titles)
        return next((self._by_title[key] for key in keys if key in self._by_title), None)
