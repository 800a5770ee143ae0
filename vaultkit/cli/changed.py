"""Which changes `vaultkit lint --staged` and `--diff-base` are about."""

from __future__ import annotations

import os
from pathlib import Path

from vaultkit.load.changes import Changes

PUSHED = "PRE_COMMIT_FROM_REF"
"""Set by pre-commit where it looks at commits and not at the index: before a push, and with --from-ref.

Source: https://pre-commit.com, "pre-commit run" and "pre-commit during push".
"""


def find_changes(root: Path, *, staged: bool, diff_base: str | None) -> Changes | None:
    """Return the changes that are asked about in the vault at `root`; None where the options ask for none.

    Raises:
        UsageError: git cannot say.
    """
    if diff_base is not None:
        return Changes.since(root, diff_base)
    if not staged:
        return None
    pushed = os.environ.get(PUSHED)
    return Changes.since(root, pushed) if pushed else Changes.in_index(root)
