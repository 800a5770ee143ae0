"""One note: every fact of its text, gathered in one pass over its structure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from operator import attrgetter

from vaultkit.model.link import Link
from vaultkit.model.note import Footnote, Heading, Note, Problem, Tag, content_digest
from vaultkit.parse import slips
from vaultkit.parse.block_ids import find_blocks
from vaultkit.parse.blocks import scan
from vaultkit.parse.callouts import find_callouts
from vaultkit.parse.canvas import read_canvas
from vaultkit.parse.characters import find_oddities
from vaultkit.parse.citations import find_citations
from vaultkit.parse.comments import block_comments, find_comments
from vaultkit.parse.decode import Decoded, ascii_of, decode_text
from vaultkit.parse.fields import find_fields
from vaultkit.parse.footnotes import find_footnotes, may_hold_footnote
from vaultkit.parse.frontmatter import read_frontmatter
from vaultkit.parse.leftovers import find_empty_items, find_placeholders
from vaultkit.parse.links import Definitions, find_urls, frame_links, markdown_link, url_link
from vaultkit.parse.malformed import find_malformed, find_spaced_links, may_hold_spaced_link
from vaultkit.parse.math import DisplayBlock, as_html_blocks, display_blocks, inline_math
from vaultkit.parse.quirks import adjust_opaque
from vaultkit.parse.ranges import NOTHING, AnyOf, Excluded, leaves_with
from vaultkit.parse.sections import find_sections
from vaultkit.parse.structure import Opaque, RawLink, Root, Structure
from vaultkit.parse.tags import find_tags
from vaultkit.parse.wikilinks import Wikilinks
from vaultkit.text import Cursor, LineIndex, Span, holds

_POSITION = attrgetter("span.start")


def parse_note(data: bytes, path: str) -> Note:
    """Return everything known of one note or canvas from its bytes alone. Never raises on content.

    `path` is vault-relative POSIX; its suffix tells a canvas from a note.
    """
    decoded = decode_text(data)
    digest = content_digest(data)
    problems = _encoding_problems(decoded, data)
    if path.lower().endswith(".canvas"):
        links, found = read_canvas(decoded.text, body_links)
        return Note(path, digest, len(data), decoded.bom, links=links, problems=(*problems, *found))
    text = decoded.text
    in_ascii, controls = ascii_of(decoded, data)
    lines = LineIndex(text, in_ascii)
    front = read_frontmatter(text, lines)
    body = Body(text, front.end, lines, in_ascii[front.end :])
    headings = body.headings()
    placeholders = tuple(_placeholders(text, front.end, body, lines))
    return Note(
        path,
        digest,
        len(data),
        decoded.bom,
        front.span,
        front.properties,
        (*front.links, *body.links),
        (*front.tags, *body.tags()),
        front.aliases,
        headings,
        find_sections(text, headings, lines) if headings else (),
        find_blocks(body.text, body.structure, body.hidden, body.span),
        find_fields(body.text, body.structure.leaves, body.hidden, body.commented, body.span),
        find_callouts(body.text, body.structure, body.span) if body.structure.quotes else (),
        body.footnotes(),
        body.comments,
        placeholders,
        find_empty_items(body.text, body.structure, body.hidden, body.span),
        (*problems, *front.problems, *body.problems(placeholders)),
        () if decoded.error_offset is not None else find_oddities(data, controls),
        find_citations(body.text, body.structure.leaves, body.hidden, body.structure.links, body.span),
    )


def body_links(text: str) -> tuple[Link, ...]:
    """Return the links of a piece of Markdown without a property block, such as a canvas card."""
    return Body(text, 0, LineIndex(text)).links


def _encoding_problems(decoded: Decoded, data: bytes) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if decoded.error_offset is not None:
        span = Cursor(decoded.text).span(decoded.error_offset, decoded.error_offset + 1)
        found.append(Problem("invalid-utf8", _encoding_hint(decoded.text), span))
    if b"\0" in data:
        nul = decoded.text.index("\0")
        found.append(
            Problem("nul-bytes", "the file holds NUL bytes", Cursor(decoded.text).span(nul, nul + 1))
        )
    return tuple(found)


def _encoding_hint(text: str) -> str:
    if "\0" in text[:200]:
        return "these bytes are not UTF-8; they look like UTF-16 or a binary file"
    return "these bytes are not UTF-8"


def _placeholders(text: str, body_start: int, body: Body, lines: LineIndex) -> list[Span]:
    if not holds(text, "{{") and not holds(text, "<%"):
        return []
    head = find_placeholders(text[:body_start], NOTHING, lines.span)
    return [*head, *find_placeholders(body.text, body.hidden, body.span)]


class Body:
    """The text below the property block: its structure and the facts that hang together.

    Offsets inside are those of the body; `span` adds where it begins in the note. For `in_ascii` see `structure_of`.
    """

    def __init__(self, text: str, start: int, lines: LineIndex, in_ascii: bytes | None = None) -> None:
        self.text = text[start:] if start else text
        self.start = start
        self._lines = lines
        self.structure = structure_of(self.text, in_ascii)
        opaque = self.structure.opaque
        self.hidden = Excluded([(o.start, o.end) for o in opaque]) if opaque else NOTHING
        self.comments = find_comments(self.text, opaque, self.span)
        self.commented = NOTHING
        if self.comments:
            self.commented = Excluded(
                [(c.span.start - start, c.span.end - start) for c in self.comments if not c.html]
            )
        self._wikis = Wikilinks(self.text, start, self.hidden, self.commented, lines)
        self._wikis.read(self.structure.leaves, self.structure.links)
        overruled = self._wikis.overruled(self.structure.links)
        if overruled:
            self.structure.links = [raw for raw in self.structure.links if raw.start not in overruled]
        self._markdown = self._markdown_links()
        self.links = self._links()

    def span(self, start: int, end: int) -> Span:
        """Return the span in the note of a range of the body."""
        return self._lines.span(self.start + start, self.start + end)

    def headings(self) -> tuple[Heading, ...]:
        """Return the linkable headings."""
        text, base, span_of = self.text, self.start, self._lines.span
        found: list[Heading] = []
        commented = block_comments(text, base, self.comments) if self.comments else None
        for at in self.structure.headings:
            start = at.start
            if commented is not None and commented.end_of(start) >= 0:
                continue
            raw = text[start : at.end].rstrip("\r\n")
            span = span_of(base + start, base + start + len(raw))
            found.append(Heading(heading_text(raw), at.level, span))
        return tuple(found)

    def footnotes(self) -> tuple[Footnote, ...]:
        """Return the footnotes; in `[[Note#[^1]]]` the mark is the link's subpath."""
        if not may_hold_footnote(self.text):
            return ()
        excluded = AnyOf(self.hidden, self._wikis.covered)
        return find_footnotes(self.text, excluded, self.structure.links, self.span)

    def tags(self) -> list[Tag]:
        """Return the tags of the body, in document order."""
        text, base, span_of = self.text, self.start, self._lines.span
        if "#" not in text:
            return []
        links = self.structure.links
        shut = Excluded([_shut(raw) for raw in links]) if links else NOTHING
        excluded = AnyOf(self.hidden, self._wikis.covered, shut)
        found = find_tags(text, self.structure.leaves, excluded, lambda: self._edges)
        return [Tag(text[start + 1 : end], span_of(base + start, base + end)) for start, end in found]

    @cached_property
    def _edges(self) -> set[int]:
        """The offsets right behind code, links and tasks and right inside links, where a tag may begin."""
        structure = self.structure
        edges = {one.end for one in structure.opaque}
        edges.update(self._wikis.ends)
        for raw in structure.links:
            edges.update((raw.text_start, raw.end))
        edges.update(structure.tasks)
        return edges

    def _links(self) -> tuple[Link, ...]:
        text, structure, wikis = self.text, self.structure, self._wikis
        urls: list[Link] = []
        if holds(text, "://"):
            links = Excluded([(raw.start, raw.end) for raw in structure.links])
            taken = AnyOf(self.hidden, wikis.covered, links)
            for start, end in find_urls(text, structure.leaves, taken):
                urls.append(url_link(text, start, end, self.span, self.commented.end_of(start) >= 0))
            urls += frame_links(text, structure.opaque, self.commented, self.span)
        if not self._markdown and not urls:
            return tuple(wikis.links)
        return tuple(sorted([*wikis.links, *self._markdown, *urls], key=_POSITION))

    def _markdown_links(self) -> list[Link]:
        if not self.structure.links:
            return []
        text, commented = self.text, self.commented
        found: list[Link] = []
        definitions = Definitions(text)
        for raw in self.structure.links:
            link = markdown_link(text, raw, self.span, definitions, commented.end_of(raw.start) >= 0)
            if link is not None and self.hidden.end_of(raw.start) < 0:
                found.append(link)
        return found

    def problems(self, placeholders: Sequence[Span]) -> list[Problem]:
        """Return what was meant as a link, a task or a formula and is none, in document order.

        `placeholders` are those of the note: template code calls functions, and a call may look like a link.
        """
        text, structure, wikis = self.text, self.structure, self._wikis
        hidden, leaves, links = self.hidden, structure.leaves, structure.links
        found: list[Problem] = []
        if "$" in text:
            found += slips.find_residue(text, structure.opaque, self.span)
        found += slips.find_bare_tasks(text, structure, hidden, links, self.span)
        if self._markdown:
            found += slips.find_empty_links(self._markdown)
        if len(links) > len(self._markdown):
            calls = Excluded([(one.start - self.start, one.end - self.start) for one in placeholders])
            found += slips.find_links_to_nothing(text, links, (hidden, self.commented, calls), self.span)
        if "|" in text:
            found += slips.find_split_heads(text, structure.tables, wikis)
        if may_hold_spaced_link(text):
            found += find_spaced_links(text, leaves, AnyOf(hidden, wikis.covered), links, self.span)
        if wikis.unusual or not wikis.complete:
            found += find_malformed(text, leaves, hidden, links, wikis, self.span)
        if len(found) > 1:
            found.sort(key=_POSITION)
        return found


