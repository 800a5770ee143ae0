"""POR003."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault

_HOSTILE = lazy_pattern(r"[#^\[\]|]|%%")
_SIGNS = (*"#^[]|", "%%")


class LinkHostileName(NoteRule, frozen=True):
    """A name that cannot stand in a link.

    Flags a note with `#`, `^`, `[`, `]`, `|` or `%%` in its name.

    Why: in `[[Note]]` these characters begin a heading, a block id or a text, or end the link. No wikilink leads to
    such a note.

    Remedy: rename it in Obsidian, so that links follow.

    Source: Obsidian help, "Internal links": characters that may not work in a link.

    Bad:
        ~~~~ C# notes.md
        Text. %%! link-hostile-name %%
        ~~~~

    Good:
        ~~~~ C-sharp notes (100 %).md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "POR003"
    name: ClassVar[str] = "link-hostile-name"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes with such a character in their path."""
        paths = "/".join(among)
        if not any(sign in paths for sign in _SIGNS):
            return ()  # most vaults have no such name, and one look at all of them shows it
        return [path for path in among if _HOSTILE.search(path)]

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for a name with such a character."""
        found = _HOSTILE.search(note.name)
        if found is not None and not note.is_canvas:
            message = f'no wikilink can lead to "{note.name}": it holds {found[0]}'
            yield self.finding(note, beginning(note, vault), message, target=note.name)
