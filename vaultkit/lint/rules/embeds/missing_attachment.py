"""EMB001."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.broken import SUGGESTION_LIMIT, retarget_fix
from vaultkit.lint.extensions import extension
from vaultkit.lint.facts import Trouble, form
from vaultkit.lint.folders import lies_outside
from vaultkit.lint.near import near_notes
from vaultkit.lint.places import file_span, is_wiki
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class MissingAttachment(LinkRule, frozen=True):
    """An embedded picture, sound, film or document that is not in the vault.

    Flags `![[figure.png]]` and `![](figure.png)` whose file does not exist. Pictures on the web and files that
    are hidden from Obsidian or lie outside the vault are not looked at.

    Why: the reader sees a broken picture or the bare name of the file.

    Remedy: add the file, or write its name as it is. The fix takes the one file with that name or a near one.

    Source: Obsidian help, "Embed files" and "Attachments".

    Bad:
        ~~~~ assets/loss-curve.png
        ~~~~
        ~~~~ Log.md
        [[loss-curve.png]] is here: ![[loss-curv.png|300]] %%! missing-attachment %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        [[loss-curve.png]] is here: ![[loss-curve.png|300]]
        ~~~~

    Bad:
        ~~~~ Log.md
        ![a diagram](circuit.svg) %%! missing-attachment %%
        ~~~~

    Good:
        ~~~~ assets/loss-curve.png
        ~~~~
        ~~~~ Log.md
        ![[loss-curve.png]], ![](assets/loss-curve.png), ![remote](https://example.org/x.png)
        ~~~~
    """

    code: ClassVar[str] = "EMB001"
    name: ClassVar[str] = "missing-attachment"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("embed", "image")
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for an embed of a file that is missing."""
        if not is_attachment(link) or (not is_wiki(link) and lies_outside(link.target, note)):
            return
        sure, maybe = near_notes(vault, link.target)
        yield self.finding(
            note,
            file_span(link, note, vault),
            f'no file "{link.target.strip()}" in the vault',
            target=link.target,
            suggestions=(sure or maybe)[:SUGGESTION_LIMIT],
            fix=retarget_fix(link, note, vault, sure),
        )


def is_attachment(link: Link) -> bool:
    """Return whether an embed is meant for a file that is no note."""
    return extension(link.target) not in ("md", "") or (
        form(link) == "image" and extension(link.target) != "md"
    )
