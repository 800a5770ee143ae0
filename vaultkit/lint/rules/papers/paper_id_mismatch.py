"""PAP006."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from vaultkit.identity import Identity, identify
from vaultkit.identity.titles import title_key
from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.papers import property_references
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.identifier_keys import canonical_key
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.model.stated import FieldFinder
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.identifiers import leaves

_OWN = frozenset(("url", "source", "link", "pdf", "arxiv", "paper", "original", "read-original"))


class _Own(NamedTuple):
    written: str
    span: Span
    identity: Identity


class PaperIdMismatch(NoteRule, frozen=True):
    """A note whose properties and text name different papers.

    Flags an address on arXiv that the note gives as its own (in a property or field such as `url` or `source`, in the
    heading that is its title, or under its own title) when the property `arxiv` has another number.

    Why: one of the two is wrong, and the note is taken to be about a paper that it is not about.

    Remedy: look up which of the two has the title of the note.

    Source: one work has one number on arXiv; versions have the same.

    Bad:
        ~~~~ Grokking.md
        ---
        arxiv: 2201.02177
        url: https://arxiv.org/abs/2201.02171 #! paper-id-mismatch
        ---
        # [Grokking](https://arxiv.org/pdf/2201.02178) %%! paper-id-mismatch %%

        - Source: <https://arxiv.org/abs/2201.02177>
        ~~~~

    Good:
        ~~~~ Grokking.md
        ---
        arxiv: 2201.02177
        url: https://arxiv.org/abs/2201.02177v2
        doi: 10.48550/arXiv.2201.02177
        ---
        # Grokking

        Like [another one](https://arxiv.org/abs/2301.05217).
        ~~~~
    """

    code: ClassVar[str] = "PAP006"
    name: ClassVar[str] = "paper-id-mismatch"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.OTHER_PAPER

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every address of another paper."""
        stated = [
            found.identity
            for found in property_references(note, vault)
            if found.identity is not None and _is_sound(found.identity)
        ]
        numbers = {identity.id for identity in stated}
        if len(numbers) != 1:
            return
        (number,) = numbers
        for one in (*_from_properties(note, number), *_from_text(note, number)):
            yield self.finding(
                note,
                one.span,
                f"this is {one.identity.id}, and the property says {number}",
                target=one.written,
            )


def _is_sound(identity: Identity) -> bool:
    return identity.scheme == "arxiv" and not identity.problem


def _other(address: str, number: str) -> Identity | None:
    """Return what `address` names if it is another paper on arXiv than `number`."""
    identity = identify(address)
    return identity if identity is not None and _is_sound(identity) and identity.id != number else None


def _plain(title: str) -> str:
    """A title as it is compared; short ones have no key of their own."""
    return title_key(title) or title.strip().casefold()


def _from_properties(note: Note, number: str) -> Iterator[_Own]:
    for prop in note.properties:
        for leaf in leaves(prop) if canonical_key(prop.key) in _OWN - {"arxiv"} else ():
            identity = _other(leaf.value, number) if isinstance(leaf.value, str) else None
            if identity is not None:
                yield _Own(leaf.value, leaf.value_span, identity)


def _from_text(note: Note, number: str) -> Iterator[_Own]:
    """The addresses of other papers in the body that are the note's own by where they stand, or by what they are
    called."""
    for link in note.links:
        if not link.external or link.kind == "property" or "arxiv" not in link.target.lower():
            continue
        identity = _other(link.target, number)
        if identity is not None and _is_own(link, note):
            yield _Own(link.target, link.target_span, identity)


def _is_own(link: Link, note: Note) -> bool:
    field = FieldFinder(note).around(link) if note.fields else None
    if field is not None and canonical_key(field.key) in _OWN:
        return True
    heading = note.title_heading
    if heading is not None and heading.span.start <= link.span.start < heading.span.end:
        return True
    return link.display is not None and _plain(link.display) in map(_plain, {note.title, note.name})
