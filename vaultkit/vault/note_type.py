"""What kind of note a note is: as the configuration says, or by a short list of rules, each of which can be
explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Any

from vaultkit.model.graph import NoteType
from vaultkit.model.note import Note, Property
from vaultkit.patterns import lazy_pattern
from vaultkit.vault.memo import PerVault
from vaultkit.vault.type_match import DeclaredTypes, word
from vaultkit.vault.vault import Vault

Verdict = tuple[NoteType, str]

_MEANINGS: dict[NoteType, str] = {
    "topic": "topic topics concept concepts",
    "paper": "paper papers preprint preprints literature",
    "log": "log logs journal journals diary daily dailies dailynote dailynotes day weekly worklog",
    "clipping": "clipping clippings clip clips clipped omnivore readwise readlater webclip webclips bookmark bookmarks",
    "post": "post posts blog blogs blogpost blogposts",
    "index": "index indexes moc mocs hub hubs map maps mapofcontent mapsofcontent overview",
    "scratch": "scratch scratchpad inbox fleeting",
    "note": "note zettel permanent evergreen",
}
_WORDS: dict[str, NoteType] = {word: kind for kind, words in _MEANINGS.items() for word in words.split()}

_TYPE_KEYS = ("type", "note_type", "note-type", "notetype", "kind", "category", "categories")
SOURCE_KEYS = ("source", "url", "link", "clipped", "source_url", "original")
_PAPER_KEYS = ("arxiv", "arxiv_id", "arxiv-id", "arxivid", "doi")
_PAPER_URL = lazy_pattern(r"(?:arxiv\.org/(?:abs|pdf|html)/|doi\.org/10\.)\S", re.IGNORECASE)
_ORIGINAL = lazy_pattern(
    r"(?:read|view|see|open)\s+(?:the\s+)?(?:original|on\s+(?:omnivore|readwise|pocket|instapaper))\b",
    re.IGNORECASE,
)
_RELATIONS = frozenset(
    ("part-of", "is-part-of", "includes", "subtopics", "subtopic-of", "broader", "narrower")
)
_LOOSE_RELATIONS = frozenset(("up", "down", "parent", "parents", "child", "children"))  # only with a link

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}\.?\s+{_MONTH}(?:\s+\d{{4}})?)"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s*)?"
_DATE_NAME = lazy_pattern(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-W\d{2}", re.IGNORECASE)
_DATE_START = lazy_pattern(rf"\W*{_WEEKDAY}{_DATE}(?!\d)", re.IGNORECASE)
_DATE_LINE = lazy_pattern(
    rf"[-*_#>\[ \t]*+{_WEEKDAY}{_DATE}[ \t\]*_:,]*+(?:\(?{_WEEKDAY}\)?)[ \t*_:]*+",
    re.IGNORECASE,
)
_SCRATCH_NAME = lazy_pattern(r"\b(?:scratch(?:pad)?|inbox|untitled|braindump)\b", re.IGNORECASE)
_INDEX_NAME = lazy_pattern(r"(?:index|home|dashboard|start here|map of content)|.*\bmoc\b.*", re.IGNORECASE)
_MARKUP_LINE = lazy_pattern(r"[ \t]|[-*+>|#`~]|\d+[.)] |!?\[\[|<|\$\$")
_LINK_ITEM = lazy_pattern(r"[-*+]\s*+(?:<?https?://\S++|\[[^\]]*+\]\([^)]*+\))?[\s.]*+$")
_LONGEST_DATE_LINE = 200


class _Known:
    """What has been found out about the notes of one vault, which never changes."""

    def __init__(self, vault: Vault) -> None:
        self.declared = DeclaredTypes(vault.conventions)
        self.verdicts: dict[str, tuple[str, str]] = {}


_KNOWN = PerVault(_Known)


def note_type(note: Note, vault: Vault) -> tuple[str, str]:
    """Return the type of `note`, a note of `vault`, and the reason: the first that has an opinion.

    The types of the configuration come first, in its order; then the rules below. There, what the author
    says (a property, a folder, a tag) comes before what the shape of the text says. A type that says in
    the configuration which notes are of it is given to no others.
    """
    known = _KNOWN.of(vault)
    verdict = known.verdicts.get(note.path)
    if verdict is None:
        verdict = known.verdicts[note.path] = _decide(note, vault, known.declared)
    return verdict


def advance_types(before: Vault, vault: Vault, touched: Collection[str]) -> None:
    """Hand the types found in `before` on to `vault`, which differs from it in the files `touched`.

    The type of a note depends on nothing but the note. `before` is not asked again.
    """
    known = _KNOWN.take(before)
    if known is not None:
        for path in touched:
            known.verdicts.pop(path, None)
        _KNOWN.hand_on(vault, known)


def found_type(path: str, vault: Vault) -> str | None:
    """Return the type of the note at `path` where it was asked for before, else None."""
    known = _KNOWN.known(vault)
    return known.verdicts[path][0] if known is not None and path in known.verdicts else None


def type_named(text: str, vault: Vault) -> str | None:
    """Return the type that `text`, the name of a template, names: a configured one or one that is recognised."""
    types = {word(name): name for name in vault.conventions.types}
    return types.get(word(text)) or _meaning(text)


def is_index_name(name: str) -> bool:
    """Return whether a note of this name is meant to lead to others: "Index", "Dashboard", "Papers MOC"."""
    return _INDEX_NAME.fullmatch(name.strip()) is not None


def _decide(note: Note, vault: Vault, declared: DeclaredTypes) -> tuple[str, str]:
    found = declared.matched(note) or _by_declared_name(note, declared)
    if found is not None:
        return found
    for rule in _RULES:
        verdict = rule(note, vault)
        if verdict is not None and verdict[0] not in declared.exclusive:
            return verdict
    return "note", "nothing says otherwise"


def _by_declared_name(note: Note, declared: DeclaredTypes) -> tuple[str, str] | None:
    for prop in _named(note, _TYPE_KEYS):
        for text in _texts(prop):
            name = declared.named(text)
            if name is not None:
                return name, f"its property {prop.key!r} says {text!r}"
    return None


@lru_cache(maxsize=4096)
def _meaning(text: str) -> NoteType | None:
    """The type that a word of the author's names, whatever decorates it: `"[[Papers]]"`, `01 - Topics`."""
    return _WORDS.get(re.sub(r"[\W\d_]+", "", text).lower())


