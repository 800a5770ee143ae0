"""Writes suppressions for findings: beside each where a comment can stand, else for the note.

A comment must not change what a note says, so every text is read again before it is taken: links, headings,
tags, block ids, sections and properties are to be as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    """New texts by path, how many findings they suppress, and by path why a note was not touched."""

    texts: dict[str, str]
    count: int
    refused: dict[str, str]


def add_ignores(
    vault: Vault, findings: Sequence[Diagnostic], policy: Policy = EVERYTHING, reason: str = ""
) -> Added:
    """Return the notes of `vault` with comments that suppress `findings`, which `policy` reports."""
    texts: dict[str, str] = {}
    refused: dict[str, str] = {}
    count = 0
    by_path: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding.path in vault.notes and finding.code not in UNSUPPRESSIBLE:
            by_path.setdefault(finding.path, []).append(finding)
    said = " ".join(reason.replace("%%", "").replace("--", "-").replace(">", "").split())
    for path, found in by_path.items():
        note = vault.notes[path]
        why = "a canvas has no comments" if note.is_canvas else refusal(vault, path)
        if why is None:
            text = _suppressed(vault, note, found, policy, f" {said}" if said else "")
            if text is None:
                why = "a comment would change what it says"
            else:
                texts[path] = text
                count += len(found)
        if why is not None:
            refused[path] = why
    return Added(texts, count, refused)


def _suppressed(
    vault: Vault, note: Note, findings: Sequence[Diagnostic], policy: Policy, reason: str
) -> str | None:
    """Return the text of `note` with suppressions of `findings`; None where none can be written."""
    text = vault.text(note.path)
    meant = {_key(finding) for finding in findings}
    stale: set[tuple[str, str, str | None]] = set()  # what is wrong with older comments is not ours to mend
    if note.path in suppressions(vault):
        stale.update(map(_key, check(vault, paths=(note.path,), policy=policy)))
    for write in (_beside, _for_note):
        new = write(text, note, findings, reason)
        if new is None:
            continue
        data = (b"\xef\xbb\xbf" if note.bom else b"") + new.encode()
        if _facts(parse_note(data, note.path)) != _facts(note):
            continue
        left = check(vault.with_notes({note.path: data}), paths=(note.path,), policy=policy)
        new_faults = (_key(one) not in stale for one in left if one.code in UNSUPPRESSIBLE[1:])
        if not any(_key(one) in meant for one in left) and not any(new_faults):
            return new
    return None


def _key(finding: Diagnostic) -> tuple[str, str, str | None]:
    return finding.code, finding.severity, finding.target


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


def _beside(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> str | None:
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


def _for_note(text: str, note: Note, findings: Sequence[Diagnostic], reason: str) -> str | None:
    """Return `text` with one suppression for the whole note: as a property, else as a comment on top."""
    if note.properties:
        edit = _property(text, note, findings, reason)
        return None if edit is None else apply_edits(text, [edit])
    at = note.frontmatter.end if note.frontmatter else 0
    eol = "\r\n" if "\r\n" in text else "\n"
    if at and not text[:at].endswith("\n"):
        at = text.find("\n", at) + 1
        if not at:
            return text + f"{eol}%% vaultkit: ignore-file[{_codes(findings)}]{reason} %%{eol}"
    return apply_edits(
        text, [Edit(at, at, f"%% vaultkit: ignore-file[{_codes(findings)}]{reason} %%{eol}{eol}")]
    )
