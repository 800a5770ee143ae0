"""What the rest of a vault needs to know of a note: enough to follow every link and to pass over most notes.

A note in full is ten times larger than its outline. Questions about a whole vault are asked of the outlines,
and only notes with something to say are then looked at in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

import msgspec

from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.kinds import shape_of
from vaultkit.model.link import Link
from vaultkit.model.note import Heading, Note, Property
from vaultkit.model.stated import stated_links
from vaultkit.patterns import lazy_pattern

if TYPE_CHECKING:
    from vaultkit.identity import Identity

SUPPRESSION_PROPERTY = "vaultkit-ignore"
_OLD_KEYS = frozenset(("tag", "alias", "cssclass"))
_PLAIN_TAG = lazy_pattern(r"[^\W\d][\w/-]*(?<!/)")
DOCUMENTS = (".pdf", ".epub", ".djvu")
_NO_LETTER = lazy_pattern(r"[\W_]+")


class Trait:
    """Something a note has that few notes have, and that makes it worth a look: bits of one number.

    Plain numbers: to join the members of an `IntFlag` costs as much as to find the facts themselves.
    """

    PROBLEM = 1 << 0  # the reader met something
    ODD_CHARACTER = 1 << 1  # its bytes hold what no Markdown shows
    DIRECTIVE = 1 << 2  # a comment or property that speaks to vaultkit
    PLACEHOLDER = 1 << 3  # template text
    EMPTY_SECTION = 1 << 4
    STUB_SECTION = 1 << 5  # or one that holds only tags to choose from
    EMPTY_FIELD = 1 << 6  # the same
    REPEATED_BLOCK_ID = 1 << 7
    REPEATED_HEADING = 1 << 8  # two headings with the same letters
    EMPTY_VALUE = 1 << 9  # of a property, or in a list of one
    NUMBER = 1 << 10  # the same
    NESTED_LIST = 1 << 11  # a property that is a list of lists
    OLD_PROPERTY = 1 << 12  # named as Obsidian no longer reads it
    ODD_TAG = 1 << 13  # anything but a word without a slash at its end
    CITATION = 1 << 14  # of a bibliography, or a footnote without its other half
    UNSOURCED = 1 << 15  # no link to the web or to a document
    PAPER = 1 << 16  # a tag or a property calls it a paper
    SITE_PATH = 1 << 17  # a property that begins with a slash
    OTHER_PAPER = 1 << 18  # an address of another paper than the one that a property names
    ODD_PAPER = 1 << 19  # a property or address for a paper that is not simply its identifier


class Outline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The facts of one note that concern other notes.

    `digest` is that of the note; empty where the file could not be read. `targets` are the distinct targets
    of its links into the vault without a subpath and `parts` those with one, as written (`Note#Heading`);
    a canvas has neither, because what its links mean is not in their text alone. `anchors` are what a link
    can certainly name behind its `#`: the texts of plain headings, and block ids with their `^`. `embeds` are
    those of `targets` that are shown in place, `papers` the identities of the papers that properties name,
    `stated` the links in properties and fields, with the name of the property or field.
    `bodies` holds the fingerprints of sections that look filled, four bytes each;
    `shape` the kinds of its properties (see `vaultkit.model.kinds`).
    """

    digest: str
    traits: int = 0
    targets: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    embeds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    bodies: bytes = b""
    stated: tuple[tuple[str, Link], ...] = ()
    shape: str = ""


def says_paper(text: str) -> bool:
    """Return whether a word for papers stands in `text`, in whichever case."""
    folded = text.lower()
    return "paper" in folded or "preprint" in folded or "literature" in folded


def outline_of(note: Note) -> Outline:
    """Return the outline of `note`."""
    targets: dict[str, None] = {}
    parts: dict[str, None] = {}
    embeds: dict[str, None] = {}
    addresses: list[str] = []
    canvas = note.is_canvas
    for link in note.links:
        if link.external:
            addresses.append(link.target)
        elif canvas:
            continue
        elif link.subpath:
            parts[link.target + link.subpath] = None
        else:
            targets[link.target] = None
            if link.kind == "embed":
                embeds[link.target] = None
    values = list(_values(note.properties)) if note.properties else []
    papers, traits = _papers(note.properties, addresses, values)
    traits |= _traits(note)
    if note.properties:
        traits |= _property_traits(note.properties, values)
    if not addresses and not _names_document(note.links):
        traits |= Trait.UNSOURCED
    return Outline(
        note.digest,
        traits,
        tuple(targets),
        tuple(parts),
        (*_plain(note.headings), *["^" + block.id for block in note.blocks]),
        tuple(embeds),
        note.aliases,
        tuple(dict.fromkeys([tag.name for tag in note.tags])),
        papers,
        bytes.fromhex("".join([one.fingerprint for one in note.sections if one.state == "filled"])),
        tuple(stated_links(note)) if note.fields or note.properties else (),
        shape_of(note.properties),
    )


def _plain(headings: Iterable[Heading]) -> list[str]:
    """The texts of headings that mean nothing else in a link."""
    return [one.text for one in headings if "#" not in one.text and not one.text.startswith(("^", "[^"))]


