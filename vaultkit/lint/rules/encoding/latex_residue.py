"""TXT009."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.text import printable
from vaultkit.vault import Vault


class LatexResidue(ProblemRule, frozen=True):
    """A formula that is a command to a TeX document.

    Flags a formula that holds nothing but commands such as `\\setcounter{0}`, `\\usepackage{…}` or `\\maketitle`.

    Why: clippers take them over from web pages. MathJax, which Obsidian uses, has no document and shows the command in
    red, or as text.

    Remedy: delete it.

    Source: the list of TeX commands that MathJax knows, https://docs.mathjax.org/en/latest/input/tex/macros/.

    Bad:
        ~~~~ Clipping.md
        $\\setcounter{0}$ %%! latex-residue %%

        Text.
        ~~~~

    Good:
        ~~~~ Clipping.md
        $\\alpha$, `$\\setcounter{0}$`, $\\newcommand{\\R}{\\mathbb{R}}$
        ~~~~
    """

    code: ClassVar[str] = "TXT009"
    name: ClassVar[str] = "latex-residue"
    severity: ClassVar[Severity] = "warning"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("math-residue",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield the finding."""
        yield self.finding(
            note,
            problem.span,
            "left over from a TeX document: this formula shows nothing but itself",
            target=printable(problem.detail),
        )
