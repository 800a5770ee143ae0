"""What the rest of a vault needs to know of a note: enough to follow every link and to pass over most notes.

A note in full is ten times larger than its outline. Questions about a whole vault are asked of the outlines,
and only notes with something to say are then looked at in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

import msgspec

from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.kinds import Kind, kind_of, shape_of
from vaultkit.model.link import Link
from vaultkit.model.note import Note, Property, Section
from vaultkit.model.stated import stated_links
from vaultkit.patterns import lazy_pattern

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
    ODD_ALIAS = 1 << 20  # one that is no text


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


def leads_to_papers(address: str) -> bool:
    """Return whether an address has to do with arXiv or with a DOI: only those are identified as papers."""
    folded = address.lower()
    return "arxiv" in folded or "doi.org" in folded


def outline_of(note: Note) -> Outline:
    """Return the outline of `note`."""
    # Nearly no note has most of what is asked here. So where it can be, it is asked of all texts put together.
    targets: dict[str, None] = {}
    parts: dict[str, None] = {}
    embeds: list[str] = []
    addresses: list[str] = []
    dotted: list[str] = []  # only those can be documents
    canvas = note.is_canvas
    for link in note.links:
        target = link.target
        if link.external:
            addresses.append(target)
            continue
        if "." in target:
            dotted.append(target)
        if canvas:
            continue
        if link.subpath:
            parts[target + link.subpath] = None
        else:
            targets[target] = None
            if link.kind == "embed":
                embeds.append(target)
    filled, traits = _section_facts(note.sections)
    traits |= _traits(note)
    if not addresses and not (dotted and any(target.lower().endswith(DOCUMENTS) for target in dotted)):
        traits |= Trait.UNSOURCED
    texts, identifiers, shape, of_properties = _property_facts(note.properties)
    traits |= of_properties
    names = [tag.name for tag in note.tags]
    together = "\n".join([*names, *texts, ""])
    if says_paper(together):
        traits |= Trait.PAPER
    if "/\n" in together and any(tag.name[-1:] == "/" and tag.source == "body" for tag in note.tags):
        traits |= Trait.ODD_TAG
    if "//" in together:
        addresses += [text for text in texts if "//" in text]
    papers: tuple[str, ...] = ()
    if identifiers or addresses:
        papers, of_papers = _papers(identifiers, addresses)
        traits |= of_papers
    anchors = [heading.text for heading in note.headings]
    if len(set(map(_letters, anchors))) < len(anchors):
        traits |= Trait.REPEATED_HEADING
    anchors = _nameable(anchors)
    if note.blocks:
        anchors += ["^" + block.id for block in note.blocks]
    return Outline(
        note.digest,
        traits,
        tuple(targets),
        tuple(parts),
        tuple(anchors),
        tuple(dict.fromkeys(embeds)),
        note.aliases,
        tuple(dict.fromkeys(names)),
        papers,
        bytes.fromhex("".join(filled)),
        tuple(stated_links(note)) if note.fields or "[[" in together else (),
        shape,
    )


def _section_facts(sections: Iterable[Section]) -> tuple[list[str], int]:
    """Return the fingerprints of the sections that look filled, and the traits of the others."""
    fingerprints: list[str] = []
    found = 0
    for section in sections:
        state = section.state
        if state == "filled":
            fingerprints.append(section.fingerprint)
        elif state == "empty":
            found |= Trait.EMPTY_SECTION
        elif state != "container":
            found |= Trait.STUB_SECTION
    return fingerprints, found


@lru_cache(maxsize=4096)  # the notes of a vault have many headings in common
def _letters(text: str) -> str:
    """The letters and digits of a heading, whatever stands between these."""
    folded = normalize("NFC", text).lower()
    words = "".join(folded.split())
    return words if words.isalnum() else _NO_LETTER.sub("", folded)


def _nameable(headings: list[str]) -> list[str]:
    """The texts of headings that mean nothing else in a link."""
    together = "\n".join(headings)
    if "#" not in together and "^" not in together:  # as in nearly all notes
        return headings
    return [text for text in headings if "#" not in text and not text.startswith(("^", "[^"))]


def _traits(note: Note) -> int:
    """Return the traits that do not lie in properties or links."""
    found = 0
    if note.problems:
        found |= Trait.PROBLEM
    if note.oddities:
        found |= Trait.ODD_CHARACTER
    if note.placeholders:
        found |= Trait.PLACEHOLDER
    if note.comments and any("vaultkit" in comment.text for comment in note.comments):
        found |= Trait.DIRECTIVE
    if note.fields and any(field.state != "filled" for field in note.fields):
        found |= Trait.EMPTY_FIELD
    if len(note.blocks) > 1 and len({block.id.lower() for block in note.blocks}) < len(note.blocks):
        found |= Trait.REPEATED_BLOCK_ID
    if note.citations or _loose_footnote(note):
        found |= Trait.CITATION
    return found


def _loose_footnote(note: Note) -> bool:
    """Whether a footnote is not defined, or a definition not referred to."""
    if not note.footnotes:
        return False
    defined = {one.id.lower() for one in note.footnotes if one.definition}
    return defined != {one.id.lower() for one in note.footnotes if not one.definition and one.id}


class _Keys(NamedTuple):
    """What the keys of a note's properties tell: traits, which properties hold tags, which ones aliases, and which
    ones the identifiers of papers, with their scheme."""

    traits: int
    tags: tuple[int, ...]
    aliases: tuple[int, ...]
    papers: tuple[tuple[int, str], ...]


@lru_cache(maxsize=4096)  # the notes of a vault have few sets of keys
def _known(keys: tuple[str, ...]) -> _Keys:
    traits = 0
    tags: list[int] = []
    aliases: list[int] = []
    papers: list[tuple[int, str]] = []
    for at, key in enumerate(keys):
        folded = key.casefold()
        if folded in _OLD_KEYS:
            traits |= Trait.OLD_PROPERTY
        if folded == SUPPRESSION_PROPERTY:
            traits |= Trait.DIRECTIVE
        if folded == "tags":
            tags.append(at)
        if folded == "aliases":
            aliases.append(at)
        scheme = SCHEMES.get(canonical_key(key))
        if scheme in ("arxiv", "doi"):
            papers.append((at, scheme))
    return _Keys(traits, tuple(tags), tuple(aliases), tuple(papers))


def _property_facts(
    properties: Sequence[Property],
) -> tuple[list[str], list[tuple[object, str]], str, int]:
    """Return the texts that properties hold, the values that are to identify papers with their scheme, the kinds of
    all values (see `vaultkit.model.kinds`), and the traits."""
    keys: list[str] = []
    kinds: list[Kind] = []
    texts: list[str] = []
    found = 0
    for prop in properties:
        value = prop.value
        keys.append(prop.key)
        kinds.append(kind_of(value))
        if isinstance(value, str):
            texts.append(value)
        else:
            found |= _take_values((prop,), texts)
    if "\n/" in "\n".join(["", *texts]) and any(text[:1] == "/" for text in texts):
        found |= Trait.SITE_PATH
    all_keys = tuple(keys)
    of_keys, tags, aliases, papers = _known(all_keys)
    for at in tags:
        for tag in _items(properties[at]):
            if not isinstance(tag, str) or not _is_plain_word(tag):
                found |= Trait.ODD_TAG
    for at in aliases:
        if not all(isinstance(alias, str) for alias in _items(properties[at])):
            found |= Trait.ODD_ALIAS
    identifiers = (
        [(value, scheme) for at, scheme in papers for value in _items(properties[at])] if papers else []
    )
    return texts, identifiers, shape_of(all_keys, tuple(kinds)), found | of_keys


def _take_values(properties: Iterable[Property], texts: list[str]) -> int:
    """Return the traits of the values of properties and of what is in them; texts are added to `texts`."""
    found = 0
    for prop in properties:
        value = prop.value
        if isinstance(value, str):
            texts.append(value)
        elif value is None:
            found |= Trait.EMPTY_VALUE
        elif isinstance(value, list):
            if list in map(type, value):
                found |= Trait.NESTED_LIST
        elif not isinstance(value, bool | dict):
            found |= Trait.NUMBER
        if prop.children:
            found |= _take_values(prop.children, texts)
    return found


def _items(prop: Property) -> Sequence[object]:
    """The values of a property, alone or in a list."""
    value = prop.value
    return value if isinstance(value, list) else (value,)


@lru_cache(maxsize=4096)  # the notes of a vault have many tags in common
def _is_plain_word(text: str) -> bool:
    return _PLAIN_TAG.fullmatch(text.strip()) is not None


def _papers(named: Iterable[tuple[object, str]], addresses: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """Return the papers that `named` values of properties, with their scheme, are, and what about papers needs a
    closer look. `addresses` are those of links and in properties, of which some may be of papers."""
    leading = [address for address in addresses if leads_to_papers(address)]
    if not named and not leading:
        return (), 0
    from vaultkit.identity import identify  # a run whose notes are all known identifies nothing

    papers: list[str] = []
    odd = False
    for value, scheme in named:
        identity = identify(value.strip(), scheme) if isinstance(value, str) else None
        if identity is None or identity.problem or identity.kind != "paper":
            odd = True
        else:
            papers.append(identity.id)
    found = Trait.ODD_PAPER if odd else 0
    for address in leading:
        identity = identify(address)
        if identity is not None and identity.problem:
            found |= Trait.ODD_PAPER
        elif identity is not None and identity.id not in papers and (papers or odd):
            found |= Trait.OTHER_PAPER
    return tuple(papers), found
