"""What rules ask about notes other than the one they judge, and what of it an edit changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from vaultkit.lint.facts import link_facts, linkable_parts
from vaultkit.load.discover import is_canvas
from vaultkit.model.outline import Outline, Trait
from vaultkit.vault import Vault
from vaultkit.vault.templates import advance_templates

Fact = Literal[
    "files", "links", "anchors", "embeds", "aliases", "tags", "papers", "relations", "templates", "unfilled"
]
"""`files`: which there are, by path. `links`: what every note links to. `embeds` and `relations`: what notes show in
place and what their fields and properties state, and of which notes. `templates`: what the notes of a type have in
common; `unfilled`: what of it says which sections of a note count as unfilled. The others: fields of outlines."""

NOTHING: frozenset[Fact] = frozenset()
TEMPLATES: frozenset[Fact] = frozenset(("templates",))
UNFILLED: frozenset[Fact] = frozenset(("unfilled",))
NAMES: frozenset[Fact] = frozenset(("files", "aliases"))


def changed_facts(before: Vault, after: Vault, touched: Collection[str]) -> frozenset[Fact]:
    """Return what is no longer as it was for other notes, when the files `touched` changed.

    What is known of the templates of `before` is handed on to `after` where it still holds, what is known of its
    links has been handed on already.
    """
    found: set[Fact] = set()
    if before.files != after.files:
        found.add("files")
        if not after.has_relations_of(before):
            found.add("relations")
        if any(after.outline(source).embeds for source in _naming(before, after, touched)):
            found.add("embeds")
    for path in touched:
        found |= _changed(before, after, path)
        if linkable_parts(before, path) != linkable_parts(after, path):
            found.add("anchors")
    same = advance_templates(before, after, touched)
    if same != "all":
        found.add("templates")
    if same == "nothing":
        found.add("unfilled")
    return frozenset(found)


def _naming(before: Vault, after: Vault, touched: Collection[str]) -> set[str]:
    """Return the notes with a link that may mean one of the files `touched` that came or went."""
    facts = link_facts(after)
    moved = (path for path in touched if before.has_file(path) != after.has_file(path))
    return {source for path in moved for source in facts.naming(path) if source in after.notes}


_NO_OUTLINE = Outline("")


def _changed(before: Vault, after: Vault, path: str) -> set[Fact]:
    """Return what of one note is other. Where its own text counts beside the outline, any edit is."""
    one, other = (vault.outline(path) if path in vault.notes else _NO_OUTLINE for vault in (before, after))
    traits = one.traits | other.traits
    found: set[Fact] = set()
    if is_canvas(path) or one.targets != other.targets or one.parts != other.parts:
        found.add("links")
    if traits & Trait.REPEATED_HEADING:
        found.add("anchors")
    if one.embeds != other.embeds:
        found.add("embeds")
    if one.aliases or other.aliases:
        found.add("aliases")
    if one.tags != other.tags:
        found.add("tags")
    if one.papers != other.papers or traits & Trait.ODD_PAPER:
        found.add("papers")
    if one.stated or other.stated:
        found.add("relations")
    return found
