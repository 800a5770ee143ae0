"""Notes that are decoded when somebody looks at them.

What worker processes answer is the outline of every note and its facts in MessagePack; a cache holds the same of
all notes together. Most runs look at a few notes in full, so that decoding all of them would cost more than
anything else.
"""

from __future__ import annotations

import re
from binascii import crc32
from bisect import insort
from collections.abc import (
    Callable,
    Collection,
    ItemsView,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
    ValuesView,
)
from copy import copy
from functools import cache
from types import MappingProxyType
from typing import Any, Protocol, Self, TypeVar, get_type_hints

import msgspec
from msgspec.structs import astuple

from vaultkit.model.note import Note
from vaultkit.model.outline import Outline, outline_of

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Note)
Data = bytes | memoryview | msgspec.Raw
T = TypeVar("T")

_OUTLINES = ""
"""Stands for all outlines among the names of their fields."""
_FEW = 50
"""Up to so many notes are decoded for their outlines; all outlines together cost as much as some more."""


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """A note in MessagePack beside its outline; `checksum`, where there is one, is that of `data`."""

    outline: Outline
    data: msgspec.Raw
    checksum: bytes = b""

    def unpack(self, path: str) -> Note | None:
        """Return the note, or None where `data` is not the note at `path` that was packed."""
        return unpack(self.data, path, self.outline.digest, self.checksum)


def pack(note: Note) -> Packed | None:
    """Return `note` packed, or None for one that does not fit MessagePack.

    That is the case for integers beyond 64 bits and for lone surrogates, which YAML can spell.
    """
    try:
        return Packed(outline_of(note), msgspec.Raw(_encoder.encode(note)))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def unpack(data: Data, path: str, digest: str, expected: bytes) -> Note | None:
    """Return the note at `path` with this digest of its bytes, or None where `data` is something else; `expected`,
    where there is one, is its checksum."""
    if expected and checksum(data) != expected:
        return None
    try:
        note = _decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    return note if note.path == path and note.digest == digest else None


def checksum(data: Data) -> bytes:
    """Return a checksum of `data`, four bytes: it tells of damage, which nobody makes on purpose."""
    return crc32(data).to_bytes(4, "little")


def columns_of(outlines: Iterable[Outline]) -> Iterable[tuple[Any, ...]]:
    """Return the fields of `outlines`, each with its values in their order; nothing where there are no outlines."""
    return zip(*map(astuple, outlines), strict=True)


@cache
def column_decoder(field: str) -> msgspec.msgpack.Decoder[list[Any]]:
    """Return what decodes the values of a field of outlines."""
    return msgspec.msgpack.Decoder(list[get_type_hints(Outline)[field]])  # type: ignore[misc]


class Store(Protocol):
    """Holds many notes packed, and the outlines of all field by field; damage raises ValueError."""

    def note(self, path: str) -> Note | None:
        """Return the note at `path`, or None where it is damaged."""

    def packed(self, path: str) -> Packed:
        """Return the note at `path` with its outline."""

    @property
    def paths(self) -> Sequence[str]:
        """The paths of the notes."""

    def column(self, name: str) -> Sequence[Any]:
        """Return the field of this name of every outline, in the order of `paths`, to be left as it is."""

    def outlines(self) -> Mapping[str, Outline]:
        """Return the outlines by path."""

    def holding(self, name: str, pattern: re.Pattern[bytes]) -> set[str]:
        """Return the paths of the notes in whose outline this field holds a `pattern` (see `Notes.stored_with`)."""


Held = Note | Packed | Store


