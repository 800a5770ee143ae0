"""The baseline: findings that were there when somebody began to lint, so that only new ones fail.

An entry is a finding without its place, so it outlives text that moves. Findings of a note that are alike
(one rule, one target) are compared by number: of three entries two are left when one finding is mended,
whichever of them it was. A baseline holds for the rules and settings that it was made with; where others
would find something else, it is refused, because everything would look new or vanished.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from vaultkit.config import Loaded
from vaultkit.errors import UsageError
from vaultkit.hashing import blake2b
from vaultkit.lint.facts import link_facts
from vaultkit.lint.policy import Policy, make_policy
from vaultkit.lint.registry import INTERNAL_ERROR, all_rules
from vaultkit.load.atomic import write_atomically
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report.documents import BASELINE_FORMAT, BaselineJson, EntryJson
from vaultkit.report.encode import encode
from vaultkit.report.fingerprint import fingerprint
from vaultkit.report.text import plural, utf8
from vaultkit.vault import Vault

Key = tuple[str, str, str | None]

# What these say is in the list of rules, or changes nothing about what is found.
_IMMATERIAL = frozenset(
    {"select", "extend_select", "ignore", "fixable", "unfixable", "fail_on", "severity"}
)  # of [lint]
_ANEW = "`vaultkit baseline update` makes it anew, --no-baseline goes without"


class Settled(msgspec.Struct, frozen=True):
    """Findings held against a baseline: the ones it does not know, the ones it knows, both in their order,
    and its entries that nothing was found for."""

    new: tuple[Diagnostic, ...]
    known: tuple[Diagnostic, ...]
    vanished: tuple[EntryJson, ...]


def make_baseline(
    findings: Iterable[Diagnostic], policy: Policy, loaded: Loaded, version: str
) -> BaselineJson:
    """Return the baseline that holds `findings`, which the rules of `policy` made under `loaded`.

    That a rule failed (VKT000) is never taken for known.
    """
    entries = [_entry(one) for one in findings if one.code != INTERNAL_ERROR[0]]
    return BaselineJson(
        version=version,
        rules=sorted(codes(policy)),
        settings=_marks(loaded, policy),
        findings=_sorted(entries),
    )


def updated(baseline: BaselineJson, now: BaselineJson, paths: Collection[str]) -> BaselineJson:
    """Return `now` with the entries that `baseline` has for notes other than `paths`."""
    kept = [one for one in baseline.findings if one.path not in paths]
    mine = [one for one in now.findings if one.path in paths]
    return msgspec.structs.replace(now, findings=_sorted([*kept, *mine]))


def pruned(baseline: BaselineJson, vanished: Iterable[EntryJson]) -> BaselineJson:
    """Return `baseline` without the entries `vanished`."""
    gone = Counter(vanished)
    kept: list[EntryJson] = []
    for entry in baseline.findings:
        if gone[entry] > 0:
            gone[entry] -= 1
        else:
            kept.append(entry)
    return msgspec.structs.replace(baseline, findings=kept)


def codes(policy: Policy) -> frozenset[str]:
    """Return the codes of the rules that run under `policy`."""
    return frozenset(rule.code for rule in (all_rules() if policy.rules is None else policy.rules))


def as_configured(policy: Policy, loaded: Loaded) -> Policy:
    """Return `policy` with those of its rules only that find what they find under the configuration `loaded`.

    A rule that somebody asks for on the command line may report in another way, so that entries of the
    baseline are not found without having vanished.
    """
    usual = make_policy(loaded).rules or all_rules()
    rules = all_rules() if policy.rules is None else policy.rules
    return msgspec.structs.replace(policy, rules=tuple(rule for rule in rules if rule in usual))


def settle(
    baseline: BaselineJson,
    findings: Iterable[Diagnostic],
    policy: Policy,
    paths: Collection[str] | None = None,
) -> Settled:
    """Return what `baseline` knows of `findings`, and which of its entries are no longer found.

    An entry vanishes only where a rule of `policy` looked at one of the notes `paths` (None: at any note); of
    a rule that failed nothing is known.
    """
    running = codes(policy)
    left = Counter(map(_entry_key, baseline.findings))
    new: list[Diagnostic] = []
    known: list[Diagnostic] = []
    failed: set[str | None] = set()
    for finding in findings:
        if finding.code == INTERNAL_ERROR[0]:
            failed.add(finding.target)
        key = (finding.code, utf8(finding.path), _text(finding.target))
        if left[key] > 0:
            left[key] -= 1
            known.append(finding)
        else:
            new.append(finding)
    vanished: list[EntryJson] = []
    for entry in reversed(baseline.findings):  # of equal ones the last are surplus
        key = _entry_key(entry)
        looked = entry.code in running - failed and (paths is None or entry.path in paths)
        if looked and left[key] > 0:
            left[key] -= 1
            vanished.append(entry)
    return Settled(tuple(new), tuple(known), tuple(reversed(vanished)))


def following_renames(
    baseline: BaselineJson, findings: Iterable[Diagnostic], vault: Vault
) -> tuple[BaselineJson, dict[str, str]]:
    """Return `baseline` with the entries of renamed notes under their new names, and these by the old ones.

    Git says which notes of `vault` were renamed; it is asked only where a note with entries is gone and one with
    `findings` has none. That both have something in common proves nothing: notes made from one template do.
    """
    there = {entry.path for entry in baseline.findings}
    gone = there.difference(map(utf8, vault.files))
    if not gone or all(utf8(one.path) in there for one in findings):
        return baseline, {}
    renames = {
        utf8(old): utf8(new)
        for old, new in link_facts(vault).names.departed.renames.items()
        if utf8(old) in gone and new in vault.notes and utf8(new) not in there
    }
    if not renames:
        return baseline, {}
    moved = [
        msgspec.structs.replace(entry, path=renames.get(entry.path, entry.path))
        for entry in baseline.findings
    ]
    return msgspec.structs.replace(baseline, findings=_sorted(moved)), renames


def renewed(baseline: BaselineJson, known: Iterable[Diagnostic], paths: Collection[str]) -> BaselineJson:
    """Return `baseline` with the entries of the notes `paths` as they are made of the `known` findings."""
    kept = [entry for entry in baseline.findings if entry.path not in paths]
    made = [entry for entry in map(_entry, known) if entry.path in paths]
    return msgspec.structs.replace(baseline, findings=_sorted([*kept, *made]))


def read_baseline(place: Path) -> BaselineJson:
    """Return the baseline in the file `place`.

    Raises:
        UsageError: it cannot be read, is none, or is one of another version of the format.
    """
    try:
        data = place.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        hint = (
            f"`vaultkit baseline update --baseline {place}` writes it"
            if missing
            else "--no-baseline goes without"
        )
        raise UsageError(f"the baseline {place} cannot be read: {error.strerror}", hint=hint) from error
    try:
        found = msgspec.json.decode(data, type=_Head)
        if found.schema != BASELINE_FORMAT:
            raise UsageError(
                f'the baseline {place} has the format "{found.schema}", which vaultkit does not know',
                hint=f"use the version of vaultkit that wrote it ({found.version}), or make it anew: {_ANEW}",
            )
        return msgspec.json.decode(data, type=BaselineJson)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(f"{place} is not a baseline: {error}", hint=_ANEW) from error


def write_baseline(place: Path, baseline: BaselineJson) -> None:
    """Write `baseline` to `place`, an entry a line, so that a change to it can be read.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        write_atomically(place, baseline_text(baseline).encode())
    except OSError as error:
        raise UsageError(f"cannot write {place}: {error.strerror}") from error


