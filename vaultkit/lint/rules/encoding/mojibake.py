"""TXT002."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import TextRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Oddity
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Cursor, Edit, Span

_SIGN = "[\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
_RUN = lazy_pattern(
    f"(?<![A-Z\\xc0-\\xde])(?:[\\xc2\\xc3]{_SIGN}|\\xe2{_SIGN}{{2}}|\\xf0[\u0178\\x9f]{_SIGN}{{2}}"
    f"|(?:[\\xd0\\xd1]{_SIGN}){{2,}}|(?:[\\xe3-\\xe9]{_SIGN}{{2}}){{2,}})"
)
"""A first byte of UTF-8 as Windows-1252 shows it, and the others; not behind a capital, where it is one. Those of
Cyrillic, Chinese and Japanese letters count only when there are several: one may be text, as in `café…”`."""


class Mojibake(TextRule, frozen=True):
    """Text that was read in the wrong encoding and saved again.

    Flags what becomes a sensible character when it is written back byte by byte: `â€™` for an apostrophe, `Ã©` for
    `é`, `Â` before a space, `ðŸ˜€` for an emoji. Once in a line.

    Why: the text is hard to read, and searching for the words finds nothing.

    Remedy: the character that was meant. The fix writes it, unsafe because the text may be about just that.

    Source: UTF-8 read as Windows-1252 or Latin-1.

    Bad:
        ~~~~ Note.md
        Itâ€™s late, in a cafÃ©. %%! mojibake %%
        ~~~~

    Fixed:
        ~~~~ Note.md
        It’s late, in a café.
        ~~~~

    Good:
        ~~~~ Note.md
        It’s late, in a café. Â, Ã and â are letters: SÃO PAULO, «IRMÃ», château.
        ~~~~
    """

    code: ClassVar[str] = "TXT002"
    name: ClassVar[str] = "mojibake"
    severity: ClassVar[Severity] = "warning"
    oddity: ClassVar[Oddity] = "mojibake"

    def check_text(self, text: str, note: Note) -> Iterator[Diagnostic]:
        """Yield a finding for every line that holds such text, with a fix for all of it in the line."""
        cursor, lines = Cursor(text), dict[int, tuple[Span, list[Edit], str]]()
        for found in _RUN.finditer(text):
            meant = _meant(found[0])
            if meant:
                span = cursor.span(*found.span())
                _, edits, _ = lines.setdefault(span.line, (span, [], f'"{found[0]}" for "{meant}"'))
                edits.append(Edit(found.start(), found.end(), meant))
        for span, edits, message in lines.values():
            yield self.finding(
                note,
                span,
                f"text in the wrong encoding: {message}",
                fix=Fix("write the characters that were meant", "unsafe", {note.path: tuple(edits)}),
            )


def _meant(run: str) -> str:
    """Return the text whose UTF-8 bytes `run` shows, or an empty string."""
    data = b"".join(_byte(character) for character in run)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _byte(character: str) -> bytes:
    """Return the byte that Windows-1252 shows as `character`, or Latin-1 where that has none."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1", "replace")
