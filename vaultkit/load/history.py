"""Notes that git remembers and the vault no longer holds.

A link to a name nobody ever wrote is normal practice; a link to a note that was deleted or renamed is
broken. Only the history knows the difference, so this module asks git: read-only, without locks, with
NUL-separated answers so that no name needs quoting, and never with an exception.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from vaultkit.load.discover import is_hidden, is_note, valid_unicode

MAX_COMMITS = 2000  # of history; a bound in commits keeps the answer the same on every machine
TIMEOUT = 10.0  # seconds for each call of git, against a hanging disk or filter

_CHANGES = (
    *("--name-status", "--diff-filter=DR", "-z", "--relative", "--no-ext-diff", "--no-textconv"),
    *("-M", "-l200"),  # renames; comparing every pair of more than 200 changed files would take minutes
)


class Departure(msgspec.Struct, frozen=True, array_like=True):
    """A note that was deleted, or renamed to `new_path` (vault-relative; None for a deletion)."""

    path: str
    new_path: str | None


class History(msgspec.Struct, frozen=True):
    """The notes that left, the latest departure of each path, newest first; and why git could not answer."""

    departures: tuple[Departure, ...] = ()
    problem: str = ""


def read_history(root: str | Path) -> History:
    """Return the notes below `root` that were deleted or renamed: not yet committed, or in the history.

    `root` may be any folder of a work tree. Outside of one the result is empty and git is not started.
    Where git is missing, refuses or takes too long, the result is empty and says why.
    """
    folder = os.path.realpath(root)
    top = _work_tree(folder)
    if top is None:
        return History()
    git = _Git(folder, top)
    below = () if folder == top else ("--", ".")  # naming the whole tree would double git's work
    try:
        if not git.run("rev-list", "--max-count=1", "--all"):
            return History()  # a repository before its first commit
        # Against the work tree, not the index alone: a note removed by `rm` is gone as well.
        changes = git.run("diff", *_CHANGES, "HEAD", *below)
        oldest = git.run("rev-list", "--max-count=1", f"--skip={MAX_COMMITS}", "HEAD").decode().strip()
        span = f"{oldest}..HEAD" if oldest else "HEAD"
        changes += git.run("log", "--format=", *_CHANGES, span, *below)
    except _GitError as failure:
        return History(problem=str(failure))
    return History(_follow(_read_changes(changes)))


# What git sets for its hooks about their own repository, which need not be the vault's.
_ABOUT_ANOTHER_REPOSITORY = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_EXTERNAL_DIFF"}
)


class _GitError(Exception):
    """Git could not answer; the text says why."""


class _Git:
    """Runs git in one folder so that nothing is written and no program of the repository is started."""

    def __init__(self, folder: str, top: str) -> None:
        self._folder = folder
        ours = {name: os.environ[name] for name in os.environ.keys() - _ABOUT_ANOTHER_REPOSITORY}
        # While `git commit -a` runs its hooks, the index about to be committed is the one named here.
        index = os.environ.get("GIT_INDEX_FILE")
        if index is not None and _work_tree(str(Path.cwd())) == top:
            ours["GIT_INDEX_FILE"] = str(Path.cwd() / index)
        self._environment = {**ours, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}

    def run(self, *arguments: str) -> bytes:
        """Return what git prints.

        Raises:
            _GitError: git is missing, fails or takes too long.
        """
        import subprocess  # 10 ms that a run without unwritten links does not need

        command = ["git", "-c", "core.fsmonitor=false", *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=True,
            )
        except FileNotFoundError:
            raise _GitError("git is not installed") from None
        except subprocess.TimeoutExpired:
            raise _GitError(f"git {arguments[0]} took longer than {TIMEOUT:g} s") from None
        except subprocess.CalledProcessError as error:
            lines = error.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
            raise _GitError(f"git {arguments[0]} failed: {lines[0]}") from None
        except OSError as error:
            raise _GitError(f"git cannot be run: {error.strerror}") from None
        return done.stdout


def _work_tree(folder: str) -> str | None:
    """Return the nearest folder at or above `folder` that holds `.git` (a folder, or a file in a linked tree)."""
    place = Path(folder)
    return next((str(above) for above in (place, *place.parents) if (above / ".git").exists()), None)


def _read_changes(output: bytes) -> list[Departure]:
    """Return the departures in git's `-z --name-status` output, in its order."""
    fields = iter(output.split(b"\0"))
    found: list[Departure] = []
    for status in fields:
        if not status:
            continue
        path = _name(next(fields, b""))
        new_path = _name(next(fields, b"")) if status.startswith(b"R") else None
        if is_note(path) and not is_hidden(path):
            found.append(Departure(path, new_path))
    return found


def _name(raw: bytes) -> str:
    """Return a name of git's as the vault spells it."""
    return valid_unicode(raw.decode("utf-8", "surrogateescape"))


def _follow(changes: list[Departure]) -> tuple[Departure, ...]:
    """Return the latest departure of every path, newest first, a rename leading to the last name it came to."""
    latest: dict[str, str | None] = {}
    for change in changes:  # newest first: where a new name left in its turn is known already
        if change.path not in latest:
            new_path = change.new_path
            latest[change.path] = latest.get(new_path, new_path) if new_path is not None else None
    return tuple(Departure(path, new_path) for path, new_path in latest.items())
