"""Suppressions: what a note itself says about which findings it does not want to hear of.

    %% vaultkit: ignore[LNK001] reason %%              findings on the comment's line
    %% vaultkit: ignore-next-line[broken-wikilink] %%  on the line after the comment
    %% vaultkit: ignore-start[LNK, SEC003] %%          up to `%% vaultkit: ignore-end %%`
    %% vaultkit: ignore-file[LNK001] %%                in the whole note; without codes every finding
    vaultkit-ignore: [LNK002]                          the same, as a property

`<!-- ... -->` does the same. Inside code there are no comments, so nothing is suppressed there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Literal

import msgspec

from vaultkit.errors import UsageError
from vaultkit.lint.selection import matching
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.model.note import Comment, Note, Property
from vaultkit.model.outline import SUPPRESSION_PROPERTY, Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.memo import PerVault

PROPERTY = SUPPRESSION_PROPERTY
END = 1 << 60
"""A line behind every note."""

Form = Literal["ignore", "ignore-next-line", "ignore-start", "ignore-end", "ignore-file", "property"]
FORMS = ("ignore", "ignore-next-line", "ignore-start", "ignore-end", "ignore-file")

_LINE = attrgetter("span.line")
_DIRECTIVE = lazy_pattern(
    r"\s*vaultkit:\s*(?P<form>[A-Za-z-]*)\s*(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*?)\s*", re.DOTALL
)
_CODE = lazy_pattern(r"[^\s,][^,]*?(?=\s*(?:,|$))")


class Named(msgspec.Struct, frozen=True):
    """A rule or family as it is written at `start:end` of the note, and the codes it stands for."""

    text: str
    start: int
    end: int
    codes: frozenset[str]


class Suppression(msgspec.Struct, frozen=True):
    """One suppression: it silences the rules `named` (all where `everything`) on lines `first` to `last`.

    `span` is the comment or the property. `closing` is the comment that ends a block.
    """

    form: Form
    span: Span
    named: tuple[Named, ...]
    first: int
    last: int
    everything: bool = False
    reason: str = ""
    html: bool = False
    closing: Span | None = None

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the rules that are silenced."""
        return frozenset[str]().union(*(one.codes for one in self.named))


class Fault(msgspec.Struct, frozen=True):
    """Something about a suppression that cannot mean anything."""

    span: Span
    message: str
    target: str
    hint: str | None = None


class Suppressions(msgspec.Struct, frozen=True):
    """The suppressions of a note, and what is wrong with them."""

    valid: tuple[Suppression, ...] = ()
    faults: tuple[Fault, ...] = ()


def suppressions(vault: Vault) -> Mapping[str, Suppressions]:
    """Return the suppressions of every note that holds any, by path; read once for a vault."""
    return _SUPPRESSIONS.of(vault)


def _suppressions(vault: Vault) -> Mapping[str, Suppressions]:
    known: dict[str, Suppressions] = {}
    for path in vault.with_traits(Trait.DIRECTIVE):
        note = vault.notes[path]
        comments = [one for one in note.comments if "vaultkit" in one.text]
        prop = next((one for one in note.properties if one.key == PROPERTY), None)
        if comments or prop is not None:
            found = _read(comments, prop)
            if found.valid or found.faults:
                known[path] = found
    return known


_SUPPRESSIONS = PerVault(_suppressions)