def _shut(raw: RawLink) -> tuple[int, int]:
    """The range of a link in which no tag is read: all but its text."""
    whole = raw.image or raw.type in ("Autolink", "Email")
    return (raw.start if whole else raw.text_end, raw.end)


def heading_text(raw: str) -> str:
    """Return a heading's text without its marks, links and formatting kept, as Obsidian caches it."""
    raw = raw.strip()
    if raw.startswith("#") and "\n" not in raw:
        raw = raw.lstrip("#").strip()
        if not raw.endswith("#"):
            return raw
        closing = raw.rstrip("#")
        if (not closing or closing[-1] in " \t") and not closing.endswith("\\"):
            raw = closing.rstrip()
        return raw
    return raw.rpartition("\n")[0].strip()  # setext: the last line is the underline


def structure_of(text: str, in_ascii: bytes | None = None) -> Structure:
    """The structure with math added: display blocks as code, inline math as opaque ranges.

    `in_ascii`, where the caller has it, is `text` with `?` for every character that is not ASCII.
    """
    dollars = "$" in text
    structure = _with_display_math(text) if dollars and holds(text, "$$") else scan(text, in_ascii)
    structure.opaque = adjust_opaque(text, structure.leaves, structure.opaque)
    leaves = list(leaves_with("$", text, structure.leaves)) if dollars else ()
    if not leaves:
        return structure
    math: list[Opaque] = []
    hidden = Excluded([(o.start, o.end) for o in structure.opaque])
    for leaf in leaves:
        math += inline_math(text, leaf.start, leaf.end, hidden)
    if math:
        covered = Excluded([(m.start, m.end) for m in math])
        kept = [o for o in structure.opaque if covered.end_of(o.start) < 0]
        structure.opaque = sorted([*kept, *math])
        structure.links = [raw for raw in structure.links if covered.end_of(raw.start) < 0]
    return structure


