"""`vaultkit baseline`, and where `vaultkit lint` finds what it wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from vaultkit import __version__
from vaultkit.cli.opening import open_workspace
from vaultkit.cli.output import (
    Progress,
    baseline_option,
    config_option,
    jobs_option,
    note,
    paths_argument,
    vault_option,
)
from vaultkit.config import Loaded, load_config
from vaultkit.lint import check, failed
from vaultkit.lint.policy import make_policy
from vaultkit.report.baseline import (
    following_renames,
    make_baseline,
    pruned,
    read_baseline,
    renewed,
    require_comparable,
    settle,
    updated,
    write_baseline,
)
from vaultkit.report.documents import BASELINE_NAME, BaselineJson
from vaultkit.report.text import plural, safe
from vaultkit.workspace import find_root

INTERNAL = 3

HELP = """Take today's findings for known, so that `vaultkit lint` fails for new ones only.

The file holds an entry for each finding, without its line: it stays known while text moves. `vaultkit lint`
uses it when it lies in the vault's root, counts what it knows, and says which entries are no longer found.
What is known of a note stays known when it is renamed, if git knows of it; `prune` then writes the new name.
It is refused where rules or settings changed in a way that would make everything look new.

\b
Examples:
  vaultkit baseline update              write .vaultkit-baseline.json for the vault around the current folder
  vaultkit baseline update notes/Inbox  take in the findings of these notes, leave other entries as they are
  vaultkit baseline prune               remove the entries of what was mended, add nothing
  vaultkit lint --baseline-strict       in CI: fail while there is something to prune
"""


def baseline_place(root: Path, given: str | None) -> Path:
    """Return where the baseline lies: in the file `given`, else in the root of the vault."""
    return root / BASELINE_NAME if given is None else Path(given)


def find_baseline(root: Path, given: str | None, loaded: Loaded) -> BaselineJson | None:
    """Return the baseline in the file `given`, or in the root of the vault; None where there is none.

    Raises:
        UsageError: the file cannot be read, or does not fit the configuration `loaded`.
    """
    place = baseline_place(root, given)
    if given is None and not os.path.lexists(place):
        return None
    return _read(place, loaded)


@click.group(help=HELP)
def baseline() -> None:
    """Group of the two commands; the text for users is `HELP`."""


def run_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options of a `_Run` to a command."""
    for option in (jobs_option, config_option, vault_option, baseline_option, paths_argument):
        command = option(command)
    return command


@baseline.command()
@run_options
def update(**given: Any) -> int:
    """Write all findings of today into the baseline.

    With PATHS only the entries of these notes are written anew.

    \b
    Examples:
      vaultkit baseline update
      vaultkit baseline update notes/Inbox
    """
    run = _Run(**given)
    if failed(run.findings):
        return _refuse()
    made = make_baseline(run.findings, run.policy, run.loaded, __version__)
    asked = run.workspace.paths
    if asked is not None:
        known = run.baseline() if run.place.exists() else made
        made = updated(following_renames(known, run.findings, run.workspace.vault)[0], made, asked)
    write_baseline(run.place, made)
    note(f"wrote {safe(str(run.place))}: {plural(len(made.findings), 'known finding')}")
    return 0


@baseline.command()
@run_options
def prune(**given: Any) -> int:
    """Remove the entries of what is no longer found.

    Nothing is added. Entries of notes that git says were renamed get their new names.
    With PATHS only the entries of these notes are looked at.

    \b
    Examples:
      vaultkit baseline prune
      vaultkit baseline prune notes/Inbox
    """
    run = _Run(**given)
    if failed(run.findings):
        return _refuse()
    before = run.baseline()
    followed, renames = following_renames(before, run.findings, run.workspace.vault)
    settled = settle(followed, run.findings, run.policy, run.workspace.paths)
    after = renewed(pruned(followed, settled.vanished), settled.known, renames.values())
    if after != before:
        write_baseline(run.place, after)
    total = plural(len(before.findings), "known finding")
    names = "its new name" if len(renames) == 1 else "their new names"
    moved = f", and followed {plural(len(renames), 'note')} to {names}" if renames else ""
    note(
        f"removed {len(before.findings) - len(after.findings)} of {total} from {safe(str(run.place))}{moved}"
    )
    return 0


class _Run:
    """A vault with all its findings under its configuration, and where its baseline lies."""

    def __init__(
        self,
        paths: tuple[str, ...],
        baseline: str | None,
        vault: str | None,
        config: tuple[str, ...],
        jobs: int | None,
    ) -> None:
        root = find_root(paths, vault)
        self.place = baseline_place(root, baseline)
        self.loaded = load_config(root, config)
        self.policy = make_policy(self.loaded)
        self.workspace = open_workspace(paths, vault, self.loaded, jobs)
        with Progress("checking") as progress:
            self.findings = check(self.workspace.vault, policy=self.policy, progress=progress)

    def baseline(self) -> BaselineJson:
        """Return the baseline as it is on disk."""
        return _read(self.place, self.loaded)


def _read(place: Path, loaded: Loaded) -> BaselineJson:
    found = read_baseline(place)
    require_comparable(found, loaded, place)
    return found


def _refuse() -> int:
    note("a rule failed, so the baseline stays as it is; `vaultkit lint` says which one")
    return INTERNAL
