"""Takes suppressions out of notes: as edits, leaving everything else as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from vaultkit.lint.suppress import PROPERTY, Named, Suppression
from vaultkit.model.note import Note
from vaultkit.text import Edit, Span, line_around


def removal(text: str, note: Note, one: Suppression, unused: Collection[Named]) -> tuple[Edit, ...]:
    """Return the edits that take `unused` out of `one`, and all of it where nothing else is left."""
    left = [named for named in one.named if named not in unused]
    if one.form == "property":
        return _from_property(text, note, left)
    if not left:
        spans = [one.span] if one.closing is None else [one.span, one.closing]
        return tuple(_without_comment(text, span, html=one.html) for span in spans)
    start, end = one.named[0].start, one.named[-1].end
    return (Edit(start, end, ", ".join(named.text for named in left)),)


def _without_comment(text: str, span: Span, *, html: bool) -> Edit:
    """Return the edit that removes a comment, with its line where it stands alone on it.

    An empty line is left where the comment kept two lines apart: an HTML comment ends a paragraph, and a
    line of dashes under a line of text means another thing than under nothing.
    """
    start, end = span.start, span.end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    rest = text[end:line_end].strip(" \t\r")
    if text[line_start:start].strip(" \t") or rest:
        while start > line_start and text[start - 1] in " \t":
            start -= 1
        return Edit(start, end, "")
    following = line_around(text, line_end + 1).strip()
    before = line_around(text, line_start - 1).strip() if line_start else ""
    if following and (set(following) <= {"-"} or set(following) <= {"="} or (html and before)):
        return Edit(line_start, end, "")
    return Edit(line_start, min(line_end + 1, len(text)), "")


def _from_property(text: str, note: Note, left: Sequence[Named]) -> tuple[Edit, ...]:
    """Return the edits that leave only `left` in the property; none where it is written in an odd way."""
    prop = next(prop for prop in note.properties if prop.key == PROPERTY)
    if prop.key_span is None:
        return ()
    if not left:
        start = text.rfind("\n", 0, prop.key_span.start) + 1
        end = text.find("\n", prop.value_span.end)
        alone = text[start : prop.key_span.start] == "" and end >= 0
        return (Edit(start, end + 1, ""),) if alone else ()
    if not prop.children:
        return ()
    first, last = prop.children[0].value_span, prop.children[-1].value_span
    kept = {named.start for named in left}
    if text[prop.value_span.start] == "[":
        return (Edit(first.start, last.end, ", ".join(text[one.start : one.end] for one in left)),)
    edits = []
    for child in prop.children:
        if child.value_span.start not in kept and child.value is not None:
            start = text.rfind("\n", 0, child.value_span.start) + 1
            end = text.find("\n", child.value_span.end)
            edits.append(Edit(start, end + 1 if end >= 0 else len(text), ""))
    return tuple(edits)
