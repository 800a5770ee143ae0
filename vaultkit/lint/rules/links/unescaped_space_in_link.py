"""LNK007."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.dependence import Fact
from vaultkit.lint.extensions import extension
from vaultkit.lint.places import lookup
from vaultkit.lint.rule import ProblemRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault


class UnescapedSpaceInLink(ProblemRule, frozen=True):
    """A Markdown link that is none, because its destination holds a space.

    Flags `[text](My Note.md)` where the parentheses hold an address, the name of a file (one that exists, or any with
    a file extension), or a few words written like a title (`[notes](Word lists)`). Any other remark in parentheses is
    left alone.

    Why: a space ends the destination, so Obsidian and every other Markdown renderer show the raw text and
    nothing can be clicked.

    Remedy: write `%20` for each space, as the fix does, or put the destination in angle brackets.

    Source: CommonMark, "Links"; Obsidian help, "Internal links", and "Escape blank spaces in links".

    Bad:
        ~~~~ My Note.md
        Something.
        ~~~~
        ~~~~ Log.md
        See [this one](My Note.md). %%! unescaped-space-in-link %%

        And [that one](My Note.md "with a title"). %%! unescaped-space-in-link %%

        [Elsewhere](https://example.org/my page) %%! unescaped-space-in-link %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        See [this one](My%20Note.md).

        And [that one](My%20Note.md "with a title").

        [Elsewhere](https://example.org/my%20page)
        ~~~~

    Good:
        ~~~~ My Note.md
        Something.
        ~~~~
        ~~~~ Log.md
        [a](My%20Note.md), [b](<My Note.md>), [c](My%20Note.md "with a title"),
        a list [1] (see below), [sic](an old spelling).
        ~~~~
    """

    code: ClassVar[str] = "LNK007"
    name: ClassVar[str] = "unescaped-space-in-link"
    severity: ClassVar[Severity] = "error"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files",))
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("unescaped-space",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding with the fix that escapes the spaces of the destination."""
        destination, span = problem.detail, problem.span
        if not _is_meant(destination, note, vault):
            return
        fix = None
        has_size = " =" in destination  # ![](picture.png =300x200), as other programs write it
        if not (note.is_canvas or has_size) and span.end - span.start == len(destination):
            edit = Edit(span.start, span.end, destination.replace(" ", "%20"))
            path = destination.partition("#")[0].replace("%20", " ")
            sure = lookup(vault, path, note.path) is not None  # else it would become a broken link
            fix = Fix("escape the spaces", "safe" if sure else "unsafe", {note.path: (edit,)})
        yield self.finding(
            note,
            span,
            "a space in the destination: this is shown as text, not as a link",
            target=destination,
            help="write %20 for each space, or put the destination in angle brackets",
            fix=fix,
        )


_ADDRESS = lazy_pattern(r"[a-z][a-z0-9+.-]*://|mailto:", re.IGNORECASE)
_TITLE = lazy_pattern(r"[^\W\d_a-z][^,;:!?\"“”]*")
_MOST_WORDS = 8


def _is_meant(destination: str, note: Note, vault: Vault) -> bool:
    """Whether a destination reads as an address or a file: it is one, has an extension, or is written like a title.

    Anything else is a remark in brackets behind one in square brackets.
    """
    if _ADDRESS.match(destination):
        return '"' not in destination  # a title with quotes in it is at fault there
    path = destination.partition("#")[0].replace("%20", " ").strip()
    if extension(path) or lookup(vault, path, note.path) is not None:
        return True
    return _TITLE.fullmatch(path) is not None and len(path.split()) <= _MOST_WORDS and not path.endswith(".")
