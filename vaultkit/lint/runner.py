"""Runs rules over a vault."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from vaultkit.lint.policy import EVERYTHING, Policy
from vaultkit.lint.registry import INTERNAL_ERROR, all_rules
from vaultkit.lint.rule import NoteRule, Rule, VaultRule
from vaultkit.lint.rules.vaultkit.unused_suppression import UnusedSuppression
from vaultkit.lint.selection import select
from vaultkit.lint.suppress import suppressions, used_by
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.text import Span
from vaultkit.vault import Vault

Progress = Callable[[int, int], None]


def check(
    vault: Vault,
    rules: Sequence[Rule] | None = None,
    *,
    paths: Collection[str] | None = None,
    policy: Policy = EVERYTHING,
    progress: Progress | None = None,
) -> list[Diagnostic]:
    """Return the findings of `rules` (by default those of `policy`) in `vault`, sorted by place.

    Notes in template folders and notes that Obsidian excludes are targets of links but are not judged.
    `paths`, when given, limits the notes that are reported; links are resolved in the whole vault all
    the same. What comments in the notes suppress is left out; `policy` has the last word.
    An exception in a rule becomes a finding with the code VKT000, and the run goes on.
    """
    if rules is None:
        rules = select() if policy.rules is None else policy.rules
    judged = {
        path
        for path in (vault.notes if paths is None else paths)
        if path in vault.notes and not vault.is_template(path) and not vault.is_excluded(path)
        if not policy.excludes(path)
    }
    findings: list[Diagnostic] = []
    for done, rule in enumerate(rules):
        if progress is not None:
            progress(done, len(rules))
        findings += _run(rule, vault, judged)
    findings = _ordered(findings)
    suppressed = [path for path in suppressions(vault) if path in judged]
    if suppressed:
        findings = _suppress(findings, vault, rules, suppressed)
    return policy.apply(findings)


def _suppress(
    findings: list[Diagnostic], vault: Vault, rules: Sequence[Rule], paths: Sequence[str]
) -> list[Diagnostic]:
    """Return `findings` without those that the notes `paths` suppress, and with the unused suppressions."""
    known = {rule.code for rule in rules}
    found: dict[str, list[Diagnostic]] = {path: [] for path in paths}
    for finding in findings:
        if finding.path in found and finding.code != INTERNAL_ERROR[0]:
            found[finding.path].append(finding)
    silent = _silenced(found, vault)
    unused = next((rule for rule in rules if isinstance(rule, UnusedSuppression)), None)
    added: list[Diagnostic] = []
    if unused is not None:
        named = {code for path in paths for one in suppressions(vault)[path].valid for code in one.codes}
        for rule in _silent_ones(rules, named):
            for finding in _run(rule, vault, found.keys()):
                if finding.path in found and finding.code == rule.code:
                    found[finding.path].append(finding)
        full = known.issuperset(rule.code for rule in select())
        added = _guarded(unused, "", lambda: unused.judge(vault, found, known | named, full=full))
        silent |= _silenced({path: [one for one in added if one.path == path] for path in paths}, vault)
    kept = [finding for finding in findings if id(finding) not in silent]
    if not added:
        return kept
    kept += [finding for finding in _ordered(added) if id(finding) not in silent]
    return sorted(kept, key=_place)


def _silent_ones(rules: Sequence[Rule], named: Collection[str]) -> Iterator[Rule]:
    """Yield the rules of the codes `named` that do not run, or that would say more if they were asked for:
    whether their suppressions are used has to be found out."""
    running = {rule.code: rule for rule in rules}
    for rule in all_rules():
        if rule.code in named:
            runs = running.get(rule.code)
            more = (runs or rule).asked_for()
            if runs != more:
                yield more


def _silenced(found: Mapping[str, Sequence[Diagnostic]], vault: Vault) -> set[int]:
    """Return the identities of the findings that a suppression of their note covers."""
    return {
        id(finding)
        for path, there in found.items()
        for one in suppressions(vault)[path].valid
        for finding, _ in used_by(one, there)
    }


def _run(rule: Rule, vault: Vault, judged: Collection[str]) -> Iterator[Diagnostic]:
    if isinstance(rule, VaultRule):
        for finding in _guarded(rule, "", lambda: rule.check(vault)):
            if finding.path in judged or not finding.path:
                yield finding
    elif isinstance(rule, NoteRule):
        try:
            concerned = [vault.notes[path] for path in rule.concerns(vault) if path in judged]
        except Exception as error:  # noqa: BLE001  a rule must never end the run
            yield _failure(rule, "", error)
            return
        for note in concerned:
            yield from _guarded(rule, note.path, lambda note=note: rule.check(note, vault))  # type: ignore[misc]


def _guarded(rule: Rule, path: str, run: Callable[[], Iterable[Diagnostic]]) -> list[Diagnostic]:
    try:
        return list(run())
    except Exception as error:  # noqa: BLE001  a rule must never end the run
        return [_failure(rule, path, error)]


def _failure(rule: Rule, path: str, error: Exception) -> Diagnostic:
    """The finding that `rule` failed at the note `path` (empty: at the vault as a whole)."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" ({at.tb_frame.f_code.co_filename.rpartition('/')[2]}:{at.tb_lineno})" if at else ""
    return Diagnostic(
        code=INTERNAL_ERROR[0],
        name=INTERNAL_ERROR[1],
        severity="error",
        path=path,
        span=Span(0, 0, 1, 1, 1, 1),
        message=f"the rule {rule.code} {rule.name} failed: {type(error).__name__}: {error}{place}",
        target=rule.code,
        help="this is a fault of vaultkit, not of the note; please report it",
    )


def _place(one: Diagnostic) -> tuple[str, int, int, str, str]:
    return one.path, one.span.start, one.span.end, one.code, one.message


def _ordered(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Return `findings` sorted by place, equal ones of a note numbered."""
    findings.sort(key=_place)
    seen: dict[tuple[str, str, str | None], int] = {}
    ordered: list[Diagnostic] = []
    for finding in findings:
        key = (finding.code, finding.path, finding.target)
        count = seen.get(key, 0)
        seen[key] = count + 1
        ordered.append(replace(finding, ordinal=count) if count else finding)
    return ordered


def failed(findings: Iterable[Diagnostic]) -> bool:
    """Return whether a rule failed while `findings` were made."""
    return any(finding.code == INTERNAL_ERROR[0] for finding in findings)
