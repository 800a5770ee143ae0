"""TAG003."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Tag
from vaultkit.vault import Vault
from vaultkit.vault.suggest import suggest


class UnknownTag(NoteRule, frozen=True):
    """A tag outside of the vault's own list.

    Flags a tag that the option `allowed` does not list; a listed tag allows the tags nested in it. Of the tags in one
    group of the option `exclusive` a note may have one; the others are flagged. Off by default: without a list there is
    nothing to say.

    Why: a vault that several people write has the tags that they agreed on, or soon thousands.

    Remedy: a tag of the list, or a longer list.

    Source: the vault's own configuration.

    Bad:
        ~~~~ vaultkit.toml
        [rules.unknown-tag]
        allowed = ["topic", "status"]
        exclusive = [["status/open", "status/done"]]
        ~~~~
        ~~~~ Note.md
        ---
        tags: [topic/proofs, toopic] #! unknown-tag
        ---
        #status/open
        #status/done %%! unknown-tag %%
        ~~~~

    Good:
        ~~~~ vaultkit.toml
        [rules.unknown-tag]
        allowed = ["topic", "status"]
        exclusive = [["status/open", "status/done"]]
        ~~~~
        ~~~~ Note.md
        #Topic/proofs is #status/open, really #status/open.
        ~~~~
    """

    code: ClassVar[str] = "TAG003"
    name: ClassVar[str] = "unknown-tag"
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = False
    reads: ClassVar[frozenset[Fact] | None] = NOTHING

    allowed: tuple[str, ...] = ()
    exclusive: tuple[tuple[str, ...], ...] = ()

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every tag that is not allowed, at its first place in the note."""
        first: dict[str, Tag] = {}
        for tag in note.tags:
            first.setdefault(_key(tag.name), tag)
        allowed = {_key(name): name for name in self.allowed}
        for key, tag in first.items() if allowed else ():
            if not _covered(key, allowed):
                yield self.finding(
                    note,
                    tag.span,
                    f"#{tag.name} is not one of the tags of this vault",
                    target=tag.name,
                    suggestions=suggest(tag.name, allowed.values()),
                )
        for group in self.exclusive:
            members = {_key(name): name for name in group}
            present = [tag for key, tag in first.items() if _covered(key, members)]
            for tag in present[1:]:
                yield self.finding(
                    note,
                    tag.span,
                    f"#{tag.name} and #{present[0].name} exclude each other",
                    target=tag.name,
                )


def _key(name: str) -> str:
    """A tag as it is compared: Obsidian ignores case."""
    return name.strip().removeprefix("#").rstrip("/").lower()


def _covered(key: str, names: dict[str, str]) -> bool:
    """Return whether a tag, or one that it is nested in, is among `names`."""
    while key:
        if key in names:
            return True
        key = key.rpartition("/")[0]
    return False
