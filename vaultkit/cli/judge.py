"""What of a vault's findings a run reports: in the notes asked for, and not known from the baseline."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vaultkit.cli.output import Progress, note
from vaultkit.lint import Diagnostic, check
from vaultkit.lint.facts import link_facts
from vaultkit.lint.policy import Policy
from vaultkit.report.baseline import Settled, settle
from vaultkit.report.documents import BaselineJson, EntryJson
from vaultkit.report.text import safe
from vaultkit.vault import Vault
from vaultkit.workspace import Workspace


class Verdict(msgspec.Struct, frozen=True):
    """The findings of a run: `everything`, what of it is `shown`, and how many new ones are `hidden` because
    they are in notes that were not asked for.

    `baselined` findings would be shown if the baseline did not know them. `vanished` are its entries that are
    no longer found, None without a baseline.
    """

    everything: tuple[Diagnostic, ...]
    shown: tuple[Diagnostic, ...]
    hidden: int
    baselined: int = 0
    vanished: tuple[EntryJson, ...] | None = None


class Judge:
    """Judges the vault of a workspace, as it is or as it is after fixes."""

    def __init__(self, workspace: Workspace, policy: Policy, baseline: BaselineJson | None) -> None:
        self.workspace = workspace
        self.policy = policy
        self.baseline = baseline

    def verdict(self, vault: Vault) -> Verdict:
        """Return what rules and baseline say of `vault`."""
        with Progress("checking") as progress:
            findings = check(vault, policy=self.policy, progress=progress)
        if problem := link_facts(vault).unread_history:
            note(f"warning: links to deleted notes count as unwritten: {safe(problem)}")
        settled = self._settle(findings)
        shown = tuple(one for one in settled.new if self._asked_for(one))
        return Verdict(
            everything=tuple(findings),
            shown=shown,
            hidden=len(settled.new) - len(shown),
            baselined=sum(1 for one in settled.known if self._asked_for(one)),
            vanished=None if self.baseline is None else settled.vanished,
        )

    def fixable(self, findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return those of `findings` that --fix repairs: what is listed in the notes that were asked for."""
        return [one for one in self._settle(findings).new if self._asked_for(one)]

    def notes(self) -> int:
        """Return how many notes were asked for and judged."""
        vault, paths = self.workspace.vault, self.workspace.paths
        return sum(
            1
            for path in (vault.notes if paths is None else paths)
            if not vault.is_template(path) and not vault.is_excluded(path) and not self.policy.excludes(path)
        )

    def _asked_for(self, finding: Diagnostic) -> bool:
        """Whether a finding is in a note that was asked for; internal errors always are."""
        paths = self.workspace.paths
        return paths is None or finding.path in paths or not finding.path

    def _settle(self, findings: Sequence[Diagnostic]) -> Settled:
        if self.baseline is None:
            return Settled(tuple(findings), (), ())
        return settle(self.baseline, findings, self.policy, self.workspace.paths)
