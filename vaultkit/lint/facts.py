"""Facts about a vault's links that several rules share; computed once for a vault, on first use.

A vault never changes, so these are memos and not state: they vanish together with the vault.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from weakref import WeakKeyDictionary

import msgspec

from vaultkit.lint.near import near_notes
from vaultkit.load.discover import is_canvas, is_note
from vaultkit.load.history import Departure, History, read_history
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.model.outline import Outline
from vaultkit.vault import Vault
from vaultkit.vault.departed import DepartedIndex
from vaultkit.vault.names import normalise

MissingKind = Literal["alias", "departed", "path", "extension", "near", "unwritten"]

_EXTENSIONS = {
    "Obsidian's notes": "md canvas base",
    "Obsidian's pictures": "avif bmp gif jpeg jpg png svg webp",
    "Obsidian's sound and film": "3gp flac m4a mkv mov mp3 mp4 ogg ogv wav webm",
    "documents": "doc docx epub odp ods odt pdf ppt pptx rtf txt xls xlsx",
    "archives": "7z gz rar tar tgz zip",
    "others beside notes": "csv excalidraw heic html ics ipynb json psd py tex tif tiff tsv xml yaml yml",
}
FILE_EXTENSIONS = frozenset(name for names in _EXTENSIONS.values() for name in names.split())
ATTACHMENT_EXTENSIONS = frozenset(
    name
    for kind in ("Obsidian's pictures", "Obsidian's sound and film", "documents")
    for name in _EXTENSIONS[kind].split()
)
NOTE_EXTENSIONS = frozenset({"md", "canvas", "base"})
_UNJUDGED = frozenset({"empty", "no-target", "url", "triple-bracket", "line-break", "unclosed"})


class Missing(msgspec.Struct, frozen=True):
    """Why a link's target leads nowhere, and what was meant.

    `sure` holds what was surely meant and `maybe` what may have been meant besides, as link targets, best
    first; for an alias and a departed note `sure` holds the paths of the notes to link to. `fate` is what
    became of a note that used to be there.
    """

    kind: MissingKind
    sure: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    fate: str = ""


def form(link: Link) -> LinkKind:
    """Return how a link is written: its kind, and for a link in the text of a canvas card the kind it
    would have in a note. `canvas` is then left for cards that show a file."""
    if link.kind != "canvas":
        return link.kind
    if link.raw.startswith("![["):
        return "embed"
    if link.raw.startswith("[["):
        return "wikilink"
    if link.raw.startswith("!["):
        return "image"
    return "markdown" if link.raw.startswith("[") else "canvas"


def extension(target: str) -> str:
    """Return the lower-case file extension of a link target when it is one that files have, else ""."""
    _, dot, suffix = target.rstrip().rpartition(".")
    suffix = suffix.lower()
    return suffix if dot and suffix in FILE_EXTENSIONS else ""


class DoubtfulLinks:
    """Tells by its outline whether a note can have a link that needs a second look, which few have.

    Nearly every link names a note, or a heading or block as it is written there; what was found so once
    holds for every note.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._targets: set[str] = set()  # that are found from everywhere
        self._parts: set[str] = set()

    def in_note(self, path: str, outline: Outline) -> bool:
        """Return whether the note at `path` has a link that is not certain to be found."""
        if not self._targets.issuperset(outline.targets):
            for target in outline.targets:
                if target not in self._targets and not self._is_fine(target, path):
                    return True
        if not self._parts.issuperset(outline.parts):
            for part in outline.parts:
                if part not in self._parts and not self._is_part_fine(part, path):
                    return True
        return is_canvas(path)

    def _is_fine(self, target: str, source: str) -> bool:
        found = self._vault.follow(target, source)
        if found.status == "resolved" and not target.startswith((".", "/")):
            self._targets.add(target)  # others are seen from the note's folder
        return found.status in ("resolved", "self")

    def _is_part_fine(self, part: str, source: str) -> bool:
        target, _, anchor = part.partition("#")
        found = self._vault.follow(target, source)
        if found.status not in ("resolved", "self") or found.path is None:
            return False
        if is_note(found.path) and anchor not in self._vault.outlines[found.path].anchors:
            return False
        if found.status == "resolved" and not target.startswith((".", "/")):
            self._parts.add(part)
        return True


