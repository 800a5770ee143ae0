"""LNK013."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class EmptyLinkDestination(ProblemRule, frozen=True):
    """A Markdown link without a destination.

    Flags `[text]()`, and a picture `![text]()`, outside of comments and of the code of templates.

    Why: it looks like a link, and clicking it does nothing. Most were to be filled in later.

    Remedy: write where it leads to, or leave the text alone without brackets.

    Source: CommonMark, "Links": the destination may be left out; markdownlint's MD042.

    Bad:
        ~~~~ Log.md
        On circuits, see [the overview](). %%! empty-link-destination %%
        ~~~~

    Good:
        ~~~~ Log.md
        On circuits, see [the overview](https://example.org/circuits), `[text]()`, \\[text](), [part](#part).

        ## Part
        - [ ] (and more)
        ~~~~
    """

    code: ClassVar[str] = "LNK013"
    name: ClassVar[str] = "empty-link-destination"
    severity: ClassVar[Severity] = "warning"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("empty-link-destination",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield the finding."""
        yield self.finding(
            note, problem.span, "the link has no destination: it leads nowhere", target=problem.detail or None
        )
