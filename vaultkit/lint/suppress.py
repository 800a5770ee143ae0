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
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
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

_DIRECTIVE = lazy_pattern(
    r"\s*vaultkit:\s*(?P<form>[A-Za-z-]*)\s*(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*?)\s*", re.DOTALL
)
_NO_COLON = lazy_pattern(r"\s*vaultkit\s+(?P<form>ignore(?:-next-line|-start|-end|-file)?)\s*(?:\[|$)")
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


class _Lines:
    """Ranges of lines, first and last, in the order of their beginnings: a long note can hold thousands."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._firsts = [first for first, _ in ordered]
        self._lasts = list(accumulate((last for _, last in ordered), max))  # of all that begin so far

    def meet(self, first: int, last: int) -> bool:
        """Return whether one of the ranges holds any of the lines `first` to `last`."""
        begun = bisect_right(self._firsts, last)
        return begun > 0 and first <= self._lasts[begun - 1]


class Placed:
    """Where the findings of one note stand: the lines of each code."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        lines: dict[str, list[tuple[int, int]]] = {}
        for finding in findings:
            lines.setdefault(finding.code, []).append(_lines_of(finding))
        self._lines = {code: _Lines(ranges) for code, ranges in lines.items()}

    def uses(self, one: Suppression) -> bool:
        """Return whether `one`, which is of everything, silences any finding."""
        return any(lines.meet(one.first, one.last) for lines in self._lines.values())

    def used(self, one: Suppression) -> Iterator[Named]:
        """Yield what of `one` silences any finding."""
        for named in one.named:
            if any(self._lines[code].meet(one.first, one.last) for code in self._lines.keys() & named.codes):
                yield named


def silenced(findings: Iterable[Diagnostic], by: Iterable[Suppression]) -> Iterator[Diagnostic]:
    """Yield which of `findings` are silenced by any of the suppressions of their note."""
    everything: list[tuple[int, int]] = []
    ranges: dict[str, list[tuple[int, int]]] = {}
    for one in by:
        if one.everything:
            everything.append((one.first, one.last))
        for code in one.codes:
            ranges.setdefault(code, []).append((one.first, one.last))
    of_all, of_code = _Lines(everything), {code: _Lines(lines) for code, lines in ranges.items()}
    for finding in findings:
        first, last = _lines_of(finding)
        if of_all.meet(first, last) or (finding.code in of_code and of_code[finding.code].meet(first, last)):
            yield finding


def _lines_of(finding: Diagnostic) -> tuple[int, int]:
    return finding.span.line, max(finding.span.line, finding.span.end_line)


class _Opened:
    """The blocks that were begun and not ended yet."""

    def __init__(self) -> None:
        self._open: dict[int, Suppression] = {}  # by where they begin, the last one last
        self._alike: dict[frozenset[str], list[int]] = {}  # with some that have been ended since

    def begin(self, start: Suppression) -> None:
        """Begin a block at the comment `start`."""
        self._open[start.span.start] = start
        self._alike.setdefault(start.codes, []).append(start.span.start)

    def end(self, one: Suppression) -> Suppression | None:
        """Return the block that the comment `one` ends, or None: the last one, or the last of the same codes."""
        if not one.named:
            return self._open.popitem()[1] if self._open else None
        alike = self._alike.get(one.codes, [])
        while alike:
            start = self._open.pop(alike.pop(), None)
            if start is not None:
                return start
        return None

    def left(self) -> Iterable[Suppression]:
        """Return the blocks that nothing ended, in document order."""
        return self._open.values()


def _read(comments: Iterable[Comment], prop: Property | None) -> Suppressions:
    valid: list[Suppression] = []
    faults: list[Fault] = []
    if prop is not None:
        valid += _of_property(prop, faults)
    opened = _Opened()
    for comment in comments:
        match = _DIRECTIVE.fullmatch(comment.text)
        if match is None:
            slip = _NO_COLON.match(comment.text)
            if slip is not None:
                hint = f"write `vaultkit: {slip['form']}`"
                faults.append(Fault(comment.span, 'there is no colon after "vaultkit"', slip["form"], hint))
            continue
        one = _of_comment(comment, match, faults)
        if one is None:
            continue
        if one.form == "ignore-start":
            opened.begin(one)
        elif one.form == "ignore-end":
            start = opened.end(one)
            if start is None:
                hint = "remove it, or begin the block above with the same codes: ignore-start[CODE]"
                faults.append(Fault(comment.span, "ignore-end ends no block", "ignore-end", hint))
                continue
            valid.append(msgspec.structs.replace(start, last=comment.span.line, closing=comment.span))
        else:
            valid.append(one)
    faults += (
        Fault(start.span, "ignore-start is never ended and does nothing", "ignore-start", "add ignore-end")
        for start in opened.left()
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
        if isinstance(item.value, str) and "," in item.value:
            codes = ", ".join(one.strip() for one in item.value.split(","))
            hint = f"write a list: [{codes}]"
            faults.append(Fault(item.value_span, "several rules need a list", item.value, hint))
        elif isinstance(item.value, str):
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
