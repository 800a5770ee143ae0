"""A note as it was understood: immutable facts with their places, no verdicts."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from vaultkit.hashing import blake2b
from vaultkit.model.link import Link
from vaultkit.text import Span

# Raised with every change of what a note's facts are: caches of parsed notes are keyed by it.
PARSER_VERSION = 30

SectionState = Literal["filled", "empty", "stub", "boilerplate", "container"]
FieldState = Literal["filled", "empty", "boilerplate"]
FieldSyntax = Literal["line", "bracket", "paren", "list"]
TagSource = Literal["body", "property"]
BlockKind = Literal[
    "heading",
    "paragraph",
    "list",
    "list-item",
    "code",
    "callout",
    "blockquote",
    "table",
    "comment",
    "html",
    "math",
    "footnote-definition",
    "thematic-break",
    "yaml",
]
ProblemKind = Literal[
    "invalid-utf8",
    "nul-bytes",
    "invalid-yaml",
    "duplicate-key",
    "unclosed-frontmatter",
    "late-frontmatter",
    "malformed-wikilink",
    "unescaped-space",
    "empty-link-text",
    "empty-link-destination",
    "bare-task",
    "math-residue",
    "invalid-canvas",
    "unreadable",
]


Oddity = Literal["mojibake", "bidi", "invisible", "conflict"]


class Tag(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A tag without its `#`; `span` covers the `#` too (in a property: the value as written)."""

    name: str
    span: Span
    source: TagSource = "body"


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A linkable heading: raw text (links and formatting kept), level 1-6, span of the whole heading."""

    text: str
    level: int
    span: Span


class Section(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What stands under a heading.

    The section's own body is `text[body_start:body_end]` (up to the next heading of any level);
    `end_line` is the last line of the section with its subsections. `fingerprint` is a short hash of
    the own body with blanks folded (empty for an empty or a long body): two sections with the same
    fingerprint hold the same text. `state` is decided from this note alone.
    """

    heading: str
    level: int
    line: int
    end_line: int
    body_start: int
    body_end: int
    state: SectionState
    fingerprint: str


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A block id (`^id`, without the caret), its own span, and the lines of the block it names."""

    id: str
    kind: BlockKind
    span: Span
    line: int
    end_line: int


class Field(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An inline field: `Key:: value`, `[key:: value]`, `(key:: value)` or a list item `- Key: value`.

    A line of nothing but a name and links, `Key: [[a]] [[b]]`, is one of syntax `line`, too.

    `name` is the canonical key: lower case, formatting and punctuation removed, blanks folded to `-`. A list item below
    another one is `nested`: `- Includes: [[b]]` then tells what that item includes, not what the note does.
    """

    key: str
    name: str
    value: str
    syntax: FieldSyntax
    state: FieldState
    span: Span
    value_span: Span
    nested: bool = False


class Property(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A frontmatter property, or an item of a list or mapping inside one (then in `children`).

    `key` is the mapping key or the list index as text; `value` is the plain YAML 1.2 core value (str,
    int, float, bool, None, list, dict). `key_span` is None for list items.
    """

    key: str
    value: Any
    key_span: Span | None
    value_span: Span
    children: tuple[Property, ...] = ()


class Callout(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`> [!type]± title`: the type in lower case, the fold mark (`+`, `-` or empty), the title."""

    type: str
    fold: str
    title: str
    span: Span


class Footnote(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A footnote reference `[^id]`, or its definition `[^id]:`; inline notes `^[...]` have the id ``""``."""

    id: str
    definition: bool
    span: Span


class Citation(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A citation in brackets, `[@key]`, as Pandoc reads it: the key, and the place of `@key`."""

    key: str
    span: Span


class Comment(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment and its inner text: `%%…%%` (links and tags inside count) or `<!--…-->` (they do not)."""

    text: str
    span: Span
    html: bool = False


class Problem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something the reader met that a rule may report; never an exception."""

    kind: ProblemKind
    message: str
    span: Span
    detail: str = ""


class Note(msgspec.Struct, frozen=True, array_like=True):
    """One note or canvas. `path` is vault-relative POSIX, as on disk.

    `digest` is a hash of the bytes read. `frontmatter` spans the whole property block with its fences.
    `properties` is empty when the block is not valid YAML, as in Obsidian. Of `links`, those of properties come first.
    """

    path: str
    digest: str
    size: int
    bom: bool = False
    frontmatter: Span | None = None
    properties: tuple[Property, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[Tag, ...] = ()
    aliases: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()
    callouts: tuple[Callout, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    comments: tuple[Comment, ...] = ()
    placeholders: tuple[Span, ...] = ()  # {{title}}, <% … %>: template text outside code
    empty_items: tuple[Span, ...] = ()  # list items without content
    problems: tuple[Problem, ...] = ()
    oddities: tuple[Oddity, ...] = ()  # what its bytes may hold that no Markdown shows
    citations: tuple[Citation, ...] = ()

    @property
    def name(self) -> str:
        """The file name without folder and last extension: what a wikilink calls the note."""
        return note_name(self.path)

    @property
    def folder(self) -> str:
        """The folder's path without a trailing slash; empty for the vault's root."""
        return self.path.rpartition("/")[0]

    @property
    def is_canvas(self) -> bool:
        """Whether this is a `.canvas` file."""
        return self.path[-7:].lower() == ".canvas"

    def get(self, key: str) -> Property | None:
        """Return the top-level property named `key` (case-insensitive), or None."""
        folded = key.casefold()
        for prop in self.properties:
            if prop.key.casefold() == folded:
                return prop
        return None

    @property
    def label(self) -> str:
        """What a graph writes beside the note: its `title` property, else its name, as Obsidian has it."""
        prop = self.get("title")
        if prop is not None and isinstance(prop.value, str) and prop.value.strip():
            return prop.value.strip()
        return self.name

    @property
    def title(self) -> str:
        """The note's title for display: its `title` property, else its `title_heading`, else its name."""
        label = self.label
        heading = self.title_heading if label == self.name else None
        if heading is None:
            return label
        text = heading.text.strip()
        if "](" in text or "[[" in text:
            from vaultkit.identity.titles import clean_title  # few headings are links

            text = clean_title(text)
        return text or label

    @property
    def title_heading(self) -> Heading | None:
        """The heading that names the note: its first one, of level 1, and at the top or alone in its level.

        People who let the file name be the title write "# Summary" and "# References" for the parts of a note.
        """
        first = self.headings[0] if self.headings else None
        if first is None or first.level != 1 or not first.text.strip():
            return None
        top = 0 if self.frontmatter is None else self.frontmatter.end_line
        alone = all(heading.level != 1 for heading in self.headings[1:])
        return first if alone or first.span.line - top <= 2 else None


def note_name(path: str) -> str:
    """Return the name of the note at `path`, as `Note.name`."""
    base = path.rpartition("/")[2]
    stem, dot, _ = base.rpartition(".")
    return stem if dot and stem else base


def content_digest(data: bytes) -> str:
    """Return the hash of a file's bytes by which its note is known again."""
    return blake2b(data, digest_size=16).hexdigest()
