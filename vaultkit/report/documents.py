"""The JSON documents as types; their JSON Schemas are made from these.

Paths are vault-relative with `/`, lines and columns 1-based, columns in code points, ends exclusive.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from vaultkit.model.diagnostic import Applicability, Severity
from vaultkit.model.link import LinkKind, ResolutionStatus
from vaultkit.model.note import SectionState

Line = Annotated[int, Meta(ge=1, description="1-based line")]
Column = Annotated[int, Meta(ge=1, description="1-based column in code points")]
Count = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1, description="of the sections of its type's template: filled ones")]


class EditJson(Struct, frozen=True):
    """Replace the text between two places of a note by `text`."""

    path: str
    line: Line
    column: Column
    end_line: Line
    end_column: Column
    text: str


class FixJson(Struct, frozen=True):
    """A remedy, applied all or none."""

    title: str
    applicability: Applicability
    edits: list[EditJson]


class FindingJson(Struct, frozen=True):
    """One finding. `fingerprint` stays the same while lines move."""

    code: str
    name: str
    severity: Severity
    path: str
    line: Line
    column: Column
    end_line: Line
    end_column: Column
    message: str
    target: str | None
    suggestions: list[str]
    help: str | None
    fix: FixJson | None
    fingerprint: str


class SummaryJson(Struct, frozen=True):
    """Counts: `fixable` by --fix, `fixable_unsafe` with --unsafe-fixes besides, `hidden` in other notes.

    `baselined` findings are in the baseline and not listed; `vanished` is the number of its entries that are
    no longer found. So many notes were not looked at, because only changes were asked about: `unchecked`.
    """

    notes: Count
    errors: Count
    warnings: Count
    infos: Count
    fixable: Count
    fixable_unsafe: Count
    fixed: Count
    hidden: Count
    unchecked: Count
    baselined: Count
    vanished: Count
    by_rule: dict[str, int]


class TargetJson(Struct, frozen=True):
    """Something that links lead to and that is not there, as it was first written."""

    target: str
    links: Count
    notes: Count


class FolderJson(Struct, frozen=True):
    """The findings in the notes of one folder; the vault itself has the empty path."""

    folder: str
    errors: Count
    warnings: Count
    infos: Count


class StatisticsJson(Struct, frozen=True):
    """What --statistics adds, the most frequent first."""

    missing_targets: list[TargetJson]
    by_folder: list[FolderJson]


BASELINE_FORMAT: Final = "vaultkit.baseline/1"
BASELINE_NAME = ".vaultkit-baseline.json"
"""The file in the vault's root that is used when it is there."""


class EntryJson(Struct, frozen=True):
    """A finding of the baseline: what it is about, without its place in the note."""

    code: str
    path: str
    target: str | None
    fingerprint: str


class BaselineJson(Struct, frozen=True, kw_only=True):
    """The file `.vaultkit-baseline.json`: findings that are known and do not fail a run.

    `rules` are the codes of the rules that ran, `settings` a hash of every setting that decides what is
    found, by its dotted key; settings at their defaults are left out.
    """

    schema: Literal["vaultkit.baseline/1"] = BASELINE_FORMAT
    version: str
    rules: list[str]
    settings: dict[str, str]
    findings: list[EntryJson]


class LintJson(Struct, frozen=True, kw_only=True):
    """The output of `vaultkit lint --format json`; `vanished` is there where a baseline is."""

    schema: Literal["vaultkit.lint/1"] = "vaultkit.lint/1"
    version: str
    findings: list[FindingJson]
    summary: SummaryJson
    vanished: list[EntryJson] | UnsetType = UNSET
    statistics: StatisticsJson | UnsetType = UNSET


class PlaceJson(Struct, frozen=True):
    """A range of a note."""

    line: Line
    column: Column
    end_line: Line
    end_column: Column


class LinkJson(Struct, frozen=True):
    """A link and where it leads. `subpath_found` is null without a subpath, or where its target has none."""

    kind: LinkKind
    raw: str
    target: str
    subpath: str | None
    display: str | None
    line: Line
    column: Column
    end_line: Line
    end_column: Column
    resolution: ResolutionStatus
    resolved: str | None
    candidates: list[str]
    subpath_found: bool | None
    key: str | None


