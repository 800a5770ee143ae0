"""Which notes are of each type, and the template that they are held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import NamedTuple

from vaultkit.model.note import Note
from vaultkit.model.settings import TypeSettings
from vaultkit.vault.note_type import note_type
from vaultkit.vault.section_tally import SectionTally
from vaultkit.vault.template_source import AuthoredTemplate, heading_key, read_template, templates_by_type
from vaultkit.vault.template_use import Template, is_made_from
from vaultkit.vault.vault import Vault


class Found(NamedTuple):
    """A template and the paths of the notes that are held against it."""

    template: Template
    members: frozenset[str]


class TypeTemplates:
    """The notes at some `paths` of a vault by their type, and the template of each type, found when asked for."""

    def __init__(self, vault: Vault, paths: Iterable[str]) -> None:
        self._vault = vault
        self._found: dict[str, Found | None] = {}
        self._tallies: dict[str, SectionTally | None] = {}
        by_type: dict[str, list[str]] = {}
        for path in paths:
            kind = self._type(path)
            if kind is not None:
                by_type.setdefault(kind, []).append(path)
        self._paths = {kind: tuple(by_type[kind]) for kind in sorted(by_type)}

    @property
    def notes(self) -> Mapping[str, tuple[Note, ...]]:
        """The notes of each type, sorted by path; drawings are of none."""
        notes = self._vault.notes
        return {kind: tuple(notes[path] for path in paths) for kind, paths in self._paths.items()}

    @property
    def templates(self) -> Mapping[str, Template]:
        """The template of every type that has one, by type."""
        found = {kind: self.of(kind) for kind in self._paths}
        return {kind: one.template for kind, one in found.items() if one is not None}

    def of(self, kind: str) -> Found | None:
        """Return the template of a type, None where it has none."""
        if kind not in self._found:
            if kind not in self._tallies:
                self._tallies[kind] = self._tally(kind)
            tally = self._tallies[kind]
            template = tally.template(self._vault) if tally is not None else None
            self._found[kind] = Found(template, frozenset(template.notes)) if template is not None else None
        return self._found[kind]

    def beside(self, before: TypeTemplates) -> Iterator[tuple[Found | None, Found | None]]:
        """Yield the templates of the types that were asked for `before`, as they were and as they are, if others."""
        for kind, found in before._found.items():
            if found is None or self._found.get(kind) is not found:
                yield found, self.of(kind)

    def advanced(
        self, before: Vault, vault: Vault, path: str, kind: str | None, *, same: bool
    ) -> tuple[TypeTemplates, bool]:
        """Return the same for `vault`, and whether all is as it was there.

        The vault differs from the one `before` in the note at `path`, which was of the type `kind` and is as it was
        for its template, or not the `same`. What is counted here is then used up: handed on, not copied.
        """
        types = copy(self)
        types._vault = vault
        now = types._type(path)
        was = kind if kind is not None and path in self._paths.get(kind, ()) else None
        for one in {was, now} - {None}:
            old = before.notes[path] if one == was else None
            types._follow(one or "", old, vault.notes[path] if one == now else None)
        if same and was == now:
            return types, True
        if was != now:
            paths = dict(self._paths)
            if was is not None:
                paths[was] = tuple(one for one in paths[was] if one != path)
            if now is not None:
                paths[now] = tuple(sorted((*paths.get(now, ()), path)))
            types._paths = {one: paths[one] for one in sorted(paths) if paths[one]}
        types._found = {one: found for one, found in self._found.items() if one not in (was, now)}
        return types, False

    def _follow(self, kind: str, before: Note | None, after: Note | None) -> None:
        """Count on what the notes of a type have, unless another template may be theirs now."""
        tally = self._tallies.get(kind)
        if tally is not None:
            tally.exchange(before, after)
        authored = self._in_folder.get(kind)
        if tally is None or authored is None or tally.origin == "configured":
            still = tally is not None
        elif tally.origin == "folder":
            still = bool(tally.paths)
        else:
            still = after is None or not is_made_from(authored, after)
        if not still:
            self._tallies.pop(kind, None)

    def _type(self, path: str) -> str | None:
        """Return the type of the note at `path`; None for a drawing and where there is no note."""
        note = self._vault.notes.get(path)
        return None if note is None or is_drawing(note) else note_type(note, self._vault)[0]

    @cached_property
    def _in_folder(self) -> Mapping[str, AuthoredTemplate]:
        """The templates in the vault's folder for them, by type."""
        return templates_by_type(self._vault)

    def _tally(self, kind: str) -> SectionTally | None:
        """Count what the notes of a type have; None where there are no notes."""
        vault = self._vault
        notes = [vault.notes[path] for path in self._paths.get(kind, ())]
        if not notes:
            return None
        settings = vault.conventions.types.get(kind)
        required = required_sections(settings) if settings is not None else {}
        named = vault.notes.get(settings.template or "") if settings is not None else None
        if named is not None:
            return SectionTally(kind, "configured", read_template(named, vault), notes, required)
        in_folder = self._in_folder.get(kind)
        if in_folder is not None:
            made = SectionTally(kind, "folder", in_folder, notes, required)
            if made.paths:
                return made
        return SectionTally(kind, "inferred", None, notes, required)


def is_drawing(note: Note) -> bool:
    """Return whether a note is a drawing or a board that a plug-in keeps: its headings are no outline."""
    plugin = note.get("excalidraw-plugin") or note.get("kanban-plugin")
    return plugin is not None or note.path.lower().endswith(".excalidraw.md")


def required_sections(settings: TypeSettings) -> dict[str, str]:
    """Return the headings of the sections that `settings` require, by key."""
    return {heading_key(heading): heading for heading in settings.required_sections}
