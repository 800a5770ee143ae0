"""Which links of a note stand in a field or property, and so say something about the note itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from vaultkit.model.link import Link
from vaultkit.model.note import Field, Note


def stated_links(note: Note) -> Iterator[tuple[str, Link]]:
    """Yield the links into the vault that stand in a property or in a field of the note's own, with its name."""
    finder = FieldFinder(note) if note.fields else None
    for link in note.links:
        if link.kind == "property":
            yield link.key.partition(".")[0], link
        elif finder is None:
            return  # the links of properties come first
        elif not link.external and not link.is_embed:
            field = finder.around(link)
            if field is not None and not field.nested:
                yield field.key.strip(), link


class FieldFinder:
    """Finds the innermost inline field around a link of one note."""

    __slots__ = ("_fields", "_starts")

    def __init__(self, note: Note) -> None:
        self._fields = sorted(note.fields, key=lambda field: (field.value_span.start, -field.value_span.end))
        self._starts = [field.value_span.start for field in self._fields]

    def around(self, link: Link) -> Field | None:
        """Return the smallest field whose value holds the link, or None.

        Fields nest only a bracket inside a line, so looking back a few of them is enough.
        """
        at = bisect_right(self._starts, link.span.start)
        for field in reversed(self._fields[max(0, at - 8) : at]):
            if field.value_span.end >= link.span.end:
                return field
        return None