class Notes(Mapping[str, Note]):
    """Notes by path, each unpacked when it is first asked for. A path that is there stays there.

    `held` says of every path which note it is or who has it packed; a store that has one has all of its kind.
    `read_again` gives the note at a path whose packed form turns out to be damaged.
    """

    __slots__ = (
        "_fields",
        "_held",
        "_outlines",
        "_own",
        "_read_again",
        "_single",
        "_store",
        "_unpacked",
        "_unsorted",
    )

    def __init__(self, held: Mapping[str, Held], read_again: Callable[[str], Note] | None = None) -> None:
        self._held = dict(held)
        self._unpacked: dict[str, Note] = {}
        self._read_again = read_again
        self._own: set[str] = set()  # the notes that are in no store
        self._store: Store | None = None
        for path, one in self._held.items():
            if isinstance(one, Note | Packed):
                self._own.add(path)
            else:
                self._store = one
        self._single: dict[str, Outline] = {}  # outlines that were asked for one by one
        self._outlines: dict[str, Outline] | None = None
        self._fields: dict[str, dict[str, Any]] = {}
        self._unsorted: set[str] = set()  # fields, or the outlines, that are not in the order of the notes

    @classmethod
    def of(cls, notes: Iterable[Note]) -> Notes:
        """Return `notes` by path, sorted."""
        return cls({note.path: note for note in sorted(notes, key=lambda note: note.path)})

    def __getitem__(self, path: str) -> Note:
        known = self._unpacked.get(path)
        if known is not None:
            return known
        one = self._held[path]
        if isinstance(one, Note):
            return one
        note = one.unpack(path) if isinstance(one, Packed) else one.note(path)
        if note is None:
            note = self._held[path] = self._read(path)
        else:
            self._unpacked[path] = note
        return note

    def _read(self, path: str) -> Note:
        assert self._read_again is not None  # whoever packs notes can read them
        return self._read_again(path)

    def keep(self, unpacked: Mapping[str, Note]) -> None:
        """Take notes, by path, that somebody unpacked before: nobody need do it again."""
        self._unpacked.update(unpacked)

    def release(self, path: str) -> None:
        """Forget the unpacked form of a note: who has read all of it spares the memory. To ask for it again
        gives an equal one."""
        self._unpacked.pop(path, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, path: object) -> bool:
        return path in self._held

    def __repr__(self) -> str:
        return f"Notes({len(self)})"

    @property
    def outlines(self) -> Mapping[str, Outline]:
        """The outline of every note, by path in the order of the notes."""
        if self._outlines is None:
            nothing: Mapping[str, Outline] = {}
            stored = self._ask(lambda store: store.outlines(), nothing)
            own = self._own
            self._outlines = {
                path: self._outline(path) if path in own else stored[path] for path in self._held
            }
        elif _OUTLINES in self._unsorted:
            self._outlines = _sorted_as(self._held, self._outlines)
            self._unsorted.discard(_OUTLINES)
        return MappingProxyType(self._outlines)

    def outline(self, path: str) -> Outline:
        """Return the outline of the note at `path`; for a few, `outlines` costs more.

        Raises:
            KeyError: there is no such note.
        """
        return self.outlines_of((path,))[0]

    def outlines_of(self, paths: Collection[str]) -> list[Outline]:
        """Return the outlines of the notes at `paths`, in their order.

        Raises:
            KeyError: there is no such note.
        """
        if self._outlines is None and len(self._single) + len(paths) <= _FEW:
            return [self._outline(path) for path in paths]
        outlines = self._outlines or self.outlines
        return [outlines[path] for path in paths]

    def field(self, name: str) -> Mapping[str, Any]:
        """Return the field of this name of every outline, by path in the order of the notes."""
        found = self._fields.get(name)
        if found is None:
            if self._outlines is not None or len(self._own) * 2 > len(self._held):
                found = {path: getattr(one, name) for path, one in self.outlines.items()}
            else:
                nothing: dict[str, Any] = {}
                found = self._ask(_by_path(name), nothing)
                own = self._own
                if own or list(found) != list(self._held):  # nearly always the store has just these notes
                    found = {
                        path: getattr(self._outline(path), name) if path in own else found[path]
                        for path in self._held
                    }
            self._fields[name] = found
        return _Unsorted(self, name) if name in self._unsorted else MappingProxyType(found)

    def pairs(self, name: str) -> Iterable[tuple[str, Any]]:
        """Return each path with this field of its outline, in the order of the notes: for who goes through them once,
        as to find them by path takes longer."""
        if not self._own and self._outlines is None and name not in self._fields:
            column = self._ask(self._in_order(name), None)
            if column is not None:
                return zip(self._held, column, strict=True)
        return self.field(name).items()

    def _in_order(self, name: str) -> Callable[[Store], Sequence[Any] | None]:
        """Ask a store for the values of a field, None where it has other notes besides these, or in another order."""
        return lambda store: store.column(name) if store.paths == list(self._held) else None

    def _sorted_field(self, name: str) -> Mapping[str, Any]:
        """Return a field that is known, in the order of the notes."""
        if name in self._unsorted:
            self._fields[name] = _sorted_as(self._held, self._fields[name])
            self._unsorted.discard(name)
        return self._fields[name]

    def stored_with(self, name: str, pattern: re.Pattern[bytes]) -> set[str]:
        """Return the paths of stored notes in whose outline this field holds the `pattern`; others may be among them.

        It is looked for in the texts as they are stored, in UTF-8 with ASCII in lower case. No outline is decoded.
        """
        return self._ask(lambda store: store.holding(name, pattern), set())

    @property
    def unstored(self) -> Set[str]:
        """The paths of the notes that are not as some store has them."""
        return self._own

    def _outline(self, path: str) -> Outline:
        """Return the outline of one note."""
        outline = self._single.get(path)
        if outline is None:
            one = self._held[path]
            outline = one.outline if isinstance(one, Packed) else outline_of(self[path])
            self._single[path] = outline
        return outline

    def _ask(self, question: Callable[[Store], T], nothing: T) -> T:
        """Return what the store answers, `nothing` without one. If it is damaged, its notes are read again."""
        if self._store is not None:
            try:
                return question(self._store)
            except ValueError:
                for path in self._held.keys() - self._own:
                    self._held[path] = self._read(path)
                self._own.update(self._held)
                self._store = None
        return nothing

    def replaced(self, changed: Mapping[str, Note], gone: Collection[str] = ()) -> Self:
        """Return these notes with `changed` among them and without those at `gone`."""
        derived = copy(self)
        derived._unpacked = dict(self._unpacked)
        for path in (*gone, *changed):
            derived._unpacked.pop(path, None)
        derived._held = _carried(self._held, changed, gone)
        derived._own = self._own.union(changed).difference(gone)
        derived._single = {path: one for path, one in self._single.items() if path not in changed}
        outlines: dict[str, Outline] = {}
        if self._outlines is not None or self._fields:
            outlines = {path: outline_of(note) for path, note in changed.items()}
            derived._single.update(outlines)
        if self._outlines is not None:
            derived._outlines = _carried(self._outlines, outlines, gone)
        derived._fields = {
            name: _carried(known, {path: getattr(one, name) for path, one in outlines.items()}, gone)
            for name, known in self._fields.items()
        }
        derived._unsorted = set(self._unsorted)
        added = changed.keys() - self._held.keys()
        if added:
            order = merged(self._held, gone, added)
            derived._held = _sorted_as(order, derived._held)
            derived._unsorted.update((_OUTLINES, *self._fields))  # not all of them will be asked for again
        return derived


