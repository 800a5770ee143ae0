"""Runs rules over a vault."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from msgspec.structs import replace

from vaultkit.lint.facts import link_facts
from vaultkit.lint.policy import EVERYTHING, Policy
from vaultkit.lint.registry import INTERNAL_ERROR, all_rules
from vaultkit.lint.rule import LinkRule, NoteRule, Rule, VaultRule
from vaultkit.lint.rules.vaultkit.unused_suppression import UnusedSuppression
from vaultkit.lint.selection import select
from vaultkit.lint.suppress import silenced, suppressions
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.text import Span
from vaultkit.timing import phase
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
    `paths`, when given, limits the notes and files that are reported; links are resolved in the whole vault all
    the same. What comments in the notes suppress is left out; `policy` has the last word.
    An exception in a rule becomes a finding with the code VKT000, and the run goes on.
    """
    if rules is None:
        rules = chosen_rules(policy)
    judged = judged_notes(vault, policy, paths)
    found: dict[str, list[Diagnostic]] = {}
    with _history_at_hand(vault, rules, judged):
        for done, rule in enumerate(rules):
            if progress is not None:
                progress(done, len(rules))
            if paths is not None and not _may_concern(rule, vault, paths):
                continue
            with phase("check", f"{rule.code} {rule.name}"):
                for finding in run_rule(rule, vault, judged, judged):
                    if paths is None or not finding.path or finding.path in paths:
                        found.setdefault(finding.path, []).append(finding)
        hidden = run_hidden(vault, rules, judged)
    suppressed = suppressions(vault)
    return [
        finding
        for path in sorted({*found, *(path for path in suppressed if path in judged)})
        for finding in settle(path, found.get(path, ()), hidden.get(path, ()), vault, rules, policy)
    ]


def _history_at_hand(
    vault: Vault, rules: Sequence[Rule], judged: Collection[str]
) -> AbstractContextManager[None]:
    """Have git look for notes that left while the first rules run, where a later one will ask about missing links."""
    forms = {
        form
        for rule in rules
        if isinstance(rule, LinkRule) and "missing" in rule.troubles
        for form in rule.forms
    }
    if not forms:
        return nullcontext()
    try:
        with phase("index"):
            facts = link_facts(vault)
            missing = facts.troubled_among(judged, forms, ("missing",))
    except Exception:  # noqa: BLE001  a note is gone, say: the first rule about links will report it
        return nullcontext()
    return facts.names.history_at_hand() if missing else nullcontext()


def _may_concern(rule: Rule, vault: Vault, paths: Collection[str]) -> bool:
    """Return whether it is worth while to run `rule` for `paths`."""
    if not isinstance(rule, VaultRule):
        return True
    try:
        return rule.may_concern(vault, paths)
    except Exception:  # noqa: BLE001  a note is gone, say: the rule will report it when it runs
        return True


def chosen_rules(policy: Policy) -> Sequence[Rule]:
    """Return the rules that run under `policy`."""
    return select() if policy.rules is None else policy.rules


def judged_notes(vault: Vault, policy: Policy, among: Iterable[str] | None = None) -> set[str]:
    """Return the notes of `vault`, or those `among` some paths, that may have findings at all."""
    there = vault.notes if among is None else [path for path in among if path in vault.notes]
    shown = set(there) - vault.templates - vault.excluded
    return {path for path in shown if not policy.excludes(path)} if policy.exclude else shown


def is_judged(path: str, vault: Vault, policy: Policy) -> bool:
    """Return whether the note `path` is there and may have findings at all."""
    return path in judged_notes(vault, policy, (path,))


def run_hidden(vault: Vault, rules: Sequence[Rule], judged: Collection[str]) -> dict[str, list[Diagnostic]]:
    """Return what the rules that only suppressions ask for find, by the note that names them.

    A rule that does not run, or that would say more if it were asked for, has to say whether the suppression
    of what it finds is used.
    """
    if not any(isinstance(rule, UnusedSuppression) for rule in rules):
        return {}
    named: dict[str, set[str]] = {}
    for path, suppressed in suppressions(vault).items():
        if path in judged:
            for one in suppressed.valid:
                for code in one.codes:
                    named.setdefault(code, set()).add(path)
    found: dict[str, list[Diagnostic]] = {}
    running = {rule.code: rule for rule in rules}
    for rule in all_rules() if named else ():
        more = running.get(rule.code, rule).asked_for()
        if rule.code in named and running.get(rule.code) != more:
            for finding in run_rule(more, vault, named[rule.code], named[rule.code]):
                if finding.code == rule.code:
                    found.setdefault(finding.path, []).append(finding)
    return found


def settle(
    path: str,
    findings: Iterable[Diagnostic],
    hidden: Iterable[Diagnostic],
    vault: Vault,
    rules: Sequence[Rule],
    policy: Policy,
) -> list[Diagnostic]:
    """Return what becomes of everything that `rules` found in the note `path`, sorted by place.

    Equal findings are numbered, suppressed ones left out, unused suppressions added. `hidden` are findings
    of rules that only suppressions name.
    """
    ordered = _ordered(list(findings))
    if path in suppressions(vault):
        ordered = _suppress(path, ordered, hidden, vault, rules)
    return policy.apply(ordered)


def _suppress(
    path: str, findings: list[Diagnostic], hidden: Iterable[Diagnostic], vault: Vault, rules: Sequence[Rule]
) -> list[Diagnostic]:
    """Return `findings` without those that the note suppresses, and with its unused suppressions."""
    found = [one for one in (*findings, *hidden) if one.code != INTERNAL_ERROR[0]]
    silent = _silenced(path, found, vault)
    unused = next((rule for rule in rules if isinstance(rule, UnusedSuppression)), None)
    added: list[Diagnostic] = []
    if unused is not None:
        known = {rule.code for rule in rules}
        full = known.issuperset(rule.code for rule in select())
        known.update(code for one in suppressions(vault)[path].valid for code in one.codes)
        added = _guarded(unused, path, lambda: unused.judge(vault, {path: found}, known, full=full))
        silent |= _silenced(path, added, vault)
    kept = [finding for finding in findings if id(finding) not in silent]
    if not added:
        return kept
    kept += [finding for finding in _ordered(added) if id(finding) not in silent]
    return sorted(kept, key=_place)


def _silenced(path: str, found: Iterable[Diagnostic], vault: Vault) -> set[int]:
    """Return the identities of the findings in the note `path` that one of its suppressions covers."""
    return {id(finding) for finding in silenced(found, suppressions(vault)[path].valid)}


def run_rule(
    rule: Rule, vault: Vault, judged: Collection[str], among: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield what `rule` finds in the notes `judged`; of a rule that judges note by note, in those `among` them.

    What a rule about the whole vault finds of files that are no notes is yielded in any case.
    """
    if isinstance(rule, VaultRule):
        for finding in _guarded(rule, "", lambda: rule.check(vault)):
            if finding.path in judged or finding.path not in vault.notes:
                yield finding
    elif isinstance(rule, NoteRule):
        try:
            concerned = [vault.notes[path] for path in rule.concerns(vault, among)]
        except Exception as error:  # noqa: BLE001  a rule must never end the run
            yield _failure(rule, "", error)
            return
        for note in concerned:
            yield from _guarded(rule, note.path, partial(rule.check, note, vault))


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