class LinkFacts:
    """The links of a vault that need a second look.

    `troubled` maps a note's path to its links that are missing, ambiguous, or whose subpath was not
    found; `used` counts the missing targets by normalised name.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.troubled: dict[str, tuple[tuple[Link, Resolution], ...]] = {}
        self.used: dict[str, int] = {}
        self._missing: dict[str, Missing] = {}
        self._departures: DepartedIndex | None = None
        self._aliases: Mapping[str, tuple[str, ...]] | None = None
        self._bare_files: frozenset[str] | None = None
        self._folders: frozenset[str] | None = None
        self._text = ("", "")
        doubtful = DoubtfulLinks(vault)
        for path, outline in vault.outlines.items():
            if doubtful.in_note(path, outline):
                self._collect(path, vault.notes[path])

    def _collect(self, path: str, note: Note) -> None:
        resolve = self._vault.resolve
        found: list[tuple[Link, Resolution]] = []
        for link in note.links:
            if link.external:
                continue
            resolution = resolve(link, path)
            if resolution.status in ("missing", "ambiguous") or resolution.subpath_found is False:
                found.append((link, resolution))
        if not found:
            return
        unjudged = _unjudged_spans(note)
        judged = [pair for pair in found if not _inside(pair[0], unjudged)]
        for link, resolution in judged:
            if resolution.status == "missing":
                key = normalise(link.target)
                self.used[key] = self.used.get(key, 0) + 1
        if judged:
            self.troubled[path] = tuple(judged)

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Paths of the notes that have an alias, by normalised alias; templates lend none."""
        if self._aliases is None:
            aliases: dict[str, tuple[str, ...]] = {}
            for path, outline in self._vault.outlines.items():
                if outline.aliases and not self._vault.is_template(path):
                    for key in dict.fromkeys(map(normalise, outline.aliases)):
                        aliases[key] = (*aliases.get(key, ()), path)
            self._aliases = aliases
        return self._aliases

    @property
    def bare_files(self) -> frozenset[str]:
        """Normalised names and paths of files without an extension, such as LICENSE: they are there, and
        yet no link of Obsidian's reaches them."""
        if self._bare_files is None:
            bare = [path for path in self._vault.files if "." not in path.rpartition("/")[2]]
            self._bare_files = frozenset(
                normalise(name) for path in bare for name in (path, path.rpartition("/")[2])
            )
        return self._bare_files

    @property
    def folders(self) -> frozenset[str]:
        """The normalised paths of all folders that hold a visible file, the root (empty) included."""
        if self._folders is None:
            found = {""}
            for path in self._vault.files:
                folder = normalise(path.rpartition("/")[0])
                while folder and folder not in found:
                    found.add(folder)
                    folder = folder.rpartition("/")[0]
            self._folders = frozenset(found)
        return self._folders

    def text(self, path: str) -> str:
        """Return the text of a note, keeping the last one: rules ask for the same note in turn."""
        if self._text[0] != path:
            self._text = (path, self._vault.text(path))
        return self._text[1]

    def uses(self, target: str) -> int:
        """Return how many links of the vault have the missing target `target`."""
        return self.used.get(normalise(target), 0)

    def missing(self, target: str) -> Missing:
        """Return why the wikilink target `target`, which leads nowhere, does so."""
        key = normalise(target)
        known = self._missing.get(key)
        if known is None:
            known = self._missing[key] = self._explain(key, target)
        return known

    def _explain(self, key: str, target: str) -> Missing:
        if key in self.aliases:
            return Missing("alias", self.aliases[key])
        departure = self.departed.find(target)
        if departure is not None:
            return self._departed(departure)
        if key in self.bare_files:
            return Missing("unwritten")
        near = near_notes(self._vault, target)
        if self._is_path(key, near[0]):
            return Missing("path", *near)
        if extension(target):
            return Missing("extension", *near)
        return Missing("near" if near[0] else "unwritten", *near)

    def _is_path(self, key: str, sure: tuple[str, ...]) -> bool:
        """Whether a target is meant as a path: it starts like one, its folder exists, or its file does
        somewhere else. "AdS/CFT correspondence" is a name."""
        folder = key.strip("/").rpartition("/")[0]
        if not folder:
            return False
        if key.startswith(("./", "../", "/")) or sure:
            return True
        return any(("/" + known).endswith("/" + folder) for known in self.folders)

    def _departed(self, departure: Departure) -> Missing:
        """What git says of a note that was there: its new path if it still exists, else that it is gone."""
        if departure.new_path in self._vault.notes:
            new = departure.new_path or ""
            return Missing("departed", (new,), (), f'it was renamed to "{new}"')
        return Missing("departed", fate="it was deleted")

    @property
    def departed(self) -> DepartedIndex:
        """The notes that git remembers and the vault lacks; read when the first name is missing."""
        if self._departures is None:
            root = self._vault.root
            self._departures = DepartedIndex(History() if root is None else read_history(root))
        return self._departures

    @property
    def unread_history(self) -> str:
        """Why git could not say what became of missing notes; empty when it could or was not asked."""
        return self._departures.problem if self._departures is not None else ""


def _unjudged_spans(note: Note) -> list[tuple[int, int]]:
    """Places whose own rule says all there is to say: template text, links that are no links."""
    spans = [(span.start, span.end) for span in note.placeholders]
    spans += [
        (problem.span.start, problem.span.end)
        for problem in note.problems
        if problem.kind == "malformed-wikilink" and problem.detail in _UNJUDGED
    ]
    return spans


def _inside(link: Link, spans: list[tuple[int, int]]) -> bool:
    return any(link.span.start < end and start < link.span.end for start, end in spans)


_FACTS: WeakKeyDictionary[Vault, LinkFacts] = WeakKeyDictionary()


def link_facts(vault: Vault) -> LinkFacts:
    """Return the link facts of `vault`."""
    facts = _FACTS.get(vault)
    if facts is None:
        facts = _FACTS[vault] = LinkFacts(vault)
    return facts
