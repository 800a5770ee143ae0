"""POR002."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault

_ILLEGAL = lazy_pattern(r'[\\:*?"<>|\x00-\x1f]')
_CONFLICT = lazy_pattern(r"\.sync-conflict-\d{8}-|\([^()]*conflicted copy[^()]*\)", re.IGNORECASE)
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))]
)
_SIGNS = (
    *(sign.encode() for sign in '\\:*?"<>|'),
    *map(bytes, zip(range(32))),
    *(b".sync-conflict-", b"conflicted copy", b"/ ", b" .", b".."),
)
_DEVICE = lazy_pattern(rb"/[\s\x80-\xff]*(?:con|prn|aux|nul|(?:com|lpt)[1-9])[\s\x80-\xff]*\.")
"""One of these stands in the paths, ASCII in lower case and each behind a slash, where one of the names has a
problem. They are looked for in bytes: texts with a letter of another script are put in lower case slowly."""


class IllegalName(NoteRule, frozen=True):
    r"""A name that other systems cannot bear.

    Flags a note with `\ : * ? " < > |` or a control character in its name, a space or dot at the end of it, a name that
    Windows keeps for devices (`CON`, `NUL`, `COM1`), and the copies that programs make of a file in conflict.

    Why: such a note does not reach a computer with Windows, or a telephone with Android; a copy in conflict is a second
    version that nobody reads.

    Remedy: rename it in Obsidian, so that links follow. Merge a copy in conflict into its original.

    Source: Obsidian help, "Sync", skipped files; Windows, "Naming files, paths, and namespaces".

    Bad:
        ~~~~ What is it?.md
        A question. %%! illegal-name %%
        ~~~~
        ~~~~ aux.md
        A device. %%! illegal-name %%
        ~~~~

    Good:
        ~~~~ What is it.md
        A question; not "auxiliary".
        ~~~~
    """

    code: ClassVar[str] = "POR002"
    name: ClassVar[str] = "illegal-name"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes whose name has a problem."""
        paths = f"/{'/'.join(among)}".encode("utf-8", "surrogatepass").lower()
        if not (any(sign in paths for sign in _SIGNS) or _DEVICE.search(paths)):
            return ()  # most vaults have no such name, and one look at all of them shows it
        return [path for path in among if _problem(path.rpartition("/")[2])]

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding where the name or extension is none for another system."""
        base = note.path.rpartition("/")[2]
        problem = _problem(base)
        if problem:
            yield self.finding(
                note,
                beginning(note, vault),
                f'"{base}" {problem}',
                target=base,
                help="merge what it has to say into the original, and delete it"
                if _CONFLICT.search(base)
                else "rename it in Obsidian, so that links follow",
            )


def _problem(base: str) -> str:
    """Return what is wrong with a file name, or an empty string."""
    others = dict.fromkeys(_ILLEGAL.findall(base))
    if others:
        shown = " and ".join(f"U+{ord(one):04X}" if ord(one) < 32 else one for one in others)
        return f"cannot be written on Windows and Android: it holds {shown}"
    if base.partition(".")[0].strip().lower() in _DEVICES:
        return "is the name of a device on Windows"
    if _CONFLICT.search(base):
        return "is a copy that a program made of a file in conflict"
    if base.rpartition(".")[0].endswith((" ", ".")) or base.startswith(" "):
        return "begins or ends with a space or a dot, which Windows and links drop"
    return ""
