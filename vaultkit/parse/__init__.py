"""Bytes to `Note`. Pure and total: whatever the bytes are, a note comes out and nothing is raised."""

from vaultkit.parse.decode import Decoded, decode_text
from vaultkit.parse.note import parse_note

__all__ = ["Decoded", "decode_text", "parse_note"]
