"""POR004."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.vault import Vault

PATH_LIMIT = 240
NAME_LIMIT = 255


class LongPath(NoteRule, frozen=True):
    """A path that is too long for some systems.

    Flags a path of more than 240 characters and a file name of more than 255 bytes.

    Why: Windows counts the folder of the vault, too, and stops at 260 characters; Android and Linux stop at 255 bytes
    for a name, and a letter may have up to four.

    Remedy: a shorter name or fewer folders.

    Source: Windows, "Maximum path length limitation"; POSIX NAME_MAX.

    Bad:
        ~~~~ A folder with a rather long name/A folder with a rather long name/A folder with a rather long name/A folder with a rather long name/A folder with a rather long name/A folder with a rather long name/A folder with a rather long name/A folder with a rather long name/Note.md
        Text. %%! long-path %%
        ~~~~

    Good:
        ~~~~ Folder/Note.md
        Text.
        ~~~~
    """  # noqa: E501  a long path is what the example is about

    code: ClassVar[str] = "POR004"
    name: ClassVar[str] = "long-path"
    severity: ClassVar[Severity] = "info"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes that can reach a limit at all."""
        return (path for path in among if 4 * len(path) > NAME_LIMIT)

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for a path or name that is too long."""
        size = len(note.path.rpartition("/")[2].encode("utf-8", "surrogatepass"))
        if len(note.path) > PATH_LIMIT or size > NAME_LIMIT:
            message = f"the path has {len(note.path)} characters, the name {size} bytes"
            yield self.finding(note, beginning(note, vault), message, target=note.path)
