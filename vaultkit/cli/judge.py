"""What of a vault's findings a run reports: in the notes asked for, and not known from the baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

import msgspec

from vaultkit.cli.output import Progress, note
from vaultkit.lint import Diagnostic, check
from vaultkit.lint.affected import affected_notes, caused, leading_into
from vaultkit.lint.facts import link_facts, share_history
from vaultkit.lint.policy import Policy
from vaultkit.lint.runner import judged_notes
from vaultkit.report.baseline import Settled, as_configured, following_renames, settle
from vaultkit.report.documents import BaselineJson, EntryJson
from vaultkit.report.text import safe
from vaultkit.vault import Vault
from vaultkit.workspace import Workspace

COUNTED = 2000
"""Up to so many notes a vault is judged whole although only changes were asked about, to count the rest."""


class Verdict(msgspec.Struct, frozen=True):
    """The findings of a run: all that were made (`everything`), what of it is `shown`, and how many new ones are
    `hidden` because they are in notes that were not asked for; and in how many `notes` findings are shown at all.

    `baselined` findings would be shown if the baseline did not know them. `vanished` are its entries that are
    no longer found, None without a baseline. So many notes were not looked at: `unchecked`.
    """

    everything: tuple[Diagnostic, ...]
    shown: tuple[Diagnostic, ...]
    hidden: int
    notes: int
    baselined: int = 0
    vanished: tuple[EntryJson, ...] | None = None
    unchecked: int = 0


class Judge:
    """Judges the vault of a workspace, as it is or as it is after fixes."""

    def __init__(self, workspace: Workspace, policy: Policy, baseline: BaselineJson | None) -> None:
        self.workspace = workspace
        self.policy = policy
        self.baseline = baseline
        self._comparable = policy if baseline is None else as_configured(policy, workspace.loaded)

    def verdict(self, vault: Vault) -> Verdict:
        """Return what rules and baseline say of `vault`."""
        affected = self._affected(vault)
        looked_at = self._looked_at(vault, affected)
        with Progress("checking") as progress:
            findings = check(vault, paths=looked_at, policy=self.policy, progress=progress)
        return self.verdict_of(findings, vault, affected, looked_at)

    def verdict_of(
        self,
        findings: Sequence[Diagnostic],
        vault: Vault,
        affected: Set[str] = frozenset(),
        looked_at: Collection[str] | None = None,
    ) -> Verdict:
        """Return what the baseline leaves of `findings`, made in the notes `looked_at` of `vault` (None: all).

        `affected` notes were not asked for, and changes may have broken their links.
        """
        if problem := link_facts(vault).names.unread_history:
            note(f"warning: links to deleted notes count as unwritten: {safe(problem)}")
        baseline, renamed = self._baseline(findings, vault)
        if renamed:
            known = (
                "1 note by its old name" if len(renamed) == 1 else f"{len(renamed)} notes by their old names"
            )
            note(f"the baseline knows {known} (`vaultkit baseline prune` renames its entries)")
        settled = self._settle(baseline, findings)
        concerned = self._concerned(vault, findings, affected)
        shown = tuple(one for one in settled.new if self._asked_for(one) or id(one) in concerned)
        return Verdict(
            everything=tuple(findings),
            shown=shown,
            hidden=len(settled.new) - len(shown),
            baselined=sum(1 for one in settled.known if self._asked_for(one) or id(one) in concerned),
            vanished=None if self.baseline is None else settled.vanished,
            notes=self._judged(vault, affected),
            unchecked=0 if looked_at is None else len(vault.notes) - len(looked_at),
        )

    def fixable(self, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return those of `findings` that --fix repairs: what is listed in the notes that were asked for.

        What is staged of a note and not the same on disk is left alone: the fix would be written over the rest.
        """
        comparison = self.workspace.comparison
        kept = comparison.unlike_disk if comparison is not None else frozenset()
        baseline, _ = self._baseline(findings, self.workspace.vault)
        new = self.among_asked(self._settle(baseline, findings).new)
        return [one for one in new if one.fix is None or kept.isdisjoint(one.fix.edits)]

    def among_asked(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return those of `findings` that are in the notes asked for."""
        return [one for one in findings if self._asked_for(one)]

    def _asked_for(self, finding: Diagnostic) -> bool:
        """Whether a finding is in a note that was asked for; internal errors always are."""
        paths = self.workspace.paths
        return paths is None or finding.path in paths or not finding.path

    def _judged(self, vault: Vault, affected: Set[str]) -> int:
        """Return how many notes were judged because they were asked for, or are affected by a change."""
        paths = self.workspace.paths
        return len(judged_notes(vault, self.policy, None if paths is None else paths.union(affected)))

    def _affected(self, vault: Vault) -> set[str]:
        """Return the notes that were not asked for and whose links a change may have broken."""
        comparison = self.workspace.comparison
        if comparison is None:
            return set()
        return affected_notes(comparison.before, vault, comparison.changed)

    def _looked_at(self, vault: Vault, affected: Set[str]) -> frozenset[str] | None:
        """Return the notes to judge, None for all."""
        paths = self.workspace.paths
        if self.workspace.comparison is None or paths is None or len(vault.notes) <= COUNTED:
            return None
        return paths | affected

    def _concerned(self, vault: Vault, findings: Sequence[Diagnostic], affected: Set[str]) -> set[int]:
        """Return the identities of the findings in other notes that the notes asked for have caused."""
        comparison, paths = self.workspace.comparison, self.workspace.paths
        if comparison is not None:
            if not affected:
                return set()
            share_history(vault, comparison.before)
            before = check(comparison.before, paths=affected, policy=self.policy)
            now = [one for one in findings if one.path in affected]
            return set(map(id, caused(before, now)))
        return set(map(id, leading_into(findings, vault, paths))) if paths is not None else set()

    def _baseline(
        self, findings: Sequence[Diagnostic], vault: Vault
    ) -> tuple[BaselineJson | None, Mapping[str, str]]:
        """Return the baseline for `findings` in `vault`, with the new names of renamed notes by their old ones."""
        if self.baseline is None:
            return None, {}
        return following_renames(self.baseline, findings, vault)

    def _settle(self, baseline: BaselineJson | None, findings: Sequence[Diagnostic]) -> Settled:
        if baseline is None:
            return Settled(tuple(findings), (), ())
        comparison = self.workspace.comparison
        scope = self.workspace.paths if comparison is None else comparison.changed
        return settle(baseline, findings, self._comparable, scope)