def _by_path(name: str) -> Callable[[Store], dict[str, Any]]:
    """Ask a store for this field of every outline by path."""
    return lambda store: dict(zip(store.paths, store.column(name), strict=True))


class _Unsorted(Mapping[str, Any]):
    """A field of the outlines of `notes` to which notes were added: who goes through it has it sorted first."""

    __slots__ = ("_name", "_notes")

    def __init__(self, notes: Notes, name: str) -> None:
        self._notes = notes
        self._name = name

    def __getitem__(self, path: str) -> Any:
        return self._notes._fields[self._name][path]

    def __len__(self) -> int:
        return len(self._notes)

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes._sorted_field(self._name))

    def items(self) -> ItemsView[str, Any]:
        return self._notes._sorted_field(self._name).items()

    def values(self) -> ValuesView[Any]:
        return self._notes._sorted_field(self._name).values()


def merged(known: Iterable[str], gone: Collection[str], added: Iterable[str]) -> list[str]:
    """Return `known`, which is sorted, without `gone` and with `added`, sorted."""
    found = [one for one in known if one not in gone]
    for one in added:
        insort(found, one)
    return found


def _carried(known: dict[str, T], changed: Mapping[str, T], gone: Iterable[str]) -> dict[str, T]:
    """Return `known` with what `changed`, new ones at the end, and without what is `gone`."""
    carried = known.copy()  # unlike `dict(known)` as fast where something was taken out before
    for path in gone:
        carried.pop(path, None)
    carried.update(changed)
    return carried


def _sorted_as(paths: Iterable[str], known: Mapping[str, T]) -> dict[str, T]:
    """Return what is `known` of `paths` in their order."""
    return {path: known[path] for path in paths}
