"""How every command opens the vault it is about: with its configuration, telling what could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.cli.output import Progress, note
from vaultkit.config import Loaded
from vaultkit.report.text import safe
from vaultkit.workspace import Workspace


def open_workspace(
    paths: Sequence[str] = (),
    vault: str | None = None,
    config: Sequence[str] | Loaded = (),
    jobs: int | None = None,
) -> Workspace:
    """Return what `Workspace.open` does, with its progress and its warnings on standard error.

    Raises:
        UsageError: as `Workspace.open`.
        ConfigError: as `Workspace.open`.
    """
    with Progress("reading") as progress:
        workspace = Workspace.open(paths, vault, config=config, jobs=jobs, progress=progress)
    for problem in workspace.vault.problems:
        note(f"warning: {safe(problem)}")
    return workspace
