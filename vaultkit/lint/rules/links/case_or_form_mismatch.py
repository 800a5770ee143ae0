"""LNK006."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.places import file_span, replace_target
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise


class CaseOrFormMismatch(NoteRule, frozen=True):
    """A link written in other letters than the file's name.

    Flags a link that finds its file only because Obsidian ignores case and the way accents are composed. Off by
    default: within Obsidian such a link is as good as any.

    Why: most programs that publish a vault, and most file systems, compare names letter by letter; there the link is
    broken.

    Remedy: the name as the file has it. The fix writes it and keeps what the reader sees.

    Source: https://github.com/jackyzha0/quartz/issues/1122; Obsidian's `getFirstLinkpathDest`.

    Bad:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        See [[grokking]] and [this](GROKKING.md). %%! case-or-form-mismatch %% %%! case-or-form-mismatch %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        See [[Grokking|grokking]] and [this](Grokking.md).
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        See [[Grokking|grokking]] and [this](Grokking.md).
        ~~~~
    """

    code: ClassVar[str] = "LNK006"
    name: ClassVar[str] = "case-or-form-mismatch"
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = False
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files",))

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link whose letters are not those of the file it finds."""
        for link in note.links:
            if link.external or not link.target.strip():
                continue
            path = vault.resolve(link, note.path).path
            written = "/".join(part for part in link.target.strip().split("/") if part not in (".", ".."))
            if (
                path is None
                or not written
                or path.endswith(written)
                or path.removesuffix(".md").endswith(written)
            ):
                continue
            right = _same_length_end(path, written)
            if normalise(right) != normalise(written):
                continue  # percent signs and the like: the letters are not at fault
            target = link.target.strip().removesuffix(written) + right
            edit = replace_target(link, note, vault, target, keep_display=not link.is_embed)
            yield self.finding(
                note,
                file_span(link, note, vault),
                f'the file is called "{right}"',
                target=link.target,
                suggestions=(target,),
                fix=Fix(f'link to "{target}"', "safe", {note.path: (edit,)}) if edit else None,
            )


def _same_length_end(path: str, written: str) -> str:
    """Return the end of `path` with as many folders as `written` has, with `.md` only where that has it."""
    parts = path.split("/")[-(written.count("/") + 1) :]
    end = "/".join(parts)
    return end if written.lower().endswith(".md") else end.removesuffix(".md")
