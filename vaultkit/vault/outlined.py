"""What is asked of a vault's notes by their outlines alone, so that none has to be decoded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, overload

from vaultkit.load.notes import Notes
from vaultkit.model.link import Link
from vaultkit.model.outline import Outline

_FEW = 100  # so many notes are asked one by one

_Texts = Literal["targets", "parts", "anchors", "embeds", "aliases", "tags", "papers"]


class Outlined:
    """The part of a `Vault` that answers from the outlines of its `notes`."""

    notes: Notes

    @property
    def outlines(self) -> Mapping[str, Outline]:
        """What the notes are to each other, by path in the order of `notes`; no note is decoded for it."""
        return self.notes.outlines

    @cached_property
    def link_texts(self) -> tuple[frozenset[str], frozenset[str]]:
        """The distinct targets and the distinct parts (`Note#Heading`) that links of notes name."""
        targets = frozenset[str]().union(*(texts for _, texts in self.each_outlined("targets")))
        return targets, frozenset[str]().union(*(texts for _, texts in self.each_outlined("parts")))

    def outline(self, path: str) -> Outline:
        """Return what the note at `path` is to others; where only a few are asked about, `outlines` costs more.

        Raises:
            KeyError: there is no such note.
        """
        return self.notes.outline(path)

    def outlines_of(self, paths: Collection[str]) -> list[Outline]:
        """Return the same of the notes at `paths`, in their order.

        Raises:
            KeyError: there is no such note.
        """
        return self.notes.outlines_of(paths)

    @overload
    def outlined(self, field: _Texts) -> Mapping[str, tuple[str, ...]]: ...
    @overload
    def outlined(self, field: Literal["traits"]) -> Mapping[str, int]: ...
    @overload
    def outlined(self, field: Literal["bodies"]) -> Mapping[str, bytes]: ...
    @overload
    def outlined(self, field: Literal["shape"]) -> Mapping[str, str]: ...
    @overload
    def outlined(self, field: Literal["stated"]) -> Mapping[str, tuple[tuple[str, Link], ...]]: ...
    def outlined(self, field: str) -> Mapping[str, Any]:
        """Return this field of every outline, by path in the order of `notes`: cheaper than all of them."""
        return self.notes.field(field)

    @overload
    def each_outlined(self, field: _Texts) -> Iterable[tuple[str, tuple[str, ...]]]: ...
    @overload
    def each_outlined(self, field: Literal["traits"]) -> Iterable[tuple[str, int]]: ...
    @overload
    def each_outlined(self, field: Literal["shape"]) -> Iterable[tuple[str, str]]: ...
    @overload
    def each_outlined(
        self, field: Literal["stated"]
    ) -> Iterable[tuple[str, tuple[tuple[str, Link], ...]]]: ...
    def each_outlined(self, field: str) -> Iterable[tuple[str, Any]]:
        """Return each note's path and this field of its outline, in the order of `notes`: for who goes through them
        once and need not find one by its path, which `outlined` takes longer for."""
        return self.notes.pairs(field)

    def with_traits(self, traits: int, among: Collection[str] | None = None) -> list[str]:
        """Return the paths of the notes, or of those `among` them, that have one of `traits`, sorted."""
        if among is not None and len(among) < _FEW:
            there = sorted(path for path in among if path in self.notes)
            outlines = self.outlines_of(there)
            return [path for path, one in zip(there, outlines, strict=True) if one.traits & traits]
        found = sorted(path for marks, paths in self._marked.items() if marks & traits for path in paths)
        return found if among is None else [path for path in found if path in among]

    @cached_property
    def _marked(self) -> Mapping[int, Sequence[str]]:
        """The notes by the traits that they have; few combinations occur."""
        found: dict[int, list[str]] = {}
        for path, traits in self.each_outlined("traits"):
            if traits:
                found.setdefault(traits, []).append(path)
        return found
