"""POR005."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.extensions import ATTACHMENT_EXTENSIONS, extension
from vaultkit.lint.places import lookup
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault

_NO_SITE = ("//", "/home/", "/Users/", "/Volumes/", "/mnt/", "/tmp/")  # the first is a host, the others disks


class SiteAbsolutePath(NoteRule, frozen=True):
    """A property with a path from the root of a web site.

    Flags a value such as `/img/posts/cover.jpg`: a slash, then the path of a picture, sound, film or document that the
    vault does not have there. Paths of the computer itself, such as `/Users/…`, are none of a site.

    Why: the path means something to one web server only. Obsidian, and every other site, look in vain.

    Remedy: put the file into the vault and give its path there, without the slash; or the whole address.

    Source: RFC 3986, 4.2: such a reference is relative to a host.

    Bad:
        ~~~~ Post.md
        ---
        background: /img/posts/cover.jpg #! site-absolute-path
        ---
        Text.
        ~~~~

    Good:
        ~~~~ img/cover.jpg
        ~~~~
        ~~~~ Post.md
        ---
        background: /img/cover.jpg
        cover: img/missing.jpg
        permalink: /posts/first/
        photo: https://example.org/img/cover.jpg
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "POR005"
    name: ClassVar[str] = "site-absolute-path"
    severity: ClassVar[Severity] = "warning"
    traits: ClassVar[int | None] = Trait.SITE_PATH
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files",))

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every value that is such a path."""
        for prop in note.properties:
            for item in _texts(prop):
                path = item.value
                if extension(path) in ATTACHMENT_EXTENSIONS and lookup(vault, path, note.path) is None:
                    yield self.finding(
                        note,
                        item.value_span,
                        f'"{path}" is a path from the root of a web site; the vault has no such file',
                        target=path,
                    )


def _texts(prop: Property) -> Iterator[Property]:
    """The property or its items, as deep as they go, that begin with one slash and the name of no disk or home."""
    if prop.children:
        for child in prop.children:
            yield from _texts(child)
    elif isinstance(prop.value, str) and prop.value.startswith("/") and not prop.value.startswith(_NO_SITE):
        yield prop
