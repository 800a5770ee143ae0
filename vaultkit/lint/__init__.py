"""Rules, the run over a vault, and fixes."""

from vaultkit.lint.fixer import Fixed, fix
from vaultkit.lint.registry import all_rules
from vaultkit.lint.runner import check, failed
from vaultkit.lint.selection import select
from vaultkit.model.diagnostic import Diagnostic

__all__ = ["Diagnostic", "Fixed", "all_rules", "check", "failed", "fix", "select"]