def _with_display_math(text: str) -> Structure:
    """The structure of a body with `$$`: first as if no code held one, and again where some did."""
    blocks = display_blocks(text)
    structure = scan(as_html_blocks(text, blocks)) if blocks else scan(text)
    if not _are_blocks(blocks, structure) or any(
        o.kind == "code" and text.find("$$", o.start, o.end) >= 0 for o in structure.opaque
    ):
        plain = scan(text)
        kinds = ("fence", "indented", "html-block", "code")
        hidden = Excluded([(o.start, o.end) for o in plain.opaque if o.kind in kinds])
        items = Excluded(plain.items)
        blocks = display_blocks(text, hidden, lambda at: items.end_of(at) >= 0)
        structure = scan(as_html_blocks(text, blocks))
    begins = {opening for opening, _ in blocks}
    for i, one in enumerate(structure.opaque):
        if one.start in begins:
            structure.opaque[i] = Opaque(one.start, one.end, "math-block")
    for i, root in enumerate(structure.roots):
        if root.start in begins:
            structure.roots[i] = Root("math", root.start, root.end)
    return structure


def _are_blocks(blocks: Sequence[DisplayBlock], structure: Structure) -> bool:
    """Whether all display blocks were read as such, up to their closing marks."""
    ends = {o.start: o.end for o in structure.opaque if o.kind == "html-block"}
    return all(closing < ends.get(opening, -1) for opening, closing in blocks)
