"""LNK005."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.facts import Trouble
from vaultkit.lint.places import file_span, linktext, replace_target
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class AmbiguousWikilink(LinkRule, frozen=True):
    """A wikilink whose name several files have.

    Flags a wikilink, an embed or a property link that two or more files answer to and that none of them
    answers to exactly, by its path from the root.

    Why: which file Obsidian opens depends on the folder of the note and on the length of the paths, so moving
    a note silently changes where the link leads.

    Remedy: write as much of the path as decides. The fix writes the path of the file that Obsidian opens now
    and keeps the text that is shown.

    Source: the order of `getFirstLinkpathDest`: an exact path, then the files below the note's own folder,
    then the shortest path.

    Bad:
        ~~~~ Methods/Overview.md
        Of papers.
        ~~~~
        ~~~~ Topics/Overview.md
        Of topics.
        ~~~~
        ~~~~ Topics/Grokking.md
        See the [[Overview]]. %%! ambiguous-wikilink %%
        ~~~~

    Fixed:
        ~~~~ Topics/Grokking.md
        See the [[Topics/Overview|Overview]].
        ~~~~

    Good:
        ~~~~ Overview.md
        Of everything.
        ~~~~
        ~~~~ Topics/Overview.md
        Of topics.
        ~~~~
        ~~~~ Topics/Grokking.md
        See [[Topics/Overview|the overview]] and the one [[Overview|above]].
        ~~~~
    """

    code: ClassVar[str] = "LNK005"
    name: ClassVar[str] = "ambiguous-wikilink"
    severity: ClassVar[Severity] = "warning"
    forms: ClassVar[tuple[LinkKind, ...]] = ("wikilink", "embed", "property")
    troubles: ClassVar[tuple[Trouble, ...]] = ("ambiguous",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a wikilink that resolves only by order of preference."""
        if resolution.path is None:
            return
        chosen = linktext(vault, resolution.path, note.path)
        count = len(resolution.candidates)
        yield self.finding(
            note,
            file_span(link, note, vault),
            f'"{link.target.strip()}" is the name of {count} files; Obsidian opens "{resolution.path}"',
            target=link.target,
            suggestions=tuple(linktext(vault, path, note.path) for path in resolution.candidates[:5]),
            fix=_fix(link, note, vault, chosen),
        )


def _fix(link: Link, note: Note, vault: Vault, chosen: str) -> Fix | None:
    """Return the unsafe fix that writes the path of the file which Obsidian opens now."""
    edit = replace_target(link, note, vault, chosen, keep_display=not link.is_embed)
    return Fix(f'link to "{chosen}"', "unsafe", {note.path: (edit,)}) if edit else None