def baseline_text(baseline: BaselineJson) -> str:
    """Return `baseline` as it stands in its file."""
    head = msgspec.structs.asdict(baseline)
    entries = head.pop("findings")
    lines = [
        f"  {encode(key)}: {encode(value)},\n" for key, value in {"schema": baseline.schema, **head}.items()
    ]
    listed = ",\n".join(f"    {encode(entry)}" for entry in entries)
    listed = f"[\n{listed}\n  ]" if entries else "[]"
    return "".join(["{\n", *lines, f'  "findings": {listed}\n', "}\n"])


def require_comparable(baseline: BaselineJson, loaded: Loaded, place: Path) -> None:
    """Make sure that the configuration `loaded` finds what the one did that the baseline was made with.

    Options of the command line that choose fewer rules or notes do not matter: what was not looked at is
    neither known nor vanished.

    Raises:
        UsageError: it does not; the message says what is different.
    """
    policy = make_policy(loaded)
    marks, then, running = _marks(loaded, policy), baseline.settings, codes(policy)
    reasons = [f"{key} changed" for key in sorted({*marks, *then}) if marks.get(key) != then.get(key)]
    if added := sorted(running - set(baseline.rules)):
        reasons.append(f"{_rules(added)} did not run then")
    if dropped := sorted(set(baseline.rules) - running):
        reasons.append(f"{_rules(dropped)} no longer {'runs' if len(dropped) == 1 else 'run'}")
    if reasons:
        raise UsageError(
            f"the baseline {place} (made by vaultkit {baseline.version}) cannot be compared: {'; '.join(reasons)}",
            hint=_ANEW,
        )


class _Head(msgspec.Struct):
    """What can be read of a baseline in any format."""

    schema: str
    version: str = "unknown"


def _entry(finding: Diagnostic) -> EntryJson:
    return EntryJson(finding.code, utf8(finding.path), _text(finding.target), fingerprint(finding))


def _entry_key(entry: EntryJson) -> Key:
    return entry.code, entry.path, entry.target


def _text(target: str | None) -> str | None:
    return None if target is None else utf8(target)


def _sorted(entries: Iterable[EntryJson]) -> list[EntryJson]:
    return sorted(entries, key=lambda one: (one.path, one.code, one.target or "", one.fingerprint))


def _rules(found: list[str]) -> str:
    shown = ", ".join(found[:5])
    return f"{'the rule' if len(found) == 1 else 'the rules'} {shown}" + (
        f" and {plural(len(found) - 5, 'other')}" if len(found) > 5 else ""
    )


def _marks(loaded: Loaded, policy: Policy) -> dict[str, str]:
    """Return a hash of each setting that decides what is found and is not at its default, by dotted key."""
    config = loaded.config
    found = {
        f"lint.{name.replace('_', '-')}": value
        for name, value in _unusual(config.lint).items()
        if name not in _IMMATERIAL
    }
    varied = [(one.files, one.select, one.ignore) for one in config.overrides]
    found["overrides"] = [one for one in varied if one[1] is not None or one[2]]
    for rule in policy.rules or all_rules():
        found[f"rules.{rule.name}"] = _unusual(rule)
    for name, value in _unusual(config).items():
        if name not in ("lint", "overrides", "rules"):
            found[name.replace("_", "-")] = value
    return {key: _hash(value) for key, value in sorted(found.items()) if value}


def _unusual(settings: msgspec.Struct) -> dict[str, Any]:
    """Return the fields of `settings` that are not at their defaults."""
    usual = type(settings)()
    given = msgspec.structs.asdict(settings)
    return {name: value for name, value in given.items() if value != getattr(usual, name)}


def _hash(value: Any) -> str:
    return blake2b(msgspec.json.encode(value), digest_size=8).hexdigest()
