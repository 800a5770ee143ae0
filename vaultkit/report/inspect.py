"""Everything that was understood of a vault, as JSON (`vaultkit.inspect/1`) or for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from vaultkit.model.link import Link
from vaultkit.model.note import Note, Property
from vaultkit.report import documents as out
from vaultkit.report.encode import encode
from vaultkit.report.style import Style
from vaultkit.report.text import plural, safe
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type
from vaultkit.vault.templates import template_facts


def render_json(vault: Vault, paths: Collection[str] | None = None) -> Iterator[str]:
    """Yield the document, one note to a line; `paths` limits the notes, `files` is always complete."""
    yield '{"schema":"vaultkit.inspect/1","notes":['
    separator = "\n"
    for path, note in vault.notes.items():
        if paths is None or path in paths:
            yield separator + encode(note_json(note, vault))
            separator = ",\n"
    yield '\n],"files":' + encode(list(vault.files)) + "}\n"


def note_json(note: Note, vault: Vault) -> out.NoteJson:
    """Return all facts of one note."""
    fill = template_facts(vault).fill(note)
    kind, reason = note_type(note, vault)
    return out.NoteJson(
        path=note.path,
        title=note.title,
        note_type=kind,
        note_type_reason=reason,
        template=vault.is_template(note.path),
        fill=None if fill is None else round(fill, 4),
        excluded=vault.is_excluded(note.path),
        frontmatter=None if note.frontmatter is None else _place(note.frontmatter),
        links=[_link(link, note.path, vault) for link in note.links],
        tags=[out.TagJson(one.name, *_range(one.span), one.source) for one in note.tags],
        headings=[out.HeadingJson(one.text, one.level, *_range(one.span)) for one in note.headings],
        sections=[
            out.SectionJson(one.heading, one.level, one.line, one.end_line, one.state, one.fingerprint)
            for one in note.sections
        ],
        blocks=[
            out.BlockJson(one.id, one.kind, one.span.line, one.span.column, one.line, one.end_line)
            for one in note.blocks
        ],
        fields=[
            out.FieldJson(one.key, one.name, one.value, one.syntax, one.state, *_range(one.span))
            for one in note.fields
        ],
        properties=[_property(one) for one in note.properties],
        aliases=list(note.aliases),
        callouts=[
            out.CalloutJson(one.type, one.fold, one.title, one.span.line, one.span.column)
            for one in note.callouts
        ],
        footnotes=[
            out.FootnoteJson(one.id, one.definition, one.span.line, one.span.column) for one in note.footnotes
        ],
        comments=[out.CommentJson(one.text, one.html, *_range(one.span)) for one in note.comments],
        placeholders=[_place(span) for span in note.placeholders],
        empty_items=[_place(span) for span in note.empty_items],
        problems=[
            out.ProblemJson(one.kind, one.message, one.detail, *_range(one.span)) for one in note.problems
        ],
    )


def _range(span: Span) -> tuple[int, int, int, int]:
    return span.line, span.column, span.end_line, span.end_column


def _place(span: Span) -> out.PlaceJson:
    return out.PlaceJson(*_range(span))


def _link(link: Link, source: str, vault: Vault) -> out.LinkJson:
    found = vault.resolve(link, source)
    line, column, end_line, end_column = _range(link.span)
    return out.LinkJson(
        kind=link.kind,
        raw=link.raw,
        target=link.target,
        subpath=link.subpath or None,
        display=link.display,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        resolution=found.status,
        resolved=found.path,
        candidates=list(found.candidates),
        subpath_found=found.subpath_found if link.subpath else None,
        key=link.key or None,
    )


def _from_to(first: Span, last: Span) -> tuple[int, int, int, int]:
    return first.line, first.column, last.end_line, last.end_column


def _property(one: Property) -> out.PropertyJson:
    return out.PropertyJson(
        one.key,
        one.value,
        *_range(one.value_span) if one.key_span is None else _from_to(one.key_span, one.value_span),
        key_place=None if one.key_span is None else _place(one.key_span),
        value_place=_place(one.value_span),
        children=[_property(child) for child in one.children],
    )


def render_text(vault: Vault, style: Style, paths: Collection[str] | None = None) -> Iterator[str]:
    """Yield, for each note, its type, properties, headings, tags and links for people to read."""
    chosen = [note for path, note in vault.notes.items() if paths is None or path in paths]
    for note in chosen:
        yield from _note_text(note, vault, style)
    yield f"{plural(len(chosen), 'note')}, {plural(len(vault.files), 'file')} in the vault.\n"


def _note_text(note: Note, vault: Vault, style: Style) -> Iterator[str]:
    kind, reason = note_type(note, vault)
    yield style.paint("path", safe(note.path)) + style.paint("dim", f"  {kind} ({safe(reason)})") + "\n"
    if note.title != note.name:
        yield f"  title     {safe(note.title)}\n"
    if note.aliases:
        yield f"  aliases   {safe(', '.join(note.aliases))}\n"
    if note.tags:
        yield f"  tags      {safe(' '.join('#' + name for name in dict.fromkeys(tag.name for tag in note.tags)))}\n"
    for prop in note.properties:
        yield f"  property  {safe(prop.key)}: {safe(str(prop.value))}\n"
    for section in note.sections:
        if section.level:
            state = style.paint("dim", section.state)
            yield f"  section   {section.line}: {'#' * section.level} {safe(section.heading)}  {state}\n"
    for link in note.links:
        yield f"  link      {_link_text(link, note.path, vault, style)}\n"
    for problem in note.problems:
        yield f"  problem   {problem.span.line}: {safe(problem.message)}\n"
    yield "\n"


def _link_text(link: Link, source: str, vault: Vault, style: Style) -> str:
    found = vault.resolve(link, source)
    role = {"missing": "error", "ambiguous": "warning"}.get(found.status, "dim")
    leads = f" -> {found.path}" if found.path and found.status != "self" else ""
    part = " (part not found)" if found.subpath_found is False else ""
    status = style.paint("error" if part else role, safe(f"{found.status}{leads}{part}"))
    return f"{link.span.line}:{link.span.column} {safe(link.raw)}  {status}"
