"""TXT003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import TextRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Oddity
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, Span

_CONTROL = lazy_pattern("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = lazy_pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class BidiControl(TextRule, frozen=True):
    r"""Control characters that change the direction of text.

    Flags the first of U+202A to U+202E and U+2066 to U+2069 in a line without Hebrew or Arabic letters: as an error
    those that turn text round (U+202D, U+202E), as a warning the others, which are mostly pasted along with a number.

    Why: such a character makes a text or an address look like another one than it is, and links with it lead nowhere.

    Remedy: delete it. The fix does, unsafe because the text may be about just that.

    Source: Unicode Standard Annex 9; CVE-2021-42574.

    Bad:
        ~~~~ Note.md (bytes)
        Read \xe2\x80\xaegnp.exe first. %%! bidi-control %%
        ~~~~

    Fixed:
        ~~~~ Note.md
        Read gnp.exe first.
        ~~~~

    Good:
        ~~~~ Note.md
        Read ‫שלום‬ first.
        ~~~~
    """

    code: ClassVar[str] = "TXT003"
    name: ClassVar[str] = "bidi-control"
    severity: ClassVar[Severity] = "error"
    oddity: ClassVar[Oddity] = "bidi"

    def check_text(self, text: str, note: Note) -> Iterator[Diagnostic]:
        """Yield a finding for every line with such a character and no right-to-left letter."""
        start = 0
        for number, line in enumerate(text.split("\n"), 1):
            found = None if _RIGHT_TO_LEFT.search(line) else _CONTROL.search(line)
            if found is not None:
                at = found.start()
                edits = tuple(
                    Edit(start + one.start(), start + one.end(), "") for one in _CONTROL.finditer(line)
                )
                yield self.finding(
                    note,
                    Span(start + at, start + at + 1, number, at + 1, number, at + 2),
                    f"an invisible character, U+{ord(found[0]):04X}, changes the direction of the text",
                    severity="error" if any(one in line for one in "\u202d\u202e") else "warning",
                    fix=Fix("delete the control characters", "unsafe", {note.path: edits}),
                )
            start += len(line) + 1
