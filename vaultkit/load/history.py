"""Notes that git remembers and the vault no longer holds.

A link to a name nobody ever wrote is normal practice; a link to a note that was deleted or renamed is
broken. Only the history knows the difference, so this module asks git, and never with an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from vaultkit.load.discover import is_hidden, is_note
from vaultkit.load.git import PLAIN_DIFF, RENAMES, Git, GitError, name, refuse

MAX_COMMITS = 2000  # of history; a bound in commits keeps the answer the same on every machine

_CHANGES = ("--name-status", "--diff-filter=DR", *PLAIN_DIFF, *RENAMES)


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
    with history_beside(root) as history:
        return history()


@contextmanager
def history_beside(root: str | Path) -> Iterator[Callable[[], History]]:
    """Have git begin, and give what waits for what `read_history` would return; git ends with the block."""
    git = Git.at(root)
    if git is None:
        yield History
        return
    # Against the work tree, not the index alone: a note removed by `rm` is gone as well.
    with git.asking("diff", *_CHANGES, "HEAD", *git.pathspec) as recent, _committed(git) as earlier:

        def history() -> History:
            try:
                return History(_follow(_read_changes(recent() + earlier())))
            except GitError as failure:
                return History(problem=_problem(git, failure))

        yield history


@contextmanager
def _committed(git: Git) -> Iterator[Callable[[], bytes]]:
    """Have git begin to tell the deletions and renames of the last commits."""
    try:
        oldest = git.run("rev-list", "--max-count=1", f"--skip={MAX_COMMITS}", "HEAD").decode().strip()
    except GitError as failure:
        yield partial(refuse, failure)
        return
    span = f"{oldest}..HEAD" if oldest else "HEAD"
    with git.asking("log", "--format=", *_CHANGES, span, *git.pathspec) as log:
        yield log


def _problem(git: Git, failure: GitError) -> str:
    """Return why there is no history: `failure`, or none in a repository before its first commit."""
    try:
        return str(failure) if git.run("rev-list", "--max-count=1", "--all") else ""
    except GitError as worse:
        return str(worse)


def _read_changes(output: bytes) -> list[Departure]:
    """Return the departures in git's `-z --name-status` output, in its order."""
    fields = iter(output.split(b"\0"))
    found: list[Departure] = []
    for status in fields:
        if not status:
            continue
        path = name(next(fields, b""))
        new_path = name(next(fields, b"")) if status.startswith(b"R") else None
        if is_note(path) and not is_hidden(path):
            found.append(Departure(path, new_path))
    return found


def _follow(changes: list[Departure]) -> tuple[Departure, ...]:
    """Return the latest departure of every path, newest first, a rename leading to the last name it came to."""
    latest: dict[str, str | None] = {}
    for change in changes:  # newest first: where a new name left in its turn is known already
        if change.path not in latest:
            new_path = change.new_path
            latest[change.path] = latest.get(new_path, new_path) if new_path is not None else None
    return tuple(Departure(path, new_path) for path, new_path in latest.items())
