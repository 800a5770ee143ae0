"""How every command opens the vault it is about: with its configuration, telling what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from vaultkit.cli.output import Progress, kind_on_disk, note
from vaultkit.config import Loaded
from vaultkit.errors import UsageError
from vaultkit.load.cache import NoteCache
from vaultkit.load.cache_folder import default_folder
from vaultkit.load.changes import Changes
from vaultkit.report.text import safe
from vaultkit.workspace import Workspace, find_root


class CacheChoice(NamedTuple):
    """Where parsed notes are kept between runs (None: nowhere), and whether to tell of it."""

    folder: Path | None
    verbose: bool = False


NO_CACHE = CacheChoice(None)


def choose_cache(no_cache: bool, cache_dir: str | None, verbose: bool = False) -> CacheChoice:
    """Return what the options --no-cache, --cache-dir and --verbose come to.

    Raises:
        UsageError: --cache-dir names a file.
    """
    if cache_dir is not None and kind_on_disk(cache_dir) == "file":
        raise UsageError(
            f"--cache-dir: {cache_dir} is a file", hint="name a folder; it is made if it is not there"
        )
    if no_cache:
        return CacheChoice(None, verbose)
    return CacheChoice(default_folder() if cache_dir is None else Path(cache_dir), verbose)


def open_workspace(
    paths: Sequence[str] = (),
    vault: str | None = None,
    config: Sequence[str] | Loaded = (),
    jobs: int | None = None,
    *,
    changes: Changes | None = None,
    cache: CacheChoice = NO_CACHE,
    meanwhile: Callable[[], object] | None = None,
) -> Workspace:
    """Return what `Workspace.open` does, with its progress and its warnings on standard error.

    With `cache.verbose`, it is said there what the cache was good for.

    Raises:
        UsageError: as `Workspace.open`.
        ConfigError: as `Workspace.open`.
    """
    with Progress("reading") as progress:
        folder = cache.folder
        notes = None if folder is None else NoteCache(folder, find_root(paths, vault))
        workspace = Workspace.open(
            paths,
            vault,
            config=config,
            changes=changes,
            jobs=jobs,
            progress=progress,
            cache=notes,
            meanwhile=meanwhile,
        )
    if cache.verbose:
        for remark in ["there is none"] if notes is None else notes.remarks:
            note(f"cache: {safe(remark)}")
    for problem in workspace.vault.problems:
        note(f"warning: {safe(problem)}")
    return workspace
