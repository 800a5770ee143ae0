"""What a vault's own settings say: Obsidian's `.obsidian` folder, and the meaning given by vaultkit's file."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from vaultkit.model.relation import RelationKind


class ObsidianSettings(msgspec.Struct, frozen=True):
    """Settings of Obsidian that change what a vault means; the defaults are Obsidian's own.

    Sources: `.obsidian/app.json`, `types.json`, `templates.json`, `daily-notes.json` and Templater's
    `data.json`. Folders are vault-relative without slashes at the ends; an empty string is the root.
    """

    new_link_format: str = "shortest"
    use_markdown_links: bool = False
    attachment_folder: str = "/"
    ignore_filters: tuple[str, ...] = ()
    show_unsupported_files: bool = False
    template_folders: tuple[str, ...] = ()
    template_files: tuple[str, ...] = ()  # single notes used as templates, such as the daily note's
    daily_folder: str | None = None
    daily_format: str = "YYYY-MM-DD"
    property_types: dict[str, str] = {}
    problems: tuple[str, ...] = ()


PropertyType = Literal["text", "list", "number", "checkbox", "date", "datetime", "link"]
Names = str | tuple[str, ...]
"""One name or several."""


def each(names: Names) -> tuple[str, ...]:
    """Return `names` as several."""
    return (names,) if isinstance(names, str) else names


class PropertySchema(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True
):
    """What a property holds in the notes of a type. Of a list, every item is held against it."""

    required: Annotated[bool, Meta(description="The property has to be there and to say something.")] = False
    type: Annotated[
        PropertyType | None,
        Meta(description="The kind of value, by Obsidian's names; link is a wikilink or a list of them."),
    ] = None
    enum: Annotated[
        tuple[str | int | float | bool, ...], Meta(description="The values there are to choose from.")
    ] = ()
    pattern: Annotated[
        str | None, Meta(description="A regular expression that the whole text has to match.")
    ] = None
    min: Annotated[int | float | str | None, Meta(description="The least number, or the first date.")] = None
    max: Annotated[int | float | str | None, Meta(description="The largest number, or the last date.")] = None
    unique: Annotated[bool, Meta(description="No two notes of the type have the same value.")] = False
    target_type: Annotated[
        Names, Meta(description="The types of notes, one of which a link in it has to lead to.")
    ] = ()


class TypeMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True):
    """Which notes are of a type: those for which everything said here holds; of several values, any."""

    folder: Annotated[Names, Meta(description="Globs of folders or paths, seen from the root.")] = ()
    tag: Annotated[Names, Meta(description="Tags, `#` or not; a tag covers those nested in it.")] = ()
    property: Annotated[
        Names | dict[str, Names], Meta(description="Properties that say something, or { key = value }.")
    ] = ()
    name: Annotated[Names, Meta(description="Globs of the note's name without `.md`.")] = ()


class TypeSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True
):
    """`[types.NAME]`: which notes are of this type, and what they look like."""

    match: Annotated[
        TypeMatch | tuple[TypeMatch, ...],
        Meta(
            description="The notes meant, one of several ways. Without it, those whose property `type` "
            "names the type, and for a type that vaultkit knows those that it recognises."
        ),
    ] = ()
    template: Annotated[
        str | None, Meta(description="The path of the note whose headings the notes of the type have.")
    ] = None
    required_sections: Annotated[
        tuple[str, ...], Meta(description="Headings that have to be there, with something under them.")
    ] = ()
    properties: Annotated[
        dict[str, PropertySchema], Meta(description="What properties have to hold, by their names.")
    ] = {}

    @property
    def matches(self) -> tuple[TypeMatch, ...]:
        """The ways in which a note can be of this type, one of which suffices; empty where none is given."""
        return (self.match,) if isinstance(self.match, TypeMatch) else self.match


class PaperSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True
):
    """`[papers]`: what is known of papers that their addresses do not tell."""

    merge: Annotated[
        tuple[Annotated[tuple[str, ...], Meta(min_length=2)], ...],
        Meta(description="Identifiers or addresses of one work each, such as its arXiv number and its DOI."),
    ] = ()


class RelationSettings(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True
):
    """`[relations.NAME]`: a relation of one's own, or what is different in one that vaultkit knows."""

    kind: Annotated[
        RelationKind | None,
        Meta(description="The kind of edge: broader leads to what a note is a part of. Without it, related."),
    ] = None
    fields: Annotated[
        Names | None,
        Meta(description="The fields and properties that state it; without them, those of the name."),
    ] = None
    inverse: Annotated[
        Names | None, Meta(description="The fields that state it from the other side, such as `down`.")
    ] = None
    acyclic: Annotated[
        bool | None, Meta(description="It never leads back. Without it, so for relations of kind broader.")
    ] = None
    symmetric: Annotated[bool | None, Meta(description="It holds in both directions.")] = None
    single: Annotated[bool | None, Meta(description="A note has it to one other note at most.")] = None
    target_type: Annotated[
        Names | None, Meta(description="The types of notes, one of which it has to lead to.")
    ] = None


class Conventions(msgspec.Struct, frozen=True):
    """What the configuration says about the meaning of a vault.

    `types` holds the types of notes by name; the first that matches a note is its type. `relations` holds
    what is said of relations by their names; `vaultkit.vault.relations.vocabulary` puts it on the defaults.
    `papers` holds what is known of papers, identifiers in their canonical form.
    """

    types: dict[str, TypeSettings] = {}
    relations: dict[str, RelationSettings] = {}
    papers: PaperSettings = PaperSettings()
