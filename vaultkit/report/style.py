"""Colours as plain ANSI codes. Whether a terminal wants them is decided by whoever chooses the style."""

from __future__ import annotations

import msgspec


class Style(msgspec.Struct, frozen=True):
    """ANSI codes by role; all empty in `PLAIN`."""

    error: str = ""
    warning: str = ""
    info: str = ""
    path: str = ""
    code: str = ""
    dim: str = ""
    help: str = ""
    reset: str = ""

    def paint(self, role: str, text: str) -> str:
        """Return `text` in the colour of `role`."""
        code: str = getattr(self, role)
        return f"{code}{text}{self.reset}" if code else text


PLAIN = Style()
COLOURED = Style(
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    info="\x1b[1;36m",
    path="\x1b[1m",
    code="\x1b[2m",
    dim="\x1b[2m",
    help="\x1b[32m",
    reset="\x1b[0m",
)
