"""The papers that the notes of a vault name with a valid identifier, to say what a broken one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from vaultkit.identity import Identity, identify
from vaultkit.identity.landmarks import landmark, landmarks
from vaultkit.identity.titles import clean_title, title_key
from vaultkit.vault.identifiers import identifiers
from vaultkit.vault.memo import PerVault
from vaultkit.vault.vault import Vault

_LETTERS_A_SLIP = 12
Reason = Literal["title", "digits", "known title"]


class Meant(msgspec.Struct, frozen=True):
    """A paper that a broken identifier may stand for.

    `reason` is `title` where the vault calls another paper so, `digits` where the vault has a paper whose
    identifier differs in one digit (and whose title does not speak against it), `known title` where a
    well-known paper is called so, or nearly so with an identifier that differs in one digit. `title` is the title
    that was found, or None.
    """

    id: str
    reason: Reason
    title: str | None = None


class Papers:
    """The papers of a vault: titles by id, and ids by the key of a title."""

    def __init__(self, named: Iterable[tuple[str, str | None]]) -> None:
        self.titles: dict[str, dict[str, str]] = {}
        self.by_title: dict[str, dict[str, None]] = {}
        for name, text in named:
            known = self.titles.setdefault(name, {})
            key = title_key(text) if text is not None else ""
            if key:
                known.setdefault(key, clean_title(text or ""))
                self.by_title.setdefault(key, {})[name] = None


NO_PAPERS = Papers(())


def papers_of(vault: Vault) -> Papers:
    """Return the papers that the notes of the vault name; found once for a vault, on first use."""
    return _PAPERS.of(vault)


_PAPERS = PerVault(lambda vault: Papers(_named(vault)))


def _named(vault: Vault) -> Iterator[tuple[str, str | None]]:
    for path, note in vault.notes.items():
        if vault.is_template(path):
            continue
        for one in identifiers(note, vault):
            if one.identity is not None and _is_sound(one.identity):
                yield one.identity.id, note.title
        for link in note.links:
            identity = identify(link.target) if link.external else None
            if identity is not None and _is_sound(identity):
                yield identity.id, link.display


def _is_sound(identity: Identity) -> bool:
    return identity.kind == "paper" and not identity.problem


def titles_in(vault: Vault, number: str) -> tuple[str, ...]:
    """Return what the links of the vault call the thing that has this broken number in its address."""
    found = {
        link.display: None
        for note in vault.notes.values()
        for link in note.links
        if link.external and link.display and number in link.target and _is_broken(link.target, number)
    }
    return tuple(found)


def _is_broken(address: str, number: str) -> bool:
    identity = identify(address)
    return identity is not None and bool(identity.problem) and broken_number(identity.id) == number


def broken_number(id: str) -> str:
    """Return the number in the id that `identify` gives an arXiv identifier against the grammar: `1706.0376`."""
    last = id.rpartition(":")[2].rpartition("/")[2].removesuffix(".pdf").lower()
    before, _, version = last.rpartition("v")
    return before if before and version.isdigit() else last


def meant(number: str, titles: Iterable[str], known: Papers = NO_PAPERS) -> tuple[Meant, ...]:
    """Return the papers that a broken arXiv number may stand for, best first; often none.

    `titles` is what is known of its title: the texts of links that lead there, the title of its note. A number
    is never filled up: only papers that are `known`, or whose title is well known, are suggested. What the
    title says comes before what the digits look like.
    """
    given = {key: title for title in titles if (key := title_key(title))}
    named = [
        Meant(name, "title", known.titles[name][key]) for key in given for name in known.by_title.get(key, ())
    ]
    if named:
        return _each_once(named)
    famous = [(landmark(title), clean_title(title)) for title in given.values()]
    named = [Meant(name, "known title", title) for name, title in famous if name is not None]
    if named:
        return _each_once(named)
    slips = tuple(
        Meant(name, "digits", next(iter(keys.values()), None))
        for name, keys in sorted(known.titles.items())
        if name.startswith("arxiv:")
        and one_slip(number, name.removeprefix("arxiv:"))
        and (not given or not keys or any(alike(one, other) for one in given for other in keys))
    )
    return slips or tuple(
        Meant(name, "known title", title)
        for name, title in landmarks().items()
        if one_slip(number, name.removeprefix("arxiv:"))
        and any(alike(one, title_key(title)) for one in given)
    )


def _each_once(found: Iterable[Meant]) -> tuple[Meant, ...]:
    by_id: dict[str, Meant] = {}
    for one in found:
        by_id.setdefault(one.id, one)
    return tuple(by_id.values())


def alike(one: str, other: str) -> bool:
    """Return whether two keys of titles may be one title: but for slips of the pen, or a subtitle left out.

    That alone is no reason to take two papers for one; it only does not speak against what digits say.
    """
    from rapidfuzz.distance import OSA

    numbers = [[word for word in key.split() if word.isdigit()] for key in (one, other)]
    if numbers[0] != numbers[1]:
        return False
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(f"{shorter} ") or OSA.distance(one, other) <= len(shorter) // _LETTERS_A_SLIP


def one_slip(written: str, right: str) -> bool:
    """Return whether `written` is `right` with one character too many, too few, wrong, or two swapped."""
    if abs(len(written) - len(right)) > 1 or written == right:
        return False
    start = 0
    while start < min(len(written), len(right)) and written[start] == right[start]:
        start += 1
    one, other = written[start:], right[start:]
    return (
        one[1:] == other
        or one == other[1:]
        or one[1:] == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )
