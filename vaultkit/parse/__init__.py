"""Bytes to `Note`. Pure and total: whatever the bytes are, a note comes out and nothing is raised."""

from typing import TYPE_CHECKING, Any

from vaultkit.parse.decode import Decoded, decode_text

if TYPE_CHECKING:
    from vaultkit.parse.note import parse_note

__all__ = ["Decoded", "decode_text", "parse_note"]


def __getattr__(name: str) -> Any:
    """Load the parser when it is first asked for: a run whose notes are all known only decodes texts."""
    if name == "parse_note":
        from vaultkit.parse.note import parse_note

        return parse_note
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
