"""`vaultkit lint --watch`: the report again whenever a file of the vault changes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from vaultkit.cli.judge import Judge, Verdict
from vaultkit.cli.output import note
from vaultkit.config import CONFIG_NAMES, OBSIDIAN_FOLDER
from vaultkit.errors import UsageError, VaultkitError
from vaultkit.live import LiveWorkspace
from vaultkit.load.discover import is_hidden
from vaultkit.report.text import plural, safe

DEBOUNCE = 400
"""Milliseconds for which changes are gathered: editors and synchronisers write in several steps."""
_STEP, _QUIET = 50, 500
_CLEAR = "\x1b[H\x1b[2J\x1b[3J"

Show = Callable[[Judge, Verdict], object]


def watch(begin: Callable[[], Judge], settings: Sequence[Path], show: Show) -> int:
    """Show a vault's verdict, and show it again after every change, until somebody interrupts.

    `begin` opens the vault with its configuration and its baseline; it is called again when one of these changed:
    a file of the vault's configuration, or one of `settings`, which may lie anywhere and need not be there.

    Raises:
        UsageError: watchfiles is not installed.
        KeyboardInterrupt: in the end, always.
    """
    _require_watchfiles()
    seen = _states(settings)
    judge = begin()
    live = LiveWorkspace(judge.workspace, judge.policy)
    _report(judge, live, show)
    live.expect_changes()
    overlooked = True  # there may be changes between reading the vault and watching it
    failed = False
    for written in _changes(judge.workspace.root):
        before, seen = seen, _states(settings)
        try:
            # After a failure, what was read last may be of another configuration.
            if (
                written is None
                or before != seen
                or any(failed or _is_configuration(path) for path in written)
            ):
                judge = begin()
                live = LiveWorkspace(judge.workspace, judge.policy)
            elif not (written or overlooked) or not live.refresh(written):
                continue
        except VaultkitError as error:  # a configuration half written, a folder gone for a moment
            note(f"error: {safe(error.message)}")
            failed = True
            continue
        finally:
            overlooked = False
        failed = False
        _report(judge, live, show)
        live.expect_changes()
    return 0


def _states(files: Iterable[Path]) -> list[tuple[int, int, int] | None]:
    """Return what tells whether a file is as it was; None for one that is not there."""
    found: list[tuple[int, int, int] | None] = []
    for file in files:
        try:
            status = file.stat()
        except OSError:
            found.append(None)
        else:
            found.append((status.st_mtime_ns, status.st_size, status.st_ino))
    return found


def _report(judge: Judge, live: LiveWorkspace, show: Show) -> None:
    workspace = live.workspace
    now = Judge(workspace, judge.policy, judge.baseline)
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
    show(now, now.verdict_of(live.findings, live.vault))
    sys.stdout.flush()
    count = plural(len(live.vault.notes), "note")
    note(f"Watching {count} in {safe(str(workspace.root))}; Ctrl-C ends it.")


def _require_watchfiles() -> None:
    try:
        import watchfiles  # noqa: F401  an extra
    except ImportError:
        hint = 'install it with: pip install "vaultkit[watch]"'
        raise UsageError("--watch needs the package watchfiles", hint=hint) from None


def _changes(root: Path) -> Iterator[set[str] | None]:
    """Yield the vault-relative paths of files that changed, gathered; none now and then, when nothing did.

    None stands for a folder that took the vault's place, as when git goes to a branch without it and back.
    """
    from watchfiles import watch as watch_files

    replaced = False
    while True:
        folder = _await(root)
        real = os.path.realpath(root)
        with suppress(FileNotFoundError):  # it may go before it is watched
            for found in watch_files(
                real,
                watch_filter=partial(_is_inside, real),
                debounce=DEBOUNCE,
                step=_STEP,
                rust_timeout=_QUIET,
                yield_on_timeout=True,
            ):
                if _identity(root) != folder:
                    break
                yield None if replaced else {_relative(path, real) for _, path in found}
                replaced = False
        replaced = True


def _await(root: Path) -> tuple[int, int]:
    """Return which folder `root` is, as soon as it is there."""
    folder = _identity(root)
    if folder is None:
        note(f"error: {safe(str(root))} is gone; it is watched again when it is back")
    while folder is None:
        time.sleep(_QUIET / 1000)
        folder = _identity(root)
    return folder


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        status = root.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_inside(real: str, _: object, path: str) -> bool:
    return _concerns(_relative(path, real))


def _relative(path: str, real: str) -> str:
    return os.path.relpath(path, real).replace(os.sep, "/")


def _concerns(path: str) -> bool:
    """Whether a file can make a difference: all that Obsidian shows, and what configures it or us."""
    return not is_hidden(path) or _is_configuration(path)


def _is_configuration(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in CONFIG_NAMES or (folder.startswith(OBSIDIAN_FOLDER) and name.endswith(".json"))