class Placed:
    """The findings of one note by their lines: a long note can hold thousands, and as many suppressions."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        found = sorted(findings, key=_LINE)
        self._on_a_line = [one for one in found if one.span.end_line <= one.span.line]
        self._over_lines = [one for one in found if one.span.end_line > one.span.line]

    def between(self, first: int, last: int) -> Iterator[Diagnostic]:
        """Yield the findings that stand at least in part on the lines `first` to `last`."""
        found = self._on_a_line
        yield from found[bisect_left(found, first, key=_LINE) : bisect_right(found, last, key=_LINE)]
        for finding in self._over_lines:
            if finding.span.line <= last and first <= finding.span.end_line:
                yield finding


def used_by(suppression: Suppression, findings: Placed) -> Iterator[tuple[Diagnostic, Named | None]]:
    """Yield the findings, all of the note of `suppression`, that it silences, and by what is written."""
    for finding in findings.between(suppression.first, suppression.last):
        if suppression.everything:
            yield finding, None
        for named in suppression.named:
            if finding.code in named.codes:
                yield finding, named


def _read(comments: Iterable[Comment], prop: Property | None) -> Suppressions:
    valid: list[Suppression] = []
    faults: list[Fault] = []
    if prop is not None:
        valid += _of_property(prop, faults)
    opened: list[Suppression] = []
    for comment in comments:
        match = _DIRECTIVE.fullmatch(comment.text)
        if match is None:
            continue
        one = _of_comment(comment, match, faults)
        if one is None:
            continue
        if one.form == "ignore-start":
            opened.append(one)
        elif one.form == "ignore-end":
            start = next(
                (start for start in reversed(opened) if not one.named or start.codes == one.codes), None
            )
            if start is None:
                faults.append(Fault(comment.span, "ignore-end ends no block", "ignore-end"))
                continue
            opened.remove(start)
            valid.append(msgspec.structs.replace(start, last=comment.span.line, closing=comment.span))
        else:
            valid.append(one)
    faults += (
        Fault(start.span, "ignore-start is never ended and does nothing", "ignore-start", "add ignore-end")
        for start in opened
    )
    valid.sort(key=lambda one: one.span.start)
    return Suppressions(tuple(valid), tuple(faults))


def _of_comment(comment: Comment, match: re.Match[str], faults: list[Fault]) -> Suppression | None:
    form = match["form"]
    if form not in FORMS:
        faults.append(
            Fault(
                comment.span,
                f'"{form}" is nothing that vaultkit knows',
                form,
                f"there are {', '.join(FORMS)}",
            )
        )
        return None
    inner = comment.span.start + (4 if comment.html else 2)
    named: list[Named] = []
    if match["codes"] is not None:
        for code in _CODE.finditer(match["codes"]):
            at = inner + match.start("codes") + code.start()
            _name(code[0], at, at + len(code[0]), comment.span, named, faults)
        if not named:
            if not match["codes"].strip():
                faults.append(Fault(comment.span, f"{form}[] names no rule", form))
            return None
    elif form not in ("ignore-file", "ignore-end"):
        faults.append(
            Fault(comment.span, f"{form} names no rule and does nothing", form, f"write {form}[CODE]")
        )
        return None
    first, last = _lines(form, comment.span)
    return Suppression(
        form,  # type: ignore[arg-type]
        comment.span,
        tuple(named),
        first,
        last,
        everything=match["codes"] is None,
        reason=match["reason"],
        html=comment.html,
    )


def _lines(form: str, span: Span) -> tuple[int, int]:
    if form == "ignore":
        return span.line, span.end_line
    if form == "ignore-next-line":
        return span.end_line + 1, span.end_line + 1
    if form == "ignore-start":
        return span.line, span.line
    return 0, END


def _name(text: str, start: int, end: int, span: Span, named: list[Named], faults: list[Fault]) -> None:
    try:
        codes = frozenset(rule.code for rule in matching(text))
    except UsageError as error:
        faults.append(Fault(span, error.message, text, error.hint))
    else:
        named.append(Named(text, start, end, codes))


def _of_property(prop: Property, faults: list[Fault]) -> Iterator[Suppression]:
    items = prop.children if isinstance(prop.value, list) else (prop,)
    named: list[Named] = []
    for item in items:
        if isinstance(item.value, str):
            _name(item.value, item.value_span.start, item.value_span.end, item.value_span, named, faults)
        elif item.value is not None:
            faults.append(Fault(item.value_span, f"{PROPERTY} holds something that is no rule", PROPERTY))
    if named:
        yield Suppression("property", prop.value_span, tuple(named), 0, END)


def whole(note: Note, one: Suppression) -> Span:
    """Return the place of a suppression for a finding: the comment, or the property with its key."""
    prop = next((prop for prop in note.properties if prop.key == PROPERTY), None)
    if one.form != "property" or prop is None or prop.key_span is None:
        return one.span
    key, value = prop.key_span, prop.value_span
    return Span(key.start, value.end, key.line, key.column, value.end_line, value.end_column)
