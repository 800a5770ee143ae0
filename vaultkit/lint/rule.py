"""What a rule is: a frozen value with a code, a name, a default severity and a `check`.

The class docstring is the rule's documentation and its test; `vaultkit.lint.examples` says how it is read.
Options are fields of the class, so that two configurations of a rule are two values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from vaultkit.lint.dependence import NOTHING, Fact
from vaultkit.lint.facts import Trouble, link_facts
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note, Oddity, Problem, ProblemKind
from vaultkit.model.outline import Trait
from vaultkit.text import Span
from vaultkit.vault import Vault


class Rule(msgspec.Struct, frozen=True):
    """Base of every rule; subclass one of the kinds below.

    `name` says the pattern, so that it reads well after "allow"; `code` is three letters and three
    digits and is never used again for something else.
    """

    code: ClassVar[str] = ""
    name: ClassVar[str] = ""
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = True  # whether the rule runs when nobody chooses rules
    reads: ClassVar[frozenset[Fact] | None] = None  # of other notes: what it asks about; None for anything

    def asked_for(self) -> Rule:
        """Return the rule as it runs for somebody who named it: with what it otherwise leaves unsaid."""
        return self

    def finding(
        self,
        note: Note,
        span: Span,
        message: str,
        *,
        target: str | None = None,
        suggestions: tuple[str, ...] = (),
        help: str | None = None,
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """Return a finding of this rule at `span` of `note`; `severity` overrides the rule's own.

        One that says nothing of what to do gets the remedy of the rule's documentation as its help. A fix that
        writes into a heading is not safe: links name the heading by its text.
        """
        if fix is not None and fix.applicability == "safe" and _writes_in_heading(fix, note):
            fix = replace(fix, applicability="unsafe")
        if help is None and fix is None and not suggestions:
            help = remedy(type(self))
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=severity or self.severity,
            path=note.path,
            span=span,
            message=message,
            target=target,
            suggestions=suggestions,
            help=help,
            fix=fix,
        )

    def file_finding(self, path: str, message: str, *, target: str | None = None) -> Diagnostic:
        """Return a finding of this rule about the file at `path`, which is no note."""
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=self.severity,
            path=path,
            span=Span(0, 0, 1, 1, 1, 1),
            message=message,
            target=target,
            help=remedy(type(self)),
        )


def _writes_in_heading(fix: Fix, note: Note) -> bool:
    headings = note.headings
    for edit in fix.edits.get(note.path, ()):
        at = bisect_right(headings, edit.start, key=lambda heading: heading.span.end)
        if edit.text and at < len(headings) and headings[at].span.start < edit.end:
            return True
    return False


@cache
def remedy(rule: type[Rule]) -> str | None:
    """Return the first sentence of what a rule's documentation says under `Remedy:`, without its full stop."""
    _, _, said = (rule.__doc__ or "").partition("Remedy:")
    paragraph = " ".join(said.partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].removesuffix(".") or None


class NoteRule(Rule, frozen=True):
    """A rule that judges one note at a time, knowing the vault around it.

    `traits` are what a note must have one of to be looked at. Most notes have none, and a note that nobody
    looks at is not even decoded. With `along_links`, what it reads of other notes is where links lead and what
    is there: after a change it need not judge notes again that have no such link.
    """

    traits: ClassVar[int | None] = None
    along_links: ClassVar[bool] = False

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return those of the notes `among` that can have a finding at all: those with one of `traits`, all
        where a rule names none."""
        if self.traits is None:
            return among
        return vault.with_traits(self.traits, among)

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the findings of `note`, in any order."""
        raise NotImplementedError


class VaultRule(Rule, frozen=True):
    """A rule that can only judge the vault as a whole.

    `outlined` is a field of outlines that is never empty in a note with a finding, "" where there is none such.
    """

    outlined: ClassVar[Literal["", "aliases", "embeds", "stated", "tags"]] = ""

    def may_concern(self, vault: Vault, among: Collection[str]) -> bool:
        """Return whether one of the notes and files `among` can have a finding at all; to say so is cheap."""
        return not self.outlined or any(
            getattr(vault.outline(path), self.outlined) for path in among if path in vault.notes
        )

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the findings of all notes, in any order."""
        raise NotImplementedError


class LinkRule(NoteRule, frozen=True):
    """A rule about links that lead nowhere, to several places, or to a missing part of a note.

    It is asked about links that are written in one of `forms` and have one of `troubles`.
    """

    forms: ClassVar[tuple[LinkKind, ...]] = ()
    troubles: ClassVar[tuple[Trouble, ...]] = ()

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes that hold such a link."""
        return link_facts(vault).troubled_among(among, self.forms, self.troubles)

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the findings of every such link."""
        for link, resolution in link_facts(vault).of_kinds(note.path, self.forms, self.troubles):
            yield from self.check_link(link, resolution, note, vault)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield the findings of one such link."""
        raise NotImplementedError


class ProblemRule(NoteRule, frozen=True):
    """A rule that reports something the reader met: one finding for each problem of its kinds."""

    kinds: ClassVar[tuple[ProblemKind, ...]] = ()
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.PROBLEM

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the findings of the problems of this rule's kinds."""
        for problem in note.problems:
            if problem.kind in self.kinds:
                yield from self.check_problem(problem, note, vault)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield the findings of one problem."""
        raise NotImplementedError


class TextRule(NoteRule, frozen=True):
    """A rule about characters: it reads the text of a note whose bytes hold something odd."""

    oddity: ClassVar[Oddity]
    reads: ClassVar[frozenset[Fact] | None] = NOTHING
    traits: ClassVar[int | None] = Trait.ODD_CHARACTER

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield the findings in the text of a note with this rule's oddity."""
        if self.oddity in note.oddities:
            yield from self.check_text(vault.text(note.path), note)

    def check_text(self, text: str, note: Note) -> Iterable[Diagnostic]:
        """Yield the findings in `text`, which is that of `note`."""
        raise NotImplementedError