def _names_document(links: Iterable[Link]) -> bool:
    """Whether a link leads to a document, such as a PDF."""
    targets = [link.target for link in links]
    together = "\n".join(targets).lower()  # of most notes no target needs a look of its own
    return any(suffix in together for suffix in DOCUMENTS) and any(
        target.lower().endswith(DOCUMENTS) for target in targets
    )


def _traits(note: Note) -> int:
    found = 0
    if note.problems:
        found |= Trait.PROBLEM
    if note.oddities:
        found |= Trait.ODD_CHARACTER
    if note.placeholders:
        found |= Trait.PLACEHOLDER
    if note.comments and any("vaultkit" in comment.text for comment in note.comments):
        found |= Trait.DIRECTIVE
    for section in note.sections:
        if section.state == "empty":
            found |= Trait.EMPTY_SECTION
        elif section.state in ("stub", "boilerplate"):
            found |= Trait.STUB_SECTION
    if note.fields and any(field.state != "filled" for field in note.fields):
        found |= Trait.EMPTY_FIELD
    if len(note.blocks) > 1 and len({block.id.lower() for block in note.blocks}) < len(note.blocks):
        found |= Trait.REPEATED_BLOCK_ID
    if _repeat(note.headings):
        found |= Trait.REPEATED_HEADING
    for tag in note.tags:
        if tag.name[-1:] == "/" and tag.source == "body":
            found |= Trait.ODD_TAG
    if note.citations or _loose_footnote(note):
        found |= Trait.CITATION
    if note.tags and says_paper("\n".join([tag.name for tag in note.tags])):
        found |= Trait.PAPER
    return found


def _loose_footnote(note: Note) -> bool:
    """Whether a footnote is not defined, or a definition not referred to."""
    if not note.footnotes:
        return False
    defined = {one.id.lower() for one in note.footnotes if one.definition}
    return defined != {one.id.lower() for one in note.footnotes if not one.definition and one.id}


def _repeat(headings: Iterable[Heading]) -> bool:
    """Whether two headings have the same letters and digits, whatever stands between these."""
    seen: set[str] = set()
    for heading in headings:
        key = _letters(heading.text)
        if key in seen:
            return True
        seen.add(key)
    return False


@lru_cache(maxsize=4096)  # the notes of a vault have many headings in common
def _letters(text: str) -> str:
    return _NO_LETTER.sub("", normalize("NFC", text).lower())


def _property_traits(properties: Iterable[Property], values: Iterable[object]) -> int:
    found = 0
    for prop in properties:
        key = prop.key.casefold()
        if key in _OLD_KEYS:
            found |= Trait.OLD_PROPERTY
        elif key == "tags" and not all(map(_is_plain_tag, _items(prop))):
            found |= Trait.ODD_TAG
        elif key == SUPPRESSION_PROPERTY:
            found |= Trait.DIRECTIVE
    texts: list[str] = []
    for value in values:
        if isinstance(value, str):
            texts.append(value)
        elif value is None:
            found |= Trait.EMPTY_VALUE
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found |= Trait.NUMBER
        elif isinstance(value, list) and any(isinstance(item, list) for item in value):
            found |= Trait.NESTED_LIST
    lines = "\n".join(texts)
    if "/" in lines and any(text.startswith("/") for text in texts):
        found |= Trait.SITE_PATH
    return found | Trait.PAPER if says_paper(lines) else found


def _items(prop: Property) -> Sequence[object]:
    """The values of a property, alone or in a list."""
    value = prop.value
    return value if isinstance(value, list) else (value,)


def _values(properties: Iterable[Property]) -> Iterator[object]:
    """The values of properties and of what is in them."""
    for prop in properties:
        yield prop.value
        if prop.children:
            yield from _values(prop.children)


def _is_plain_tag(value: object) -> bool:
    return isinstance(value, str) and _is_plain_word(value.strip())


@lru_cache(maxsize=4096)  # the notes of a vault have many tags in common
def _is_plain_word(text: str) -> bool:
    return _PLAIN_TAG.fullmatch(text) is not None


def _papers(
    properties: Iterable[Property], addresses: Sequence[str], values: Iterable[object]
) -> tuple[tuple[str, ...], int]:
    """Return the papers that properties name, and what about papers needs a closer look.

    `addresses` are the links out of the vault, `values` what all properties hold.
    """
    papers: list[str] = []
    odd = False
    for prop in properties:
        scheme = SCHEMES.get(canonical_key(prop.key))
        if scheme not in ("arxiv", "doi"):
            continue
        for value in _items(prop):
            identity = _identify(value.strip(), scheme) if isinstance(value, str) else None
            if identity is None or identity.problem or identity.kind != "paper":
                odd = True
            else:
                papers.append(identity.id)
    found = Trait.ODD_PAPER if odd else 0
    for address in (*addresses, *[value for value in values if isinstance(value, str) and "//" in value]):
        folded = address.lower()
        if "arxiv" in folded or "doi.org" in folded:
            identity = _identify(address)
            if identity is not None and identity.problem:
                found |= Trait.ODD_PAPER
            elif identity is not None and identity.id not in papers and (papers or odd):
                found |= Trait.OTHER_PAPER
    return tuple(papers), found


def _identify(text: str, scheme: str | None = None) -> Identity | None:
    from vaultkit.identity import identify  # a run whose notes are all known identifies nothing

    return identify(text, scheme)
