"""TXT004."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import TextRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Oddity
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Cursor, Edit

_BREAKS = "\u200b\u200c\u200d\u2060"
_QUOTES = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0"
_TERMINAL = "\x1b\x9b"  # a patch that takes one out would send it to the terminal first
_INVISIBLE = lazy_pattern("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff]")


class InvisibleCharacter(TextRule, frozen=True):
    r"""Characters that nobody sees.

    Flags control characters, a byte order mark inside the text, and the joiners and breaks of width zero, once for each
    kind in a note, where it stands first. Joiners in emoji and in scripts that need them are fine, and so are breaks
    in scripts without spaces between words. Soft hyphens are always fine.

    Why: a word with such a character in it is not found by searching, and a link or tag with it is another one.

    Remedy: delete it. The fix does so for byte order marks and all control characters but escapes.

    Source: the Unicode standard, chapter 23.

    Bad:
        ~~~~ Note.md (bytes)
        The\x07 end, and the\xe2\x80\x8b rest. %%! invisible-character %% %%! invisible-character %%
        ~~~~

    Bad:
        ~~~~ Note.md (bytes)
        The\x07 end, the\x07 rest. %%! invisible-character %%
        ~~~~

    Fixed:
        ~~~~ Note.md
        The end, the rest.
        ~~~~

    Good:
        ~~~~ Note.md
        A family 👨‍👩‍👧 and Persian: می‌خواهم.
        ~~~~
    """

    code: ClassVar[str] = "TXT004"
    name: ClassVar[str] = "invisible-character"
    severity: ClassVar[Severity] = "warning"
    oddity: ClassVar[Oddity] = "invisible"

    def check_text(self, text: str, note: Note) -> Iterator[Diagnostic]:
        """Yield a finding for every kind of character in a note."""
        kinds: dict[str, list[int]] = {}
        for found in _INVISIBLE.finditer(text):
            before = text[found.start() - 1 : found.start()]
            if found[0] not in _BREAKS or (before.isascii() or before in _QUOTES):
                kinds.setdefault(found[0], []).append(found.start())
        cursor = Cursor(text)
        for character, places in sorted(kinds.items(), key=lambda item: item[1]):
            often = "" if len(places) == 1 else f" ({len(places)} times in this note)"
            edits = tuple(Edit(at, at + 1, "") for at in places)
            yield self.finding(
                note,
                cursor.span(places[0], places[0] + 1),
                f"an invisible character, U+{ord(character):04X}{often}",
                target=f"U+{ord(character):04X}",
                fix=None
                if character in _BREAKS or character in _TERMINAL
                else Fix("delete it", "safe", {note.path: edits}),
            )
