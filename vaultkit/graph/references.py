"""References to works outside the vault: which work a link or a property names, one node for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from vaultkit.graph.collect import Work
from vaultkit.identity import Identity, identify
from vaultkit.identity.titles import best_title, best_titles, clean_title, is_title
from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.note import Note, Property
from vaultkit.vault import Vault
from vaultkit.vault.identifiers import leaves

#: Properties that decorate a note; their addresses are not what the note is about.
_DECORATION = frozenset(
    ("cover", "banner", "image", "thumbnail", "icon", "background", "favicon", "avatar", "img")
)


class PropertyReference(NamedTuple):
    """A work named by a property: which, where, and in which property."""

    identity: Identity
    line: int
    key: str


class References:
    """Recognises references and keeps one `Work` for each identity met."""

    def __init__(self) -> None:
        self._memo: dict[str, Identity | None] = {}
        self._declared: dict[str, set[str]] = {}
        self._works: dict[str, Work] = {}

    def identify(self, address: str) -> Identity | None:
        """Return what an address names, or None where it is no address of a work (`mailto:`, `obsidian:`)."""
        try:
            return self._memo[address]
        except KeyError:
            identity = self._memo[address] = identify(address)
            return identity

    def declare(self, identity: Identity, kind: str) -> None:
        """Note that an author lists a work as a `kind`; a declared paper is one whatever its address."""
        self._declared.setdefault(identity.id, set()).add(kind)

    def node(self, identity: Identity, text: str | None = None) -> str:
        """Return the id of the node of a work, and remember what it is called here.

        The text of a link to a file of a repository names the file, not the repository.
        """
        work = self._works.get(identity.id)
        if work is None:
            work = self._works[identity.id] = Work(identity)
        if text is not None and "path" not in identity.locator and (title := clean_title(text)):
            work.titles[title] += 1
        return f"{'paper' if self.is_paper(identity) else 'resource'}:{identity.id}"

    def own_note(self, identity: Identity, title: str) -> None:
        """Note that a note titled `title` is about this very work; the first such note gives its title.

        A title that is an address is none.
        """
        self.node(identity)
        work = self._works[identity.id]
        if work.own_title is None:
            work.own_title = clean_title(title) or None

    def met(self, id: str) -> str | None:
        """Return the node of the work with this id, None where no note names it."""
        work = self._works.get(id)
        return None if work is None else self.node(work.identity)

    def is_paper(self, identity: Identity) -> bool:
        """Return whether a work is a paper: by its identity, or because a log lists it as one."""
        return identity.kind == "paper" or "paper" in self._declared.get(identity.id, ())

    def nodes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the id and the attributes of every work met."""
        for work in self._works.values():
            identity = work.identity
            titles = best_titles(work.titles)
            title = best_title(work.titles)
            own = work.own_title
            if own is not None and (title is None or is_title(own) or not is_title(title)):
                title = own  # a note named by a citation key gives way to a real title
                titles = [title, *(other for other in titles if other != title)]
            attributes: dict[str, Any] = {
                "kind": "paper" if self.is_paper(identity) else "resource",
                "label": title or _short(identity),
                "title": title,
                "titles": titles,
                "url": identity.url,
            }
            if self.is_paper(identity):
                attributes["ids"] = {} if identity.problem else {identity.scheme: identity.value}
            else:
                attributes["rtype"] = identity.rtype
            declared = self._declared.get(identity.id)
            if declared:
                attributes["declared"] = sorted(declared)
            if identity.problem:
                attributes["problem"] = identity.problem
            yield self.node(identity), attributes

    def of_properties(self, note: Note, vault: Vault) -> Iterator[PropertyReference]:
        """Yield the works that the properties of a note name by identifier or address."""
        linked = {link.span.line for link in note.links if link.kind == "property" and link.external}
        for prop in note.properties:
            key = canonical_key(prop.key)
            scheme = SCHEMES.get(key)
            if scheme is None and key in _DECORATION:
                continue
            for leaf in leaves(prop):
                identity = self._of_value(leaf, scheme, note, vault)
                if identity is not None and leaf.value_span.line not in linked:
                    yield PropertyReference(identity, leaf.value_span.line, prop.key)

    def _of_value(self, leaf: Property, scheme: str | None, note: Note, vault: Vault) -> Identity | None:
        if scheme is None:
            if not isinstance(leaf.value, str) or not leaf.value.lower().startswith(("http://", "https://")):
                return None
            return self.identify(leaf.value)
        if leaf.value is None or isinstance(leaf.value, bool):
            return None
        text = str(leaf.value)
        if not isinstance(leaf.value, str):
            # 2301.10050 is a number in YAML and loses its last digit: what is written counts.
            text = vault.text(note.path)[leaf.value_span.start : leaf.value_span.end]
        identity = identify(text, scheme)
        return identity if identity is None or not identity.problem or any(map(str.isdigit, text)) else None


def _short(identity: Identity) -> str:
    """A label for a work without a title."""
    if identity.scheme == "url":
        return identity.value
    return f"arXiv:{identity.value}" if identity.scheme == "arxiv" else identity.id