def _named(note: Note, keys: tuple[str, ...]) -> Iterator[Property]:
    """The properties of `note` under `keys`, in the order of the note."""
    for prop in note.properties:
        if prop.key.lower() in keys:
            yield prop


def _texts(prop: Property) -> Iterator[str]:
    """The texts of a property, alone or in a list."""
    value: Any = prop.value
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, str):
            yield item


def _by_property(note: Note, _vault: Vault) -> Verdict | None:
    for prop in _named(note, _TYPE_KEYS):
        for text in _texts(prop):
            kind = _meaning(text)
            if kind is not None:
                return kind, f"its property {prop.key!r} says {text!r}"
    for prop in _named(note, ("layout",)):
        if any(text.strip().lower() == "post" for text in _texts(prop)):
            return "post", "its layout is 'post'"
    return None


def _by_folder(note: Note, vault: Vault) -> Verdict | None:
    daily = vault.settings.daily_folder
    if daily and note.path.startswith(daily + "/") and _DATE_START.match(note.name):
        return "log", f"it is a dated note in the daily notes' folder {daily!r}"
    for folder in reversed(note.folder.split("/")):
        kind = _meaning(folder)
        if kind is not None and kind != "note":
            return kind, f"it lies in the folder {folder!r}"
    return None


def _by_identifier(note: Note, _vault: Vault) -> Verdict | None:
    for prop in _named(note, _PAPER_KEYS):
        if prop.value not in (None, "", []):
            return "paper", f"it has the property {prop.key!r}"
    for prop in _named(note, SOURCE_KEYS):
        if any(_PAPER_URL.search(text) for text in _texts(prop)):
            return "paper", f"its property {prop.key!r} is the address of a paper"
    return None


def _by_source(note: Note, _vault: Vault) -> Verdict | None:
    if any(text.strip() for prop in _named(note, _TYPE_KEYS) for text in _texts(prop)):
        return None  # the author calls it something we have no word for: a person, a film, a tool
    for prop in _named(note, SOURCE_KEYS):
        if any(text.strip().lower().startswith(("http://", "https://")) for text in _texts(prop)):
            return "clipping", f"its property {prop.key!r} is an address"
    for link in note.links:
        if link.external and link.display is not None and _ORIGINAL.search(link.display):
            return "clipping", f"it links to its source as {link.display.strip()!r}"
    return None


def _by_dated_shape(note: Note, _vault: Vault) -> Verdict | None:
    if _DATE_NAME.fullmatch(note.name):
        return "log", "its name is a date"
    dated = sum(1 for heading in note.headings if _DATE_START.match(heading.text))
    if dated >= 2 and dated * 3 >= len(note.headings):
        return "log", f"{dated} of its headings are dates"
    return None


def _by_tag(note: Note, _vault: Vault) -> Verdict | None:
    """A tag about the whole note stands in the properties or above the first text: in the first ten lines."""
    first = note.frontmatter.end_line if note.frontmatter is not None else 0
    for tag in note.tags:
        if tag.source == "property" or tag.span.line <= first + 10:
            kind = _meaning(tag.name.rpartition("/")[2]) or _meaning(tag.name.partition("/")[0])
            if kind is not None and kind != "note":
                return kind, f"it is tagged #{tag.name}"
    return None


def _by_relation(note: Note, _vault: Vault) -> Verdict | None:
    for field in note.fields:
        if field.name in _RELATIONS or (field.name in _LOOSE_RELATIONS and "[[" in field.value):
            return "topic", f"it has the field {field.key.strip()!r}"
    for prop in note.properties:
        name = re.sub(r"[\s_]+", "-", prop.key.strip().lower())
        if name in _RELATIONS or (name in _LOOSE_RELATIONS and any("[[" in text for text in _texts(prop))):
            return "topic", f"it has the property {prop.key!r}"
    return None


def _by_links(note: Note, _vault: Vault) -> Verdict | None:
    links = [
        link for link in note.links if not link.external and not link.is_embed and link.kind != "property"
    ]
    if is_index_name(note.name) and len(links) >= 3:
        return "index", f"it is named {note.name!r} and holds {len(links)} links"
    body = note.size - (note.frontmatter.end if note.frontmatter is not None else 0)
    if len(links) >= 5 and 2 * sum(len(link.raw) for link in links) >= body:
        return "index", "most of its text is links to notes"
    return None


def _by_lines(note: Note, vault: Vault) -> Verdict | None:
    """Rules that need the text: dated lines, and notes that are little more than loose lines."""
    if note.is_canvas or len(note.headings) > 12:
        return None
    text = vault.text(note.path)
    if note.frontmatter is not None:
        text = text[note.frontmatter.end :]
    lines = [stripped for line in text.splitlines() if (stripped := line.strip())]
    dated = sum(1 for line in lines if len(line) <= _LONGEST_DATE_LINE and _DATE_LINE.fullmatch(line))
    if dated >= 3 and dated > len(note.headings):
        return "log", f"{dated} of its lines are dates"
    if note.frontmatter is not None:
        return None
    if _SCRATCH_NAME.search(note.name.replace("-", " ").replace("_", " ")):
        return "scratch", f"its name is {note.name!r}"
    bare = sum(1 for line in text.splitlines() if line and not line.isspace() and _is_bare(line.rstrip()))
    loose = bare + sum(1 for line in lines if _LINK_ITEM.match(line))
    if bare >= 5 and 2 * loose >= len(lines) and 20 * len(note.headings) <= len(lines):
        return "scratch", f"{loose} of its {len(lines)} lines are loose lines or bare links"
    return None


def _is_bare(line: str) -> bool:
    """A short line of its own that is neither markup nor a sentence."""
    return len(line) < 120 and not line.endswith((".", ":", ";", ",")) and not _MARKUP_LINE.match(line)


_RULES: tuple[Callable[[Note, Vault], Verdict | None], ...] = (
    _by_property,
    _by_folder,
    _by_identifier,
    _by_source,
    _by_dated_shape,
    _by_tag,
    _by_relation,
    _by_links,
    _by_lines,
)
