"""Where a link inside the vault ends in the graph: at a note, a file, or a name that nothing answers to."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import Any, NamedTuple

from vaultkit.model.link import Link
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise, tidy

_SUFFIX = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_NOTES = frozenset(("md", "canvas"))
#: Endings that make a missing `[[target.xyz]]` an attachment; in wikilinks a dot is often just a dot.
_ATTACHMENT_ENDINGS = (
    "png jpg jpeg gif bmp svg webp avif heic tif tiff ico mp3 wav m4a ogg oga opus flac 3gp aac mp4 webm ogv mov mkv "
    "avi pdf epub doc docx ppt pptx xls xlsx odt csv tsv json yaml yml toml xml html htm txt tex bib py ipynb js ts "
    "r jl c cpp h rs go java sh zip gz tar base excalidraw drawio"
)
_ATTACHMENTS = frozenset(_ATTACHMENT_ENDINGS.split())


class Target(NamedTuple):
    """The node a link leads to; `kind` is note, file or unresolved."""

    node: str
    kind: str
    path: str = ""


class Targets:
    """Finds the node of every link inside the vault, and keeps the files and unresolved names met."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._found: dict[str, Target] = {}
        self._files: dict[str, dict[str, Any]] = {}
        self._missing_files: dict[str, str] = {}
        self._unresolved: dict[str, dict[str, Any]] = {}

    def of(self, link: Link, source: str) -> Target:
        """Return where `link` in the note at `source` leads; a link within the note leads to the note."""
        vault = self._vault
        # Which part of a note a link means is no matter here, and looking it up costs more than the rest.
        found = vault.resolve(link, source) if link.kind == "canvas" else vault.follow(link.target, source)
        path = found.path
        if path is None:
            return self._missing(link, source)
        known = self._found.get(path)
        if known is None:
            is_note = path in vault.notes
            known = Target(f"note:{path}", "note", path) if is_note else self._file(path, exists=True)
            self._found[path] = known
        return known

    def nodes(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the ids and attributes of the files and unresolved names met so far."""
        return [*self._files.items(), *self._unresolved.items()]

    def _file(self, path: str, *, exists: bool) -> Target:
        node = f"file:{path}"
        if node not in self._files:
            label = path.rpartition("/")[2] or path
            self._files[node] = {"kind": "file", "label": label, "path": path, "exists": exists}
        return Target(node, "file", path)

    def _missing(self, link: Link, source: str) -> Target:
        written = tidy(link.target)
        relative = written.startswith(("./", "../"))
        folder = source.rpartition("/")[0] if relative else ""
        if _names_file(link, written):
            path = posixpath.normpath(posixpath.join(folder, written.lstrip("/")))
            first = self._missing_files.setdefault(normalise(path), path)
            return self._file(first, exists=first in self._folders)
        name = posixpath.normpath(posixpath.join(folder, written)) if relative else written
        name = name.removesuffix(".md") or name
        node = f"unresolved:{normalise(name)}"
        facts = self._unresolved.get(node)
        if facts is None:
            facts = {"kind": "unresolved", "label": name, "target": link.target, "count": 0}
            self._unresolved[node] = facts
        facts["count"] += 1
        return Target(node, "unresolved")

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Folders of the vault: a link may name one, though nothing can open it there."""
        folders: set[str] = {"."}
        for path in self._vault.files:
            folder = path.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(folders)


def _names_file(link: Link, written: str) -> bool:
    """Whether a missing target is a file or folder rather than a note not written yet."""
    suffix = _SUFFIX.search(written)
    ending = suffix[1].lower() if suffix is not None else ""
    if ending in _NOTES:
        return False
    if link.is_wikilink or link.kind == "canvas":
        return ending in _ATTACHMENTS
    return written.startswith(("./", "../")) or written.endswith("/") or bool(re.search(r"[a-z]", ending))
