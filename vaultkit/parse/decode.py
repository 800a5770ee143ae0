"""Bytes to text, without ever failing."""

from __future__ import annotations

import msgspec

_BOM = b"\xef\xbb\xbf"


class Decoded(msgspec.Struct, frozen=True, gc=False):
    """A file's text: one leading byte order mark dropped, line ends kept as they are.

    `error_offset` is the code-point offset of the first byte that is not UTF-8, or None; such bytes
    are replaced by U+FFFD in `text`.
    """

    text: str
    bom: bool
    error_offset: int | None


def decode_text(data: bytes) -> Decoded:
    """Decode the bytes of a note as Obsidian does: UTF-8, one leading U+FEFF dropped.

    Source: Obsidian reads every note as UTF-8 and strips the mark (`Vault.read`).
    """
    bom = data.startswith(_BOM)
    if bom:
        data = data[3:]
    try:
        return Decoded(data.decode(), bom, None)
    except UnicodeDecodeError as error:
        good = data[: error.start].decode()
        return Decoded(data.decode("utf-8", "replace"), bom, len(good))