class TagJson(Struct, frozen=True):
    """A tag without its `#`; `source` is body or property."""

    name: str
    line: Line
    column: Column
    end_line: Line
    end_column: Column
    source: str


class HeadingJson(Struct, frozen=True):
    """A heading that can be linked to."""

    text: str
    level: int
    line: Line
    column: Column
    end_line: Line
    end_column: Column


class SectionJson(Struct, frozen=True):
    """What stands under a heading; equal fingerprints mean equal text."""

    heading: str
    level: int
    line: Line
    end_line: int
    state: SectionState
    fingerprint: str


class BlockJson(Struct, frozen=True):
    """A block id; `line` and `column` are those of the id, the block itself spans the other lines."""

    id: str
    kind: str
    line: Line
    column: Column
    block_line: Line
    block_end_line: Line


class FieldJson(Struct, frozen=True):
    """An inline field; `name` is its key without formatting, in lower case, with dashes."""

    key: str
    name: str
    value: str
    syntax: str
    state: str
    line: Line
    column: Column
    end_line: Line
    end_column: Column


class PropertyJson(Struct, frozen=True):
    """A property of the frontmatter, from its key to the end of its value.

    An item of a list has no key: it stands where its value does and `key_place` is null.
    """

    key: str
    value: Any
    line: Line
    column: Column
    end_line: Line
    end_column: Column
    key_place: PlaceJson | None
    value_place: PlaceJson
    children: list[PropertyJson]


class CalloutJson(Struct, frozen=True):
    """A callout."""

    type: str
    fold: str
    title: str
    line: Line
    column: Column


class FootnoteJson(Struct, frozen=True):
    """A footnote reference or definition."""

    id: str
    definition: bool
    line: Line
    column: Column


class CommentJson(Struct, frozen=True):
    """A comment."""

    text: str
    html: bool
    line: Line
    column: Column
    end_line: Line
    end_column: Column


class ProblemJson(Struct, frozen=True):
    """Something the reader met."""

    kind: str
    message: str
    detail: str
    line: Line
    column: Column
    end_line: Line
    end_column: Column


class NoteJson(Struct, frozen=True):
    """A note or canvas as it was understood."""

    path: str
    title: str
    note_type: str
    note_type_reason: str
    template: bool
    fill: Share | None
    excluded: bool
    frontmatter: PlaceJson | None
    links: list[LinkJson]
    tags: list[TagJson]
    headings: list[HeadingJson]
    sections: list[SectionJson]
    blocks: list[BlockJson]
    fields: list[FieldJson]
    properties: list[PropertyJson]
    aliases: list[str]
    callouts: list[CalloutJson]
    footnotes: list[FootnoteJson]
    comments: list[CommentJson]
    placeholders: list[PlaceJson]
    empty_items: list[PlaceJson]
    problems: list[ProblemJson]


class InspectJson(Struct, frozen=True, kw_only=True):
    """The output of `vaultkit inspect --format json`."""

    schema: Literal["vaultkit.inspect/1"] = "vaultkit.inspect/1"
    notes: list[NoteJson]
    files: list[str]


DOCUMENTS: dict[str, type[Struct]] = {
    "baseline": BaselineJson,
    "finding": FindingJson,
    "inspect": InspectJson,
    "lint": LintJson,
}
"""The documents by name; `finding` is a line of `lint --format jsonl`, `baseline` the file of known findings."""


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the document `name`.

    Raises:
        KeyError: there is no such document.
    """
    return as_json_schema(name, DOCUMENTS[name])


def as_json_schema(name: str, document: type[Struct]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a type of documents, published as `name`."""
    found = msgspec.json.schema(document)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:vaultkit:{name}:1",
        **found,
    }


def json_text(value: dict[str, Any]) -> str:
    """Return plain values as indented JSON with sorted keys."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2).decode() + "\n"
