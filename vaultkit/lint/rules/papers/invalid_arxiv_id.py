"""PAP001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.papers import link_references, property_references
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault
from vaultkit.vault.works import broken_number, meant, papers_of


class InvalidArxivId(NoteRule, frozen=True):
    """An arXiv identifier that cannot exist.

    Flags an identifier in a property (`arxiv`, `eprint`) or in an address on arxiv.org that breaks arXiv's own
    grammar: a month beyond 12, or four digits where five are due.

    Why: the address leads nowhere, or to another paper. A digit is missing or two were swapped, and which one only
    the title can tell; it is never padded.

    Remedy: look the paper up by its title. When another note names a paper of the same title with an identifier
    that is right, or the title is that of a well-known paper, that one is suggested.

    Source: https://info.arxiv.org/help/arxiv_identifier.html.

    Bad:
        ~~~~ Paper.md
        ---
        arxiv: "2301.1234" #! invalid-arxiv-id
        ---
        From [arXiv](https://arxiv.org/abs/2313.05217). %%! invalid-arxiv-id %%
        ~~~~

    Good:
        ~~~~ Paper.md
        ---
        arxiv: 2301.05217v2
        ---
        Before: [0704.0001](https://arxiv.org/abs/0704.0001), hep-th/9901001,
        [a list](https://arxiv.org/list/cs.LG/recent).
        ~~~~
    """

    code: ClassVar[str] = "PAP001"
    name: ClassVar[str] = "invalid-arxiv-id"
    severity: ClassVar[Severity] = "error"
    traits: ClassVar[int | None] = Trait.ODD_PAPER

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every identifier with a problem."""
        for found in (*property_references(note, vault), *link_references(note)):
            if found.identity is not None and found.identity.problem and found.scheme != "doi":
                title = found.text if not found.scheme else note.title
                titles = () if title is None else (title,)
                near = meant(broken_number(found.identity.id), titles, papers_of(vault))
                yield self.finding(
                    note,
                    found.span,
                    found.identity.problem,
                    target=found.written,
                    suggestions=tuple(one.id for one in near[:3]),
                )
