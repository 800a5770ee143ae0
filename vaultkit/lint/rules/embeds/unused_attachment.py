"""EMB004."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar

from vaultkit.lint.attachments import attachment_uses
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault


class UnusedAttachment(VaultRule, frozen=True):
    """A picture, film, sound or document that nothing shows or links to.

    Flags a file that is named by no link or embed of any note or canvas (templates and excluded notes count), by
    no property, no `src=` or `href=` in HTML, and by no `.base`, style sheet or other text file of the vault. Nothing
    is ever deleted; the finding is about the file, and information only.

    Why: such files are left behind when an embed is deleted, and fill the vault and its history.

    Remedy: embed the file where it belongs, or delete it after a look.

    Source: Obsidian keeps a file when its last embed is deleted.

    Bad:
        ~~~~ assets/old.png
        (a picture) %%! unused-attachment %%
        ~~~~
        ~~~~ Note.md
        `![[old.png]]`
        ~~~~

    Good:
        ~~~~ assets/curve.png
        ~~~~
        ~~~~ assets/cover.jpg
        ~~~~
        ~~~~ assets/film.mp4
        ~~~~
        ~~~~ assets/table.pdf
        ~~~~
        ~~~~ data.csv
        ~~~~
        ~~~~ All.base
        image: table.pdf
        ~~~~
        ~~~~ Note.md
        ---
        cover: assets/cover.jpg
        ---
        ![[curve.png]]

        <video src="assets/film.mp4"></video>
        ~~~~
    """

    code: ClassVar[str] = "EMB004"
    name: ClassVar[str] = "unused-attachment"
    severity: ClassVar[Severity] = "info"

    def may_concern(self, vault: Vault, among: Collection[str]) -> bool:
        """Return whether one of `among` is no note."""
        return any(path not in vault.notes for path in among)

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every file that nothing names."""
        for path in attachment_uses(vault).unused():
            yield self.file_finding(path, "nothing links to this file or shows it", target=path)
