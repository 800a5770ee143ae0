"""Templates as their author wrote them: which note is the template of a type, and which headings it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from unicodedata import normalize

import msgspec

from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.vault.note_type import note_type, type_named
from vaultkit.vault.subpath import strip_heading
from vaultkit.vault.vault import Vault

PLACEHOLDER = lazy_pattern(r"\{\{.*?\}\}|<%.*?%>", re.DOTALL)
_ANYTHING = "\ue000"  # stands for a placeholder while headings are compared; a character nobody writes
_LIVE = lazy_pattern(r"^[ \t>]*(?:[-*+] )?(?:```|~~~)|!\[\[|`\$?=", re.MULTILINE)
_TEMPLATE_WORD = lazy_pattern(r"\btemplates?\b|\btpl\b", re.IGNORECASE)
_PICTURES = lazy_pattern(
    "[\u200d\u20e3\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff]+"
)
# What a template's own shape says of it says nothing about the notes that are made from it.
_SHAPES = frozenset(("note", "index", "scratch"))


@lru_cache(maxsize=16384)
def heading_key(text: str) -> str:
    """Return a heading as sections are compared: without punctuation and emoji, blanks folded, case ignored.

    A link to a heading must have the emoji that decorate it, but the section is the same with other ones or none.
    """
    if text.isascii():
        return strip_heading(text).casefold() or text.strip()
    folded = normalize("NFC", text)
    plain = strip_heading(_PICTURES.sub(" ", folded)) or strip_heading(folded)
    return plain.casefold() or folded.strip()


class TemplateHeading(msgspec.Struct, frozen=True):
    """A heading of a template: its key, its text and level, whether text belongs right under it, what stands
    there (a fingerprint, empty for nothing), and for a heading with a placeholder the keys that it becomes."""

    key: str
    text: str
    level: int
    leaf: bool
    body: str
    becomes: Callable[[str], object] | None = None


class AuthoredTemplate(msgspec.Struct, frozen=True):
    """A note that is the template of a type."""

    path: str
    headings: tuple[TemplateHeading, ...]

    def find(self, key: str) -> TemplateHeading | None:
        """Return the heading of the template that the heading `key` of a note was made from."""
        for heading in self.headings:
            if heading.key == key or (heading.becomes is not None and heading.becomes(key)):
                return heading
        return None


def is_live(text: str) -> bool:
    """Return whether `text` holds a query or an embed: it shows something else each day, in every note alike."""
    return _LIVE.search(text) is not None


def read_template(note: Note, vault: Vault) -> AuthoredTemplate:
    """Return the headings of a template, without the title: a placeholder alone, or the only heading of level 1."""
    tops = sum(1 for section in note.sections if section.level == 1)
    headings: list[TemplateHeading] = []
    for at, section in enumerate(note.sections):
        if at == 0 and section.level == 1 and tops == 1 and len(note.sections) > 1:
            continue
        key = heading_key(PLACEHOLDER.sub(_ANYTHING, section.heading))
        if not key.strip(_ANYTHING + " "):
            continue
        becomes = None
        if _ANYTHING in key:
            becomes = re.compile(re.escape(key).replace(_ANYTHING, ".*"), re.DOTALL).fullmatch
        body = section.fingerprint if section.state not in ("empty", "container") else ""
        if body and is_live(vault.text(note.path)[section.body_start : section.body_end]):
            body = ""
        leaf = section.state != "container"
        headings.append(TemplateHeading(key, section.heading.strip(), section.level, leaf, body, becomes))
    return AuthoredTemplate(note.path, tuple(headings))


def templates_by_type(vault: Vault) -> dict[str, AuthoredTemplate]:
    """Return the template in the vault's template folder of each type that has just one.

    A template is of the type that its properties and tags say, as for any note, or else of the one it is
    named after ("Paper", "Paper template").
    """
    named: dict[str, list[Note]] = {}
    said: dict[str, list[Note]] = {}
    for note in _templates(vault):
        name = type_named(_TEMPLATE_WORD.sub("", note.name), vault)
        kind = note_type(note, vault)[0]
        if kind not in _SHAPES:
            said.setdefault(kind, []).append(note)
        if name is not None and name not in _SHAPES:
            named.setdefault(name, []).append(note)
    found: dict[str, AuthoredTemplate] = {}
    for kind in sorted({*named, *said}):
        candidates = said.get(kind, [])
        if len(candidates) != 1:
            candidates = named.get(kind, [])
        if len(candidates) == 1 and (template := read_template(candidates[0], vault)).headings:
            found[kind] = template
    return found


def _templates(vault: Vault) -> Iterator[Note]:
    for path in sorted(vault.templates):
        if path in vault.notes and (note := vault.notes[path]).sections:
            yield note
