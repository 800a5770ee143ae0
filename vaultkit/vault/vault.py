"""The `Vault`: everything known about a folder of notes at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from vaultkit.config import OBSIDIAN_FOLDER, parse_obsidian_settings, read_obsidian_settings
from vaultkit.errors import UsageError
from vaultkit.load.batches import Answers
from vaultkit.load.cache import NoteCache
from vaultkit.load.discover import discover, is_hidden, is_note, is_parsed
from vaultkit.load.notes import Notes, merged
from vaultkit.load.read import read_notes
from vaultkit.model.link import Link, Resolution
from vaultkit.model.note import Note
from vaultkit.model.settings import Conventions, ObsidianSettings
from vaultkit.timing import phase
from vaultkit.vault.ahead import Ahead
from vaultkit.vault.contents import Contents
from vaultkit.vault.names import alias_index, link_keys
from vaultkit.vault.outlined import Outlined
from vaultkit.vault.relations import Relations, Vocabulary, vocabulary
from vaultkit.vault.resolve import EXTERNAL, Resolver
from vaultkit.vault.special_files import canvases_among, excluded_among, special_among, templates_among
from vaultkit.vault.subpath import SubpathIndex
from vaultkit.vault.suggest import NearNames
from vaultkit.vault.targets import Targets

_NO_SETTINGS = ObsidianSettings()
_NO_CONVENTIONS = Conventions()

# What is found on first use and holds as long as there are the same files; of the latter each says for itself.
_OF_FILES = ("near_names", "targets", "_file_set", "templates", "excluded", "canvases")


class Vault(Outlined, Contents):
    """The notes and files of a vault with its settings. Immutable; derive another with `with_notes`.

    `notes` holds notes and canvases by vault-relative POSIX path, `files` every visible file, notes
    included; both are sorted. `problems` names the settings and folders that could not be read.
    """

    settings: ObsidianSettings
    conventions: Conventions
    problems: tuple[str, ...]

    _resolver: Resolver
    _subpaths: dict[str, SubpathIndex]

    def __init__(
        self,
        notes: Notes | Iterable[Note],
        files: Iterable[str] = (),
        *,
        root: Path | None = None,
        settings: ObsidianSettings = _NO_SETTINGS,
        conventions: Conventions = _NO_CONVENTIONS,
        contents: Mapping[str, bytes] | None = None,
        disk: Mapping[str, str] | None = None,
        problems: tuple[str, ...] = (),
        resolver: Resolver | None = None,
    ) -> None:
        """Gather `notes` and the paths of all other `files`; notes need not be named again.

        A `resolver` is one of all these files.
        """
        by_path = notes if isinstance(notes, Notes) else Notes.of(notes)
        paths = tuple(sorted(dict.fromkeys((*files, *by_path))))  # sorted as a rule, which a set would lose
        self._set(
            root=root,
            settings=settings,
            conventions=conventions,
            notes=by_path,
            files=paths,
            problems=problems,
            _contents=contents or {},
            _disk=disk or {},
            _resolver=resolver or Resolver(paths),
            _subpaths={},
        )

    def _set(self, **values: object) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Vault does not change; {name} cannot be set")

    def __repr__(self) -> str:
        return f"Vault({str(self.root) if self.root else 'in memory'!r}, {len(self.notes)} notes)"

    @classmethod
    def open(
        cls,
        root: str | Path,
        *,
        conventions: Conventions = _NO_CONVENTIONS,
        jobs: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        cache: NoteCache | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> Vault:
        """Read the vault in the folder `root`, with at most `jobs` processes (one per processor at hand).

        `conventions` are what its notes mean beyond Obsidian's settings; no configuration file is read
        here (see `vaultkit.workspace`). `progress` is told now and then how many of how many notes are read.
        What is known of the notes is taken from `cache` and kept there. `meanwhile` is called once, while
        other processes read the notes if some do.

        Raises:
            UsageError: `root` is not there or is not a folder.
        """
        root = Path(root)
        if not root.is_dir():
            what = "is not a folder" if root.exists() else "does not exist"
            raise UsageError(f"{root} {what}", hint="Name the folder that holds the notes.")
        with phase("discover"):
            found = discover(root, look_up=cache is not None)
            settings = read_obsidian_settings(root)
        paths = [entry.path for entry in found.entries]
        ahead: Ahead | None = None

        def prepare() -> None:
            nonlocal ahead
            with phase("index"):
                ahead = Ahead(Resolver(paths), paths, settings, conventions)
            if meanwhile is not None:
                meanwhile()

        def hear(answers: Answers, newest: Sequence[str]) -> None:
            if ahead is not None:
                with phase("index"):
                    ahead.hear(answers, newest)

        with phase("read"):
            parsed = [entry for entry in found.entries if is_parsed(entry.path)]
            notes = read_notes(
                root, parsed, jobs=jobs, progress=progress, cache=cache, meanwhile=prepare, heard=hear
            )
        with phase("index"):
            vault = cls(
                notes,
                paths,
                root=root,
                settings=settings,
                conventions=conventions,
                disk={entry.path: entry.disk for entry in found.entries if entry.disk != entry.path},
                problems=settings.problems + found.problems,
                resolver=None if ahead is None else ahead.resolver,
            )
            if ahead is not None:
                vault._take_found(ahead)
            return vault

    def _take_found(self, ahead: Ahead) -> None:
        """Take over what was found out of links while the notes were read."""
        self.notes.keep(ahead.unpacked)
        self._set(targets=ahead.targets, **ahead.special)
        if ahead.near_names is not None:
            self._set(near_names=ahead.near_names)
        if ahead.heard == len(self.notes):
            self._set(link_texts=(frozenset(ahead.targets.learnt), frozenset(ahead.parts)))

    @classmethod
    def from_texts(
        cls,
        texts: Mapping[str, str | bytes],
        settings: ObsidianSettings = _NO_SETTINGS,
        *,
        conventions: Conventions = _NO_CONVENTIONS,
    ) -> Vault:
        """Return a vault in memory with these contents by path.

        Files below `.obsidian/` give the settings, which then replace `settings`; other hidden paths are
        left out, as on disk.
        """
        from vaultkit.parse import parse_note  # here, so that a vault of known notes needs no parser

        contents = {
            path: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
            for path, text in texts.items()
        }
        if any(path.startswith(OBSIDIAN_FOLDER + "/") for path in contents):
            settings = parse_obsidian_settings(lambda name: contents.get(f"{OBSIDIAN_FOLDER}/{name}"))
        visible = {path: data for path, data in contents.items() if not is_hidden(path)}
        return cls(
            [parse_note(data, path) for path, data in visible.items() if is_parsed(path)],
            visible,
            settings=settings,
            conventions=conventions,
            contents=visible,
            problems=settings.problems,
        )

    def with_notes(
        self,
        changed: Mapping[str, str | bytes],
        removed: Iterable[str] = (),
        files: Iterable[str] = (),
    ) -> Vault:
        """Return the vault with the texts `changed` in place of, or beside, what it has, less `removed`.

        `files` are further ones that are there now and are only link targets. Where the set of files stays
        the same, everything known about names is shared.
        """
        gone = set(removed)
        encoded = {
            path: text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
            for path, text in changed.items()
            if path not in gone and not is_hidden(path)
        }
        parsed: dict[str, Note] = {}
        if encoded:
            from vaultkit.parse import parse_note  # leaving files out needs no parser

            parsed = {path: parse_note(data, path) for path, data in encoded.items() if is_parsed(path)}
        notes = self.notes.replaced(parsed, gone)
        contents = {path: data for path, data in {**self._contents, **encoded}.items() if path not in gone}
        added = {*encoded, *files} - self._file_set - gone
        left = self._file_set & gone
        same = not added and not left
        touched = gone.union(encoded)
        derived = Vault.__new__(Vault)
        derived._set(
            root=self.root,
            settings=self.settings,
            conventions=self.conventions,
            notes=notes,
            files=self.files if same else tuple(merged(self.files, left, added)),
            problems=self.problems,
            _contents=contents,
            _disk=self._disk,
            _resolver=self._resolver if same else self._resolver.changed(left, added),
            _subpaths={path: index for path, index in self._subpaths.items() if path not in touched},
        )
        known = self.__dict__
        if same:
            derived._set(**{name: known[name] for name in _OF_FILES if name in known})
        else:
            derived._take_files(self, left, added)
        if "relations" in known and self._states_the_same(notes, touched, left | added):
            derived._set(relations=self.relations)
        return derived

    def _take_files(self, before: Vault, left: Set[str], added: Set[str]) -> None:
        """Take over what is known `before` of the files, now that some have `left` and others were `added`."""
        known = before.__dict__
        if "near_names" in known:
            self._set(near_names=before.near_names.changed(left, added))
        self._set(_file_set=(before._file_set - left) | added)
        for name, found in special_among(added, self.settings, self.conventions).items():
            if name in known:
                self._set(**{name: (known[name] - left) | found})

    def _states_the_same(self, notes: Notes, touched: Iterable[str], renamed: Iterable[str]) -> bool:
        """Return whether `notes` state the relations that those here do: the notes `touched` have the same links for
        it, and no such link anywhere may mean one of the files `renamed`, which came or went."""
        for path in touched:
            before, after = (one.outline(path).stated if path in one else () for one in (self.notes, notes))
            if before != after:
                return False
        return self.relations.names.isdisjoint(name for path in renamed for name in link_keys(path))

    def resolve(self, link: Link, source: str) -> Resolution:
        """Return what `link`, written in the note at `source`, leads to by Obsidian's order.

        The status is `self` where the link names no file (`[[#Heading]]`, `[x](#heading)`); a link that
        reaches its own note by name is `resolved`, with `path` equal to `source`.
        """
        if link.external:
            return EXTERNAL
        target = link.target
        subpath = link.subpath
        if link.kind == "canvas" and (link.raw == target or not link.raw.startswith(("[", "!["))):
            found = self._resolver.exact(target)  # a file node; a link in the text of a card has brackets
        else:
            found = self.follow(target, source)
        if not subpath or found.path is None:
            return found
        index = self._subpaths.get(found.path)
        if index is None:
            if found.path not in self.notes or not is_note(found.path):
                return found  # of a file that is not a note nothing is known
            if subpath[1:] in self._anchors[found.path]:  # as written: most of them
                return Resolution(found.status, found.path, found.candidates, True)
            index = self._subpaths[found.path] = SubpathIndex(self.notes[found.path])
        there = index.has(subpath)
        return found if there is None else Resolution(found.status, found.path, found.candidates, there)

    def follow(self, target: str, source: str) -> Resolution:
        """Return what a link to `target`, without a subpath, leads to from the note at `source`.

        Not for canvases, which name their files in another way.
        """
        known = self._resolver.anywhere.get(target)
        if known is not None:
            return known
        if not target or target.isspace():
            return Resolution("self", source)
        return self._resolver.lookup(target, source.rpartition("/")[0])

    def notes_named(self, key: str) -> list[str]:
        """Return the notes whose name has the normalised form `key`, without `.md`, sorted."""
        return self._resolver.named(key + ".md")

    @property
    def literal(self) -> Mapping[str, str]:
        """Where `follow` leads for texts that name a file as it is written on disk, from wherever they stand.

        Nearly all links have such a text: to look many up at once costs a tenth of following each.
        """
        return self._resolver.literal

    @cached_property
    def targets(self) -> Targets:
        """What is known of the targets that links name; who asks has it learn them first."""
        return Targets(self._resolver)

    def is_template(self, path: str) -> bool:
        """Return whether a note is a template: a link target, but never checked itself."""
        return path in self.templates

    @cached_property
    def templates(self) -> frozenset[str]:
        """The notes that are templates.

        The configuration names templates of types; the settings of Obsidian and Templater say which folders
        and notes are. Where they name no folder, one that is called "Templates" (with any numbering before
        it) is taken for it.
        """
        return templates_among(self.files, self.settings, self.conventions)

    def is_excluded(self, path: str) -> bool:
        """Return whether Obsidian's "Excluded files" hide a note; links to it resolve all the same."""
        return path in self.excluded

    @cached_property
    def excluded(self) -> frozenset[str]:
        """The notes and files that Obsidian's "Excluded files" hide."""
        return excluded_among(self.files, self.settings)

    @cached_property
    def canvases(self) -> frozenset[str]:
        """The files that are canvases."""
        return canvases_among(self.files)

    @cached_property
    def backlinks(self) -> Mapping[str, tuple[tuple[str, Link], ...]]:
        """The links that lead to each file from other notes, as (source, link) in the order of the notes."""
        found: dict[str, list[tuple[str, Link]]] = {}
        for source, note in self.notes.items():
            for link in note.links:
                path = self.resolve(link, source).path
                if path is not None and path != source:
                    found.setdefault(path, []).append((source, link))
        return MappingProxyType({path: tuple(links) for path, links in sorted(found.items())})

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The notes that claim each alias, by normalised alias; aliases explain links, they never resolve."""
        return MappingProxyType(alias_index(self.notes))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The relations that fields and properties of the notes can state."""
        return vocabulary(self.conventions)

    @cached_property
    def relations(self) -> Relations:
        """Every relation that the notes state, each with the link that does."""
        return Relations(self)

    def has_relations_of(self, other: Vault) -> bool:
        """Return whether the relations are known to be those of the vault `other`."""
        known = other.__dict__.get("relations")
        return known is not None and known is self.__dict__.get("relations")

    @cached_property
    def memos(self) -> dict[object, Any]:
        """What others worked out of this vault, by who did (see `PerVault`)."""
        return {}

    @cached_property
    def near_names(self) -> NearNames:
        """The index behind did-you-mean, built when the first name is missing."""
        return NearNames(self.files)

    @cached_property
    def _anchors(self) -> Mapping[str, tuple[str, ...]]:
        return self.outlined("anchors")
