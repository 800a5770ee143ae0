"""EMB004."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from typing import ClassVar
from urllib.parse import unquote

from vaultkit.errors import VaultkitError
from vaultkit.lint.facts import ATTACHMENT_EXTENSIONS, extension
from vaultkit.lint.rule import VaultRule
from vaultkit.load.discover import is_canvas
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise

_HTML = re.compile(rb"(?:src|href|poster|data)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*'|[^\s>\"']+)", re.IGNORECASE)
_TEXTS = (
    ".base",
    ".css",
    ".html",
    ".htm",
    ".js",
    ".json",
    ".svg",
    ".tex",
    ".toml",
    ".txt",
    ".xml",
    ".yaml",
    ".yml",
)


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
        unused = {
            path
            for path in vault.files
            if path not in vault.notes and extension(path) in ATTACHMENT_EXTENSIONS
            if not vault.is_excluded(path)
        }
        unused -= _linked(vault) if unused else set()
        if unused:
            named = _names_in_texts(vault)
            unused = {path for path in unused if normalise(path).rpartition("/")[2] not in named}
        for path in sorted(unused):
            yield self.file_finding(path, "nothing links to this file or shows it", target=path)


def _linked(vault: Vault) -> set[str]:
    """Return the files that links and embeds lead to; of several with one name, all that may be meant."""
    found: set[str] = set()
    for path, outline in vault.outlines.items():
        if is_canvas(path):
            resolutions = [vault.resolve(link, path) for link in vault.notes[path].links if not link.external]
        else:
            targets = (*outline.targets, *(part.partition("#")[0] for part in outline.parts))
            resolutions = [vault.follow(target, path) for target in targets if "." in target]
        for resolution in resolutions:
            if resolution.path is not None:
                found.update((resolution.path, *resolution.candidates))
    return found


def _names_in_texts(vault: Vault) -> set[str]:
    """Return the normalised names of files in properties, in the HTML of notes, and in other texts."""
    found: set[str] = set()
    for path in vault.files:
        if path not in vault.notes and not path.lower().endswith(_TEXTS):
            continue
        try:
            data = vault.raw(path)
        except VaultkitError:
            continue  # deleted since the vault was opened
        if path in vault.notes:
            found |= _names(match[1].strip(b"\"'") for match in _HTML.finditer(data))
            if data.startswith((b"---", b"\xef\xbb\xbf---")):
                found |= _names(_WORDS.findall(data[: data.find(b"\n---", 3) + 1]))
        else:
            found |= _names(_WORDS.findall(data))
    return found


_WORDS = re.compile(rb"[^\s\"'()<>\[\]|,;=][^\n\"'()<>\[\]|,;=]*\.\w{2,4}\b")


def _names(written: Iterable[bytes]) -> set[str]:
    """Return the last components of paths and addresses, as names of files are compared."""
    names: set[str] = set()
    for one in written:
        text = unescape(unquote(one.decode("utf-8", "replace"))).partition("?")[0].partition("#")[0]
        last = normalise(text.replace("\\", "/")).rpartition("/")[2]
        names.update((last, last.rpartition(": ")[2], last.removeprefix("- ")))
    return names
