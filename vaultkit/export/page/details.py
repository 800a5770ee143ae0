"""What the panel says of a note beyond the graph: its properties, its beginning, what the linter found.

Nothing here needs the graph, so that a process of its own can gather it while the graph is built.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from vaultkit.export.page.labels import one_line
from vaultkit.model.diagnostic import SEVERITIES, Diagnostic
from vaultkit.model.note import Note
from vaultkit.vault import Vault
from vaultkit.vault.dates import CREATED, UPDATED

MOST_EXCERPTS = 20_000_000  # bytes of all excerpts together
MOST_PROPERTIES = 24
LONGEST_VALUE = 240
MOST_FINDINGS = 40

# Shown elsewhere in the panel, or of no interest to a reader.
_ELSEWHERE = frozenset(
    ("tag", "tags", "alias", "aliases", "title", "cssclass", "cssclasses", "graphhide", *CREATED, *UPDATED)
)


class NoteDetails(msgspec.Struct, frozen=True, array_like=True):
    """What is said of one note: rows as the panel shows them.

    `properties` are [key, value] or [key, [values]], `findings` [severity, rule, message, line, column], the
    gravest first; `found` counts them all. `excerpt` is a tree in which links name nodes by their ids; None
    where the notes before have filled the page.
    """

    properties: list[Any] = []
    findings: list[Any] = []
    found: int = 0
    excerpt: list[Any] | None = []


Packed = bytes | NoteDetails
"""Details in MessagePack, which takes little room; as they are where it cannot hold them (lone surrogates)."""

NO_DETAILS = NoteDetails()

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(NoteDetails)


def gather_details(
    vault: Vault, paths: Iterable[str], findings: Iterable[Diagnostic], limit: int
) -> dict[str, Packed]:
    """Return what is said of the notes at `paths`, packed, by path; excerpts have about `limit` characters."""
    from vaultkit.graph.excerpt import characters, excerpt  # mistune takes its time to load

    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        by_path.setdefault(finding.path, []).append(finding)
    details: dict[str, Packed] = {}
    room = MOST_EXCERPTS
    for path in paths:
        note = vault.notes[path]
        tree = excerpt(vault, note, limit) if room > 0 else None
        room -= characters(tree) if tree is not None else 0
        found = by_path.get(path, [])
        details[path] = pack(NoteDetails(properties_of(note), _rows(found), len(found), tree))
        vault.notes.release(path)
    return details


def pack(details: NoteDetails) -> Packed:
    """Return the details of a note in MessagePack, or as they are."""
    try:
        return _encoder.encode(details)
    except UnicodeEncodeError:
        return details


def details_at(details: Mapping[str, Packed], path: str) -> NoteDetails:
    """Return what is said of the note at `path`; nothing where it is not among `details`."""
    packed = details.get(path, NO_DETAILS)
    return packed if isinstance(packed, NoteDetails) else _decoder.decode(packed)


def properties_of(note: Note) -> list[list[Any]]:
    """Return the properties worth showing as [key, value] or [key, [values]]; every value is plain text."""
    found: list[list[Any]] = []
    for prop in note.properties:
        if re.sub(r"[\s_]+", "-", prop.key.strip().lower()) in _ELSEWHERE or prop.value in (None, "", [], {}):
            continue
        if isinstance(prop.value, list) and not any(isinstance(item, (list, dict)) for item in prop.value):
            values = [text for item in prop.value if (text := _text(item))]
            found.append([one_line(prop.key), values[:MOST_PROPERTIES]])
        else:
            found.append([one_line(prop.key), _text(prop.value)])
    return found[:MOST_PROPERTIES]


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return one_line(text, LONGEST_VALUE)


def _rows(findings: Iterable[Diagnostic]) -> list[list[Any]]:
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.span.start, one.code))
    return [
        [
            one.severity,
            f"{one.code} {one.name}",
            one_line(one.message, LONGEST_VALUE),
            one.span.line,
            one.span.column,
        ]
        for one in ordered[:MOST_FINDINGS]
    ]
