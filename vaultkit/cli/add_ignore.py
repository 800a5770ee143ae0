"""`vaultkit lint --add-ignore`."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.cli.output import note
from vaultkit.cli.writing import write_notes
from vaultkit.lint import Diagnostic, failed
from vaultkit.lint.add_ignore import add_ignores
from vaultkit.lint.policy import Policy
from vaultkit.report.text import plural, safe
from vaultkit.vault import Vault


def suppress_findings(vault: Vault, findings: Sequence[Diagnostic], policy: Policy, reason: str) -> int:
    """Write suppressions for `findings`, say what was done, and return the exit code."""
    added = add_ignores(vault, findings, policy, reason)
    for path, why in sorted(added.refused.items()):
        note(f"warning: {safe(path)} is not touched: {why}")
    for path, exempt in sorted(added.exempt.items()):
        why = "no comment can stand beside what was found"
        note(f"warning: {safe(path)}: {why}, so the whole note is exempt from {', '.join(exempt)}")
    write_notes(vault, added.texts)
    note(f"{plural(added.count, 'finding')} suppressed in {plural(len(added.texts), 'note')}.")
    if failed(findings):
        return 3
    return 1 if added.refused else 0
