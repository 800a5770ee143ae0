"""PAP001."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.papers import addresses, property_references
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault
from vaultkit.vault.works import Meant, broken_number, meant, papers_of


class InvalidArxivId(NoteRule, frozen=True):
    """An arXiv identifier that cannot exist.

    Flags an identifier in a property (`arxiv`, `eprint`) or in an address on arxiv.org, of a link or in a property
    (`url`), that breaks arXiv's own grammar: a month beyond 12, or four digits where five are due.

    Why: the address leads nowhere, or to another paper. A digit is missing or two were swapped, and which one only
    the title can tell; it is never padded.

    Remedy: look the paper up by its title. When another note names a paper of the same title with an identifier
    that is right, or the title is that of a well-known paper, that one is suggested; when it is the only one, the
    unsafe fix writes its number.

    Source: https://info.arxiv.org/help/arxiv_identifier.html.

    Bad:
        ~~~~ Reading list.md
        [Progress measures for grokking](https://arxiv.org/pdf/2301.0521) %%! invalid-arxiv-id %%
        ~~~~
        ~~~~ Paper.md
        ---
        arxiv: 2301.05217
        ---
        # Progress measures for grokking
        Text.
        ~~~~

    Fixed:
        ~~~~ Reading list.md
        [Progress measures for grokking](https://arxiv.org/pdf/2301.05217)
        ~~~~
        ~~~~ Paper.md
        ---
        arxiv: 2301.05217
        ---
        # Progress measures for grokking
        Text.
        ~~~~

    Bad:
        ~~~~ Paper.md
        ---
        arxiv: "2301.1234" #! invalid-arxiv-id
        url: https://arxiv.org/abs/2301.1234 #! invalid-arxiv-id
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
        for found in (*property_references(note, vault), *addresses(note)):
            if found.identity is not None and found.identity.problem and found.scheme != "doi":
                title = found.text if not found.scheme else note.title
                titles = () if title is None else (title,)
                number = broken_number(found.identity.id)
                near = meant(number, titles, papers_of(vault))
                yield self.finding(
                    note,
                    found.span,
                    found.identity.problem,
                    target=found.written,
                    suggestions=tuple(one.id for one in near[:3]),
                    fix=_fix(note, found.span, number, near, vault),
                )


def _fix(note: Note, span: Span, number: str, near: tuple[Meant, ...], vault: Vault) -> Fix | None:
    """Return the fix that writes the number of the one paper of this title; digits alone are too little."""
    if len(near) != 1 or near[0].reason == "digits" or not near[0].id.startswith("arxiv:") or note.is_canvas:
        return None
    right = near[0].id.removeprefix("arxiv:")
    before, found, after = vault.text(note.path)[span.start : span.end].partition(number)
    if not found or number in after or after[:1] == "v":  # a version would be that of another paper
        return None
    start = span.start + len(before)
    edit = Edit(start, start + len(number), right)
    return Fix(f'write {right}, the number of "{near[0].title}"', "unsafe", {note.path: (edit,)})
