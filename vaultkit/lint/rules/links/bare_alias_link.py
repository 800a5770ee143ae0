"""LNK004."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.broken import missing_finding, missing_reason
from vaultkit.lint.facts import Trouble
from vaultkit.lint.places import linktext, replace_target
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class BareAliasLink(LinkRule, frozen=True):
    """A wikilink that names a note by one of its aliases.

    Flags `[[Alias]]`, in text or in a property, where no note has that name but one has the alias.

    Why: Obsidian does not resolve aliases. It offers them while one types and then writes `[[Note|Alias]]`; a
    bare alias typed by hand leads nowhere, and clicking it makes a second, empty note.

    Remedy: `[[Note|Alias]]`, which the fix writes where just one note has the alias.

    Source: Obsidian help, "Aliases"; https://github.com/kepano/obsidian-skills/issues/144.

    Bad:
        ~~~~ Large language model.md
        ---
        aliases: [LLM, LLMs]
        ---
        Predicts text.
        ~~~~
        ~~~~ Log.md
        [[LLM]] once, [[llms|the models]] twice. %%! bare-alias-link %% %%! bare-alias-link %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        [[Large language model|LLM]] once, [[Large language model|the models]] twice.
        ~~~~

    Good:
        ~~~~ Large language model.md
        ---
        aliases: [LLM]
        ---
        Predicts text.
        ~~~~
        ~~~~ Log.md
        [[Large language model|LLM]]
        ~~~~
    """

    code: ClassVar[str] = "LNK004"
    name: ClassVar[str] = "bare-alias-link"
    severity: ClassVar[Severity] = "warning"
    forms: ClassVar[tuple[LinkKind, ...]] = ("wikilink", "property")
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a wikilink whose target is an alias only."""
        missing = missing_reason(link, vault)
        if missing.kind == "alias":
            yield missing_finding(self, link, note, vault, fix=_fix(link, note, vault, missing.sure))


def _fix(link: Link, note: Note, vault: Vault, paths: tuple[str, ...]) -> Fix | None:
    """Return the safe fix that names the note and keeps what the reader sees."""
    if len(paths) != 1:
        return None
    target = linktext(vault, paths[0], note.path)
    edit = replace_target(link, note, vault, target, keep_display=True)
    return Fix(f'link to "{target}"', "safe", {note.path: (edit,)}) if edit else None
