"""LNK008."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.dependence import NAMES, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.places import PLAIN_TEXT, lookup
from vaultkit.lint.rule import ProblemRule
from vaultkit.lint.tables import cell_pipe
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise

_ADDRESS = lazy_pattern(r"[^\s<>\\]+")  # what can stand in angle brackets


class MalformedWikilink(ProblemRule, frozen=True):
    """Square brackets that were meant to be a link and are none, or another one.

    Flags two pipes (`[[Note||text]]`), a Markdown link behind `![[`, brackets that are empty, tripled, never
    closed or broken over two lines, a pipe with nothing before or after it, an address in wikilink brackets,
    and spaces at the ends of a name.

    Why: Obsidian shows the brackets, links to something else, or puts a stray pipe into the text.

    Remedy: write the link in the shape that is meant. Where only one shape can be meant, the fix writes it.

    Source: Obsidian help, "Internal links" and "Embed files".

    Bad:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        See [[Grokking||the note]]. %%! malformed-wikilink %%

        ![[A paper](https://example.org/paper) %%! malformed-wikilink %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        See [[Grokking|the note]].

        ![A paper](https://example.org/paper)
        ~~~~

    Bad:
        ~~~~ Log.md
        See [[https://example.org/a]] %%! malformed-wikilink %%
        and [[https://example.org/b|the other]]. %%! malformed-wikilink %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        See <https://example.org/a>
        and [the other](https://example.org/b).
        ~~~~

    Bad:
        ~~~~ Log.md
        An empty [[]] pair. %%! malformed-wikilink %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        Late learning.
        ~~~~
        ~~~~ Log.md
        [[Grokking|the note]], [[a link](https://example.org), p. 3], $[[1, 2], [3, 4]]$, \\[[not meant]].
        ~~~~
    """

    code: ClassVar[str] = "LNK008"
    name: ClassVar[str] = "malformed-wikilink"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NAMES
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("malformed-wikilink",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding, with a fix where only one shape can be meant."""
        if cell_pipe(problem, note, vault) is not None:
            return  # `unescaped-pipe-in-table` says so
        if problem.detail == "padded" and not _is_found(problem, note, vault):
            return  # an unwritten note, or no link at all: `if [[ -f x ]]`
        message, remedy = _SHAPES.get(problem.detail, (problem.message, None))
        yield self.finding(
            note,
            problem.span,
            message,
            target=link_facts(vault).text(note.path)[problem.span.start : problem.span.end],
            help=remedy,
            fix=None if note.is_canvas else _fix(problem, note, vault),
        )


_SHAPES: dict[str, tuple[str, str | None]] = {
    "double-pipe": (
        "two pipes in a wikilink: the second is shown as text",
        "one pipe separates name and text",
    ),
    "no-target": ("a wikilink with a pipe and no name before it", "name the note before the pipe"),
    "empty-display": ("a wikilink with a pipe and no text after it", "write the text, or remove the pipe"),
    "url": (
        "an address in wikilink brackets links to a note of that name",
        "write `<address>`, or `[text](address)`",
    ),
    "padded": ("spaces at the ends of a wikilink's name", "remove them"),
    "triple-bracket": ("three brackets: the third is part of the name", "two brackets make a link"),
    "markdown-link": (
        "a Markdown link with a bracket too many",
        "write `[text](address)`, or `![text](address)`",
    ),
    "empty": ("a wikilink without a name", "name the note, or remove the brackets"),
    "line-break": ("a wikilink broken over two lines is none", "join the lines"),
    "unclosed": ("a wikilink that is never closed", "close it with `]]`"),
}


def _is_found(problem: Problem, note: Note, vault: Vault) -> bool:
    written = link_facts(vault).text(note.path)[problem.span.start : problem.span.end]
    name = written.lstrip("!")[2:-2].partition("|")[0].removesuffix("\\").partition("#")[0]
    return (
        lookup(vault, name.strip(), note.path) is not None
        or normalise(name) in link_facts(vault).names.aliases
    )


def _is_inside_link(at: int, note: Note, text: str) -> bool:
    """Return whether the offset `at` lies behind the beginning of a link and before its end, in the same paragraph."""
    paragraph = bisect_left(note.links, text.rfind("\n\n", 0, at), key=_start)
    before = bisect_left(note.links, at, lo=paragraph, key=_start)
    return any(link.span.end > at for link in note.links[paragraph:before])


def _start(link: Link) -> int:
    return link.span.start


def _fix(problem: Problem, note: Note, vault: Vault) -> Fix | None:
    """Return the fix of a shape that can mean one thing: safe where that is beyond doubt."""
    start, text = problem.span.start, link_facts(vault).text(note.path)
    written = text[start : problem.span.end]
    if problem.detail == "double-pipe" and "||" in written:
        at = start + written.index("||")
        return Fix("leave one pipe", "safe", {note.path: (Edit(at, at + 1, ""),)})
    if problem.detail == "padded":
        inner = written.lstrip("!")[2:-2]
        at = start + written.index(inner)
        return Fix("remove the spaces", "safe", {note.path: (Edit(at, at + len(inner), inner.strip()),)})
    if problem.detail == "empty-display" and written.endswith("|]]"):
        cut = 4 if written.endswith("\\|]]") else 3
        end = problem.span.end
        return Fix("remove the pipe", "safe", {note.path: (Edit(end - cut, end - 2, ""),)})
    if problem.detail == "url" and (address := _unwrapped(written)) is not None:
        line = text.rfind("\n", 0, start) + 1
        if text.rfind("[[", line, start) > text.rfind("]]", line, start):
            return None  # brackets that are open would go on over the link
        if _is_inside_link(start, note, text):
            return None  # a link in the text of another one would undo that
        edit = Edit(start, problem.span.end, address)
        return Fix("write it as a link to the address", "safe", {note.path: (edit,)})
    if problem.detail == "markdown-link":
        at = start + written.index("[")
        return Fix("leave one bracket", "unsafe", {note.path: (Edit(at, at + 1, ""),)})
    return None


def _unwrapped(written: str) -> str | None:
    """Return the autolink or Markdown link to the address that a wikilink has for a name.

    None where spaces are in the address, or its text would read differently in a Markdown link.
    """
    from vaultkit.parse.wikilinks import split_wikilink  # only where something is to be fixed

    target, subpath, display = split_wikilink(written.removeprefix("!")[2:-2])
    address, shown = (target + subpath).strip(), (display or "").lstrip("|").strip()
    if _ADDRESS.fullmatch(address) is None or PLAIN_TEXT.fullmatch(shown) is None:
        return None
    if written.startswith("!"):
        return f"![{shown}]({_destination(address)})"
    return f"[{shown}]({_destination(address)})" if shown else f"<{address}>"


def _destination(address: str) -> str:
    return f"<{address}>" if "(" in address or ")" in address else address
