"""LNK012."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.vault import Vault


class EmptyLinkText(ProblemRule, frozen=True):
    """A Markdown link without a text.

    Flags `[](address)` and `[ ](address)`, outside of comments. Pictures need no text.

    Why: there is nothing to click on; who reads the note never learns of the link.

    Remedy: say what it leads to, or take it out. Clippers leave such links where a page had a picture.

    Source: CommonMark, "Links": the text may be empty; then nothing is shown.

    Bad:
        ~~~~ Log.md
        On circuits,[ ](https://example.org/circuits)and more. %%! empty-link-text %%
        ~~~~

    Good:
        ~~~~ Log.md
        On [circuits](https://example.org/circuits), ![](https://example.org/x.png),
        [![](https://example.org/x.png)](https://example.org), <https://example.org>.
        ~~~~
    """

    code: ClassVar[str] = "LNK012"
    name: ClassVar[str] = "empty-link-text"
    severity: ClassVar[Severity] = "warning"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("empty-link-text",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield the finding."""
        yield self.finding(note, problem.span, "the link has no text to click on", target=problem.detail)
