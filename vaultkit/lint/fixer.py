"""Applies fixes: in rounds until nothing changes, in memory; writing is a separate step."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import attrgetter

import msgspec

from vaultkit.lint.conflicts import find_conflicts
from vaultkit.lint.policy import EVERYTHING, Policy
from vaultkit.lint.rule import Rule
from vaultkit.lint.runner import check
from vaultkit.lint.write import unchanged
from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.text import Edit, apply_edits
from vaultkit.vault import Vault

ROUNDS = 10
_START = attrgetter("start")


class Fixed(msgspec.Struct, frozen=True):
    """What fixing came to: the vault afterwards, what changed, what is left.

    `texts` holds the new text of every changed note by path; `applied` the findings that were fixed;
    `findings` those that are left; `refused` says by path why a note was not touched; `unstable` names
    the rules whose fixes undo one another, or do not come to an end.
    """

    vault: Vault
    texts: dict[str, str]
    applied: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    refused: dict[str, str]
    unstable: tuple[str, ...] = ()


Wanted = Callable[[Sequence[Diagnostic]], Sequence[Diagnostic]]


def _everything(findings: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    return findings


def fix(
    vault: Vault,
    rules: Sequence[Rule] | None = None,
    *,
    unsafe: bool = False,
    paths: Collection[str] | None = None,
    policy: Policy = EVERYTHING,
    findings: Sequence[Diagnostic] | None = None,
    wanted: Wanted = _everything,
) -> Fixed:
    """Apply the fixes of `rules` to the notes `paths` (all by default), in memory, until none is left.

    Safe fixes only, unless `unsafe`. A fix that touches several notes is applied in all or in none; of
    overlapping fixes the first is taken, the other is tried again in the next round. `findings` are those
    of `vault` when they are known already; `wanted` picks those that are to be fixed, in every round.
    """
    current = vault
    left = list(check(vault, rules, paths=paths, policy=policy) if findings is None else findings)
    applied: list[Diagnostic] = []
    refused: dict[str, str] = {}
    texts: dict[str, str] = {}
    seen: set[tuple[tuple[str, str], ...]] = {()}
    unstable: tuple[str, ...] = ()
    for _ in range(ROUNDS):
        chosen, edits = _choose(wanted(left), current, unsafe=unsafe, refused=refused)
        if not chosen:
            break
        changed = {path: apply_edits(current.text(path), found) for path, found in edits.items()}
        texts.update(changed)
        state = tuple(sorted(texts.items()))
        if state in seen:
            unstable = tuple(sorted({finding.code for finding in chosen}))
            break
        seen.add(state)
        applied += chosen
        bom = {path: b"\xef\xbb\xbf" if current.notes[path].bom else b"" for path in changed}
        current = current.with_notes({path: bom[path] + text.encode() for path, text in changed.items()})
        left = check(current, rules, paths=paths, policy=policy)
    else:
        unstable = tuple(
            sorted({one.code for one in _choose(wanted(left), current, unsafe=unsafe, refused={})[0]})
        )
    texts = {path: text for path, text in sorted(texts.items()) if text != vault.text(path)}
    return Fixed(current, texts, tuple(applied), tuple(left), refused, unstable)


def applicable(fix: Fix | None, *, unsafe: bool) -> bool:
    """Return whether `fix` may be applied."""
    return fix is not None and (fix.applicability == "safe" or (unsafe and fix.applicability == "unsafe"))


def refusal(vault: Vault, path: str) -> str | None:
    """Return why no fix may be written to the note `path`, or None if it may."""
    note = vault.notes.get(path)
    if note is None:
        return "it is not a note of the vault"
    kinds = {problem.kind for problem in note.problems}
    if "invalid-utf8" in kinds:
        return "it is not UTF-8"
    if "nul-bytes" in kinds or "unreadable" in kinds:
        return "it is not a text that can be read"
    if not unchanged(vault, path, vault.raw(path)):
        return "it changed since it was read"
    if any(find_conflicts(vault.text(path))):
        return "it holds merge conflict markers"
    return None


def _choose(
    findings: Iterable[Diagnostic], vault: Vault, *, unsafe: bool, refused: dict[str, str]
) -> tuple[list[Diagnostic], dict[str, list[Edit]]]:
    """Return the fixes of this round that do not overlap, and their edits by path."""
    chosen: list[Diagnostic] = []
    edits: dict[str, list[Edit]] = {}
    verdicts: dict[str, str | None] = {}
    for finding in findings:
        remedy = finding.fix
        if remedy is None or not applicable(remedy, unsafe=unsafe):
            continue
        for path in remedy.edits:
            if path not in verdicts:
                verdicts[path] = refusal(vault, path)
        reasons = {path: reason for path in remedy.edits if (reason := verdicts[path])}
        if reasons:
            refused.update(reasons)
        elif not _overlaps(remedy.edits, edits):
            chosen.append(finding)
            for path, added in remedy.edits.items():
                for edit in added:
                    insort(edits.setdefault(path, []), edit)
    return chosen, edits


def _overlaps(added: Mapping[str, tuple[Edit, ...]], edits: Mapping[str, list[Edit]]) -> bool:
    """Return whether an edit touches the place of one already taken; touching ends count as overlap.

    `edits` are sorted and keep clear of each other, so that only the neighbours of a place can touch it.
    """
    for path, news in added.items():
        taken = edits.get(path, [])
        for new in news:
            after = bisect_right(taken, new.start, key=_START)
            if after and taken[after - 1].end >= new.start:
                return True
            if after < len(taken) and taken[after].start <= new.end:
                return True
    return False
