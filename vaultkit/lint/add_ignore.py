"""Writes suppressions for findings: beside each where a comment can stand, else for the note.

A comment must not change what a note says, so every text is read again before it is taken: links, headings,
tags, block ids, sections and properties are to be as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from vaultkit.lint.fixer import refusal
from vaultkit.lint.policy import EVERYTHING, Policy
from vaultkit.lint.registry import INTERNAL_ERROR
from vaultkit.lint.runner import check
from vaultkit.lint.suppress import PROPERTY, suppressions
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.model.note import Note
from vaultkit.parse import parse_note
from vaultkit.text import Edit, LineIndex, apply_edits
from vaultkit.vault import Vault

UNSUPPRESSIBLE = (INTERNAL_ERROR[0], "VKT001", "VKT002")
"""Findings about vaultkit and its own comments: more comments do not help."""


class Added(msgspec.Struct, frozen=True):
    """New texts by path, how many findings they suppress, and by path why a note was not touched.

    `exempt` are the codes, by path, that a note is exempt from altogether, because a comment beside one of its
    findings would change what it says.
    """

    texts: dict[str, str]
    count: int
    refused: dict[str, str]
    exempt: dict[str, list[str]]


def add_ignores(
    vault: Vault, findings: Sequence[Diagnostic], policy: Policy = EVERYTHING, reason: str = ""
) -> Added:
    """Return the notes of `vault` with comments that suppress `findings`, which `policy` reports."""
    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding.path in vault.notes and finding.code not in UNSUPPRESSIBLE:
            by_path.setdefault(finding.path, []).append(finding)
    refused: dict[str, str] = {}
    for path in by_path:
        why = "a canvas has no comments" if vault.notes[path].is_canvas else refusal(vault, path)
        if why is not None:
            refused[path] = why
    pending = {path: found for path, found in by_path.items() if path not in refused}
    said = " ".join(reason.replace("%%", "").replace("--", "-").replace(">", "").split())
    stale = _faults(vault, pending, policy)
    remark = f" {said}" if said else ""
    texts: dict[str, str] = {}
    exempt: dict[str, list[str]] = {}
    for write in (_beside, _in_part, _for_note):
        for path, written in _taken(vault, pending, policy, stale, write, remark).items():
            del pending[path]
            texts[path] = written.text
            if written.exempt:
                exempt[path] = sorted(written.exempt)
    refused.update(dict.fromkeys(pending, "a comment would change what it says"))
    return Added(texts, sum(len(by_path[path]) for path in texts), refused, exempt)


class _Written(NamedTuple):
    """The new text of a note, and the codes that all of it is now exempt from."""

    text: str
    exempt: frozenset[str] = frozenset()


Key = tuple[str, str, str, str | None]
Writer = Callable[[str, Note, Sequence[Diagnostic], str], "_Written | None"]


def _faults(vault: Vault, paths: Iterable[str], policy: Policy) -> set[Key]:
    """Return what is wrong with comments that are there already: not ours to mend."""
    commented = [path for path in paths if path in suppressions(vault)]
    return set(map(_key, check(vault, paths=commented, policy=policy))) if commented else set()


def _taken(
    vault: Vault,
    pending: Mapping[str, Sequence[Diagnostic]],
    policy: Policy,
    stale: set[Key],
    write: Writer,
    reason: str,
) -> dict[str, _Written]:
    """Return the new texts by `write` that silence all findings of their notes and change nothing else."""
    texts: dict[str, _Written] = {}
    data: dict[str, bytes] = {}
    for path, found in pending.items():
        note = vault.notes[path]
        new = write(vault.text(path), note, found, reason)
        if new is not None:
            raw = _bytes(new.text, note)
            if _facts(parse_note(raw, path)) == _facts(note):
                texts[path], data[path] = new, raw
    if not texts:
        return texts
    meant = {_key(finding) for path in texts for finding in pending[path]}
    for one in check(vault.with_notes(data), paths=texts.keys(), policy=policy):
        if _key(one) in meant or (one.code in UNSUPPRESSIBLE and _key(one) not in stale):
            texts.pop(one.path, None)
    return texts


def _bytes(text: str, note: Note) -> bytes:
    return (b"\xef\xbb\xbf" if note.bom else b"") + text.encode()


def _key(finding: Diagnostic) -> Key:
    return finding.path, finding.code, finding.severity, finding.target


def _facts(note: Note) -> tuple[object, ...]:
    """What a suppression must leave alone."""
    return (
        [(link.kind, link.raw, link.target, link.subpath, link.key) for link in note.links],
        [(heading.text, heading.level) for heading in note.headings],
        [(tag.name, tag.source) for tag in note.tags],
        [(block.id, block.kind) for block in note.blocks],
        [(section.heading, section.level, section.state) for section in note.sections],
        [(prop.key, prop.value) for prop in note.properties if prop.key != PROPERTY],
        [(field.name, field.value.partition("%%")[0].strip()) for field in note.fields],
        note.aliases,
        [problem.kind for problem in note.problems],
    )


def _codes(findings: Iterable[Diagnostic]) -> str:
    return ", ".join(sorted({finding.code for finding in findings}))


def _beside(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> _Written | None:
    """Return `text` with comments, where all findings can have one."""
    new = _with_comments(text, note, findings, reason)
    return None if new is None else _Written(new)


def _with_comments(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> str | None:
    """Return `text` with a comment at every line that has a finding, and those of properties in one."""
    index = LineIndex(text)
    eol = "\r\n" if "\r\n" in text else "\n"
    last = note.frontmatter.end_line if note.frontmatter else 0
    lines: dict[int, list[Diagnostic]] = {}
    above: list[Diagnostic] = []
    for finding in findings:
        if note.frontmatter and finding.span.start < note.frontmatter.end:
            above.append(finding)
        else:
            lines.setdefault(max(finding.span.line, last), []).append(finding)
    edits: list[Edit] = []
    if above:
        edit = _property(text, note, above, reason)
        if edit is None:
            return None
        edits.append(edit)
    headings = {heading.span.line for heading in note.headings}
    there = suppressions(Vault([note]))
    for line, found in lines.items():
        for one in there[note.path].valid if note.path in there else ():
            if one.form == "ignore" and one.span.line == line and one.named:
                edits.append(Edit(one.named[-1].end, one.named[-1].end, f", {_codes(found)}"))
                break
        else:
            edits.append(_at_line(index, note, line, found, reason, eol=eol if line in headings else None))
    return apply_edits(text, edits)


def _at_line(
    index: LineIndex, note: Note, line: int, found: Sequence[Diagnostic], reason: str, *, eol: str | None
) -> Edit:
    """Return the comment for one line: at its end, before a block id, or above a heading (`eol`)."""
    written = index.line_text(line)
    start = index.offset(line)
    if eol is not None:
        prefix = written[: len(written) - len(written.lstrip(" \t>"))]
        return Edit(start, start, f"{prefix}%% vaultkit: ignore-next-line[{_codes(found)}]{reason} %%{eol}")
    end = start + len(written.rstrip())
    for block in note.blocks:
        if block.span.line == line:
            at = block.span.start
            blank = "" if at == start or index.line_text(line)[at - start - 1] in " \t" else " "
            return Edit(at, at, f"{blank}%% vaultkit: ignore[{_codes(found)}]{reason} %% ")
    blank = " " if end > start else ""
    return Edit(end, end, f"{blank}%% vaultkit: ignore[{_codes(found)}]{reason} %%")


def _property(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> Edit | None:
    """Return the edit that names the rules of `findings` in the property `vaultkit-ignore`."""
    prop = next((prop for prop in note.properties if prop.key == PROPERTY), None)
    remark = f" #{reason}" if reason else ""
    if prop is None:
        if note.frontmatter is None:
            return None
        close = text.rfind("\n", 0, len(text[: note.frontmatter.end].rstrip())) + 1
        eol = "\r\n" if text[:close].endswith("\r\n") else "\n"
        return Edit(close, close, f"{PROPERTY}: [{_codes(findings)}]{remark}{eol}")
    span = prop.value_span
    if prop.children:
        end = prop.children[-1].value_span.end
        if text[span.start] == "[":
            return Edit(end, end, f", {_codes(findings)}")
        start = text.rfind("\n", 0, end) + 1
        eol = "\r\n" if text[:start].endswith("\r\n") else "\n"
        item = text[start : prop.children[-1].value_span.start]
        new = [f"{eol}{item}{code}" for code in sorted({one.code for one in findings})]
        return Edit(end, end, "".join(new))
    if isinstance(prop.value, str):
        return Edit(span.start, span.end, f"[{text[span.start : span.end]}, {_codes(findings)}]")
    return None


def _homeless(
    text: str, note: Note, findings: Sequence[Diagnostic], reason: str, read: Callable[[str], Note]
) -> set[str]:
    """Return the codes of those `findings`, not all of which can, beside which no comment can stand without
    changing what the note says.

    Many lines are tried at once and halved only where they fail, so that the note is read a few times for each
    of these codes and not for each line.
    """
    by_line: dict[int, list[Diagnostic]] = {}
    for finding in findings:
        by_line.setdefault(finding.span.line, []).append(finding)
    facts = _facts(note)
    codes: set[str] = set()
    left = _halves(list(by_line.values()))
    while left:
        lines = [found for found in left.pop() if any(one.code not in codes for one in found)]
        if not lines:
            continue
        new = _with_comments(text, note, [one for found in lines for one in found], reason)
        if new is not None and _facts(read(new)) == facts:
            continue
        if len(lines) > 1:
            left += _halves(lines)
        else:
            codes.update(one.code for one in lines[0])
    return codes


def _halves(lines: list[list[Diagnostic]]) -> list[list[list[Diagnostic]]]:
    half = (len(lines) + 1) // 2
    return [lines[half:], lines[:half]]


def _in_part(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> _Written | None:
    """Return `text` with comments where they can stand, and a suppression for the whole note for the others."""

    @lru_cache(maxsize=16)
    def read(new: str) -> Note:
        return parse_note(_bytes(new, note), note.path)

    homeless = _homeless(text, note, findings, reason, read)
    # What is found of the note as a whole is found above any comment that stands on top of it.
    homeless |= {one.code for one in findings if one.span.start == one.span.end}
    rest = [one for one in findings if one.code in homeless]
    if not rest or len(rest) == len(findings):
        return None
    new = _with_comments(text, note, [one for one in findings if one.code not in homeless], reason)
    return None if new is None else _for_note(new, read(new), rest, reason)


def _for_note(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> _Written | None:
    """Return `text` with one suppression for the whole note: as a property, else as a comment on top."""
    edit = (
        _property(text, note, findings, reason) if note.properties else _on_top(text, note, findings, reason)
    )
    if edit is None:
        return None
    return _Written(apply_edits(text, [edit]), frozenset(one.code for one in findings))


def _on_top(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> Edit:
    at = note.frontmatter.end if note.frontmatter else 0
    eol = "\r\n" if "\r\n" in text else "\n"
    if at and not text[:at].endswith("\n"):
        at = text.find("\n", at) + 1
        if not at:
            end = len(text)
            return Edit(end, end, f"{eol}%% vaultkit: ignore-file[{_codes(findings)}]{reason} %%{eol}")
    return Edit(at, at, f"%% vaultkit: ignore-file[{_codes(findings)}]{reason} %%{eol}{eol}")
