"""Notes that are decoded when somebody looks at them.

What worker processes answer and what a cache holds is the outline of every note and its facts in
MessagePack. Most runs look at a few notes in full, so that decoding all of them would cost more than
anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import Self

import msgspec

from vaultkit.model.note import Note
from vaultkit.model.outline import Outline, outline_of

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Note)
Data = bytes | memoryview | msgspec.Raw


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """A note in MessagePack beside its outline; `checksum`, where there is one, is that of `data`."""

    outline: Outline
    data: msgspec.Raw
    checksum: bytes = b""

    def unpack(self, path: str) -> Note | None:
        """Return the note, or None where `data` is not the note at `path` that was packed."""
        if self.checksum and checksum(self.data) != self.checksum:
            return None
        try:
            note = _decoder.decode(self.data)
        except (msgspec.MsgspecError, RecursionError, ValueError):
            return None
        return note if note.path == path and note.digest == self.outline.digest else None


def pack(note: Note) -> Packed | None:
    """Return `note` packed, or None for one that does not fit MessagePack.

    That is the case for integers beyond 64 bits and for lone surrogates, which YAML can spell.
    """
    try:
        return Packed(outline_of(note), msgspec.Raw(_encoder.encode(note)))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def checksum(data: Data) -> bytes:
    """Return a short hash of `data`."""
    return blake2b(data, digest_size=8).digest()


class Notes(Mapping[str, Note]):
    """Notes by path, each unpacked when it is first asked for. A path that is there stays there.

    `read_again` gives the note at a path whose packed form turns out to be damaged.
    """

    __slots__ = ("_held", "_outlines", "_read_again", "_unpacked")

    def __init__(
        self, held: Mapping[str, Note | Packed], read_again: Callable[[str], Note] | None = None
    ) -> None:
        self._held = dict(held)
        self._unpacked: dict[str, Note] = {}
        self._read_again = read_again
        self._outlines: dict[str, Outline] | None = None

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
        note = one.unpack(path)
        if note is None:
            assert self._read_again is not None  # whoever packs notes can read them
            note = self._held[path] = self._read_again(path)
        else:
            self._unpacked[path] = note
        return note

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
            self._outlines = {
                path: outline_of(one) if isinstance(one, Note) else one.outline
                for path, one in self._held.items()
            }
        return MappingProxyType(self._outlines)

    def replaced(self, changed: Mapping[str, Note], gone: Collection[str] = ()) -> Self:
        """Return these notes with `changed` among them and without those at `gone`."""
        derived = type(self)(self._held, self._read_again)
        derived._unpacked = dict(self._unpacked)
        for path in (*gone, *changed):
            derived._unpacked.pop(path, None)
        for path in gone:
            derived._held.pop(path, None)
        added = not changed.keys() <= derived._held.keys()
        derived._held.update(changed)
        if added:
            derived._held = dict(sorted(derived._held.items()))
        elif self._outlines is not None:
            outlines = {path: self._outlines[path] for path in derived._held}
            outlines.update((path, outline_of(note)) for path, note in changed.items())
            derived._outlines = outlines
        return derived
