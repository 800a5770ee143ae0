"""PAP004."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.whole import beginning
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.identifier_keys import SCHEMES, canonical_key
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait, says_paper
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault
from vaultkit.vault.note_type import is_index_name, note_type
from vaultkit.vault.type_templates import is_drawing

_QUERY = lazy_pattern(
    r"^[ \t>]*(?:```|~~~)[ \t]*(?:dataview|dataviewjs|base|query)\b", re.MULTILINE | re.IGNORECASE
)
_KEYS = frozenset(
    {*SCHEMES, "citekey", "citation-key", "cite-key", "zotero", "zotero-key", "url", "source", "link", "pdf"}
)


class MissingPaperId(NoteRule, frozen=True):
    """A note about a paper that does not say which.

    Flags a note of the type paper (by its properties, its folder or a tag) without any of: a property with an
    identifier, a citation key or an address, a link to the web, an attached document. Overviews of papers (notes
    named as an index or as their folder, with a query or an embedded base, or that are mostly links to notes), drawings
    and boards are left alone.

    Why: nobody can find the paper, and no other note that cites it is known to be about the same one.

    Remedy: its arXiv number, DOI or address, as a property or in the text.

    Source: the identifiers that `vaultkit id` knows.

    Bad:
        ~~~~ Papers/Grokking.md
        Late learning. %%! missing-paper-id %%
        ~~~~

    Good:
        ~~~~ Papers/Grokking.md
        ---
        arxiv: 2201.02177
        ---
        Late learning.
        ~~~~
        ~~~~ Papers/Superposition.md
        From [the authors](https://example.org/superposition).
        ~~~~
        ~~~~ Papers/@nanda2023.md
        Progress measures.
        ~~~~
        ~~~~ Papers/Papers.md
        All about papers.
        ~~~~
        ~~~~ Papers/All of them.md
        ```dataview
        TABLE year FROM "Papers"
        ```
        ~~~~
    """

    code: ClassVar[str] = "PAP004"
    name: ClassVar[str] = "missing-paper-id"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NOTHING

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes without a link to the web that something calls a paper."""
        configured = "paper" in vault.conventions.types
        unsourced = vault.with_traits(Trait.UNSOURCED, among)
        if not unsourced:
            return ()
        papers, traits = vault.outlined("papers"), vault.outlined("traits")
        return [
            path
            for path in unsourced
            if not papers[path]  # a property says which
            if traits[path] & Trait.PAPER or configured or says_paper(path)
        ]

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the finding at the first line of the note."""
        if note.is_canvas or is_drawing(note) or _is_identified(note) or _is_overview(note, vault):
            return
        kind, reason = note_type(note, vault)
        if kind == "paper":
            yield self.finding(
                note, beginning(note, vault), "no identifier or address says which paper this is", help=reason
            )


def _is_identified(note: Note) -> bool:
    """Whether anything besides a link, the note's name included, leads to the paper, or says it is none."""
    kind = note.get("type")
    if kind is not None and isinstance(kind.value, str) and kind.value and not says_paper(kind.value):
        return True
    return note.name.startswith("@") or any(
        canonical_key(prop.key) in _KEYS and prop.value not in (None, "", []) for prop in note.properties
    )


def _is_overview(note: Note, vault: Vault) -> bool:
    """Whether the note is about several papers: so it is named, it shows a query, or is little more than links."""
    if is_index_name(note.name) or note.name.lower() in ("readme", note.folder.rpartition("/")[2].lower()):
        return True
    if any(link.target.lower().endswith(".base") for link in note.links) or _QUERY.search(
        link_facts(vault).text(note.path)
    ):
        return True
    written = sum(link.span.end - link.span.start for link in note.links if link.kind == "wikilink")
    return len(note.links) > 2 and written * 2 > note.size - (note.frontmatter.end if note.frontmatter else 0)
