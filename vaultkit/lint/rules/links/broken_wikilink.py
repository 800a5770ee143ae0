"""LNK001."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.broken import missing_finding, missing_reason
from vaultkit.lint.facts import Trouble
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class BrokenWikilink(LinkRule, frozen=True):
    """A wikilink that is meant for a file that is not there.

    Flags a wikilink that leads nowhere although it names an existing folder or a file extension, has a slip of
    the pen in the name of a note, or names a note that git saw deleted or renamed. A plain name that nobody has written
    yet is `unwritten-note`. On the card of a canvas, a web address in wikilink brackets is a warning.

    Why: a path, an extension or a slip of the finger shows that an existing file was meant, so the link was
    broken by a rename, a move or a typing error. Clicking it in Obsidian makes an empty note.

    Remedy: write the name of the note that is meant, or its path from the vault's root. The fix takes the
    name where there is just one.

    Source: Obsidian help, "Internal links"; a link resolves by name, by path from the root or by the end of
    a path, never by alias.

    Bad:
        ~~~~ Topics/Grokking.md
        Models that learn late.
        ~~~~
        ~~~~ Log.md
        Read about [[Grokkin]] today. %%! broken-wikilink %%
        Then [[Themes/Grokking|again]]. %%! broken-wikilink %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        Read about [[Grokking]] today.
        Then [[Grokking|again]].
        ~~~~

    Bad:
        ~~~~ Log.md
        See [[./Scaling laws]] and [[scan.pdf]]. %%! broken-wikilink %% %%! broken-wikilink %%
        ~~~~

    Good:
        ~~~~ Topics/Grokking.md
        Models that learn late.
        ~~~~
        ~~~~ Log.md
        [[grokking]], [[Topics/Grokking]], [[Grokking.md|late learning]], `[[no/link]]`.
        ~~~~
    """

    code: ClassVar[str] = "LNK001"
    name: ClassVar[str] = "broken-wikilink"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("wikilink",)
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a text wikilink whose target was surely meant to exist."""
        if missing_reason(link, vault).kind in ("address", "departed", "path", "extension", "near"):
            yield missing_finding(self, link, note, vault)
