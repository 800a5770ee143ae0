"""Bytes to text, without ever failing."""

from __future__ import annotations

import msgspec

_BOM = b"\xef\xbb\xbf"
_NO_CONTROLS = bytes((0, 9, 10, 13, *range(32, 127)))
# What `bytes.translate` makes of each byte: NUL of a control, `?` of the first byte of a character beyond ASCII.
_FIRST_BYTES = bytes([byte if byte in _NO_CONTROLS else 0 for byte in range(0x80)]) + b"?" * 0x80
FURTHER_BYTES = bytes(range(0x80, 0xC0))  # of a character in UTF-8


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


def ascii_of(decoded: Decoded, data: bytes) -> tuple[bytes, bool]:
    """Return the text of `data`, which `decoded` is, in ASCII, and whether it holds a control character.

    It has one byte for each code point, `?` for all that are not ASCII: lines are found in it fastest. Controls are
    those of ASCII other than NUL, tab and line ends.
    """
    if data.isascii():
        return data, bool(data.translate(None, _NO_CONTROLS))
    if decoded.error_offset is None:
        # In half the time that encoding the text takes. A NUL may be one or stand for a control: then see below.
        found = (data[3:] if decoded.bom else data).translate(_FIRST_BYTES, FURTHER_BYTES)
        if b"\0" not in found:
            return found, False
    text = decoded.text.encode("ascii", "replace")
    return text, bool(text.translate(None, _NO_CONTROLS))
