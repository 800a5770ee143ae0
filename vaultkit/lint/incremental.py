"""The findings of a vault that changes note by note: only what a change can affect is checked again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from vaultkit.lint.attachments import advance_uses
from vaultkit.lint.dependence import Fact, changed_facts
from vaultkit.lint.facts import advance_facts, link_facts
from vaultkit.lint.policy import EVERYTHING, Policy
from vaultkit.lint.rule import LinkRule, NoteRule, Rule, VaultRule
from vaultkit.lint.runner import chosen_rules, is_judged, judged_notes, run_hidden, run_rule, settle
from vaultkit.lint.suppress import suppressions
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.vault import Vault
from vaultkit.vault.templates import template_facts

Found = dict[str, list[Diagnostic]]
FAILED = ""
"""The path of findings that a rule failed at the vault as a whole."""


class Checker:
    """Keeps what `check` would return for a vault while `update` follows its changes.

    Of every rule it is kept what the rule found in each note. After a change, rules about links look at the
    notes whose links can now mean something else, rules about single notes at the ones that changed, and
    rules about the whole vault run again when what they read of it changed.
    """

    def __init__(self, vault: Vault, policy: Policy = EVERYTHING) -> None:
        self.vault = vault
        self._policy = policy
        self._rules: Sequence[Rule] = chosen_rules(policy)
        self._judged = judged_notes(vault, policy)
        self._found = {rule.code: self._run(rule, self._judged) for rule in self._rules}
        self._hidden = run_hidden(vault, self._rules, self._judged)
        link_facts(vault).expect_changes()
        self._settled: Found = {}
        self._settle({path for found in self._found.values() for path in found}.union(suppressions(vault)))

    @property
    def findings(self) -> list[Diagnostic]:
        """The findings, sorted by place, as `check` returns them."""
        return [finding for path in sorted(self._settled) for finding in self._settled[path]]

    def expect_changes(self) -> None:
        """Find now what some first changes would otherwise wait for: worth it for who waits for somebody to type."""
        template_facts(self.vault).expect_changes()

    def update(self, vault: Vault, touched: Collection[str]) -> set[str]:
        """Go on to `vault`, which differs from the present one in the files `touched`.

        Returns the paths of the notes whose findings are others now.
        """
        before, self.vault = self.vault, vault
        linking = advance_facts(before, vault, touched)
        facts = changed_facts(before, vault, touched)
        advance_uses(before, vault, touched)
        for path in touched:
            self._judged.discard(path)
            if is_judged(path, vault, self._policy):
                self._judged.add(path)
        dirty = set(touched)
        for rule in self._rules:
            again = self._again(rule, facts, touched, linking)
            if again is None or again:
                dirty |= self._check_again(rule, self._judged if again is None else again)
        hidden = run_hidden(vault, self._rules, self._judged)
        dirty |= _differing(self._hidden, hidden)
        self._hidden = hidden
        return self._settle(dirty)

    def _again(
        self, rule: Rule, facts: frozenset[Fact], touched: Collection[str], linking: Collection[str]
    ) -> Collection[str] | None:
        """Return the notes that `rule` has to look at again; None for all of them."""
        if isinstance(rule, LinkRule):
            return {*linking, *touched}
        if rule.reads is None or rule.reads & facts:
            return (
                self._along_links(touched, linking)
                if isinstance(rule, NoteRule) and rule.along_links
                else None
            )
        if isinstance(rule, VaultRule):  # its findings move with the text around them
            return None if any(path in self._found[rule.code] for path in touched) else ()
        return touched

    def _along_links(self, touched: Collection[str], linking: Collection[str]) -> set[str]:
        """Return the notes `touched`, and those with links that may lead elsewhere now or may lead to these."""
        naming = link_facts(self.vault).naming
        return {*linking, *touched}.union(*map(naming, touched))

    def _check_again(self, rule: Rule, paths: Collection[str]) -> set[str]:
        """Run `rule` in the notes at `paths`; return those where it finds something else than before."""
        found = self._found[rule.code]
        whole = isinstance(rule, VaultRule) or paths is self._judged
        before = found if whole else {path: found.pop(path) for path in (*paths, FAILED) if path in found}
        among = self._judged if whole else [path for path in paths if path in self._judged]
        fresh = self._run(rule, among)
        if whole:
            self._found[rule.code] = fresh
        else:
            found.update(fresh)
        return _differing(before, fresh)

    def _run(self, rule: Rule, among: Collection[str]) -> Found:
        """Return what a rule finds, by note."""
        found: Found = {}
        for finding in run_rule(rule, self.vault, self._judged, among):
            found.setdefault(finding.path, []).append(finding)
        return found

    def _settle(self, paths: Iterable[str]) -> set[str]:
        """Put together what all rules found in the notes at `paths`; return those with other findings than
        before."""
        changed: set[str] = set()
        for path in paths:
            found = [one for rule in self._rules for one in self._found[rule.code].get(path, ())]
            settled: list[Diagnostic] = []
            if path in self._judged or path not in self.vault.notes:  # a file, or the vault as a whole
                hidden = self._hidden.get(path, ())
                settled = settle(path, found, hidden, self.vault, self._rules, self._policy)
            if settled != self._settled.get(path, []):
                changed.add(path)
            if settled:
                self._settled[path] = settled
            else:
                self._settled.pop(path, None)
        return changed


def _differing(before: Found, after: Found) -> set[str]:
    """Return the notes for which something else was found."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
