"""ANC005."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import ClassVar

from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import VaultRule
from vaultkit.load.discover import is_canvas
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Cursor
from vaultkit.vault import Vault

_FEW = 20  # notes that cost less to read than it costs to follow all links to blocks
_SIGN = lazy_pattern(r"(?:^|(?<=\s))\^(.*)", re.MULTILINE)
_FENCE = lazy_pattern(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)


class InvalidBlockId(VaultRule, frozen=True):
    """A block id that Obsidian does not take for one.

    Flags `^id` at the end of a line, in a note where a link asks for it in vain: an id with other characters than
    letters, digits and dashes, or one that has no block of its own to name.

    Why: the id looks right and the link looks right, yet the link opens the top of the note.

    Remedy: Latin letters, digits and dashes only, with a space before the `^`; after a table, a quote or a list, put
    it on a line of its own between blank lines.

    Source: Obsidian help, "Link to a block in a note".

    Bad:
        ~~~~ Grokking.md
        Late, but sudden. ^very_late %%! invalid-block-id %%
        ~~~~
        ~~~~ Log.md
        See [[Grokking#^very_late]]. %%! missing-block %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late, but sudden. ^very-late

        As a smiley: ^_^
        ~~~~
        ~~~~ Log.md
        See [[Grokking#^very-late]].
        ~~~~
    """

    code: ClassVar[str] = "ANC005"
    name: ClassVar[str] = "invalid-block-id"
    severity: ClassVar[Severity] = "warning"

    def may_concern(self, vault: Vault, among: Collection[str]) -> bool:
        """Return whether one of a few notes holds what looks like the id of a block and is none; True of many."""
        return len(among) > _FEW or any(_looks_invalid(path, vault) for path in among if path in vault.notes)

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding at the end of the line that a link to a missing block means."""
        for path, ids in sorted(_wanted(vault).items()):
            note, text = vault.notes[path], vault.text(path)
            for name in sorted(ids):
                found = re.search(
                    rf"(?:^|(?<=\s))\^{re.escape(name)}(?=[ \t]*\r?$)", text, re.MULTILINE | re.IGNORECASE
                )
                if found is None or _in_code(text, found.start()):
                    continue
                valid = re.fullmatch(r"[A-Za-z0-9-]+", name)
                yield self.finding(
                    note,
                    Cursor(text).span(*found.span()),
                    f'"^{name}" names no block here' if valid else f'"^{name}" is no block id',
                    target=name,
                    help=None if valid else "a block id has only Latin letters, digits and dashes",
                )


def _looks_invalid(path: str, vault: Vault) -> bool:
    known = {block.id.lower() for block in vault.notes[path].blocks}
    return any(found[1].strip().lower() not in known for found in _SIGN.finditer(vault.text(path)))


def _wanted(vault: Vault) -> dict[str, set[str]]:
    """Return the block ids that links ask for in vain, by the note that should have them."""
    wanted: dict[str, set[str]] = {}
    facts = link_facts(vault)
    asking = facts.all_troubled("part")
    if asking is None:
        asking = [
            source
            for source, parts in vault.outlined("parts").items()
            if is_canvas(source) or "^" in "".join(parts)
        ]
    for source in asking:
        for link, resolution in facts.of(source):
            name, path = link.subpath.lstrip("# "), resolution.path or ""
            if path in vault.notes and resolution.subpath_found is False and name.startswith("^"):
                wanted.setdefault(path, set()).add(name[1:].strip())
    return wanted


def _in_code(text: str, at: int) -> bool:
    """Whether `at` lies in a fence: an odd number of fences stands before it."""
    return len(_FENCE.findall(text, 0, at)) % 2 == 1
