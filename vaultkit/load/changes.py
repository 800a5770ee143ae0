"""What a commit, or a whole branch, changes in a vault, as git knows it.

Files are the tracked ones only: a link to a note that nobody added works here and is broken everywhere else.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import msgspec

from vaultkit.errors import UsageError
from vaultkit.load.discover import is_hidden, is_parsed
from vaultkit.load.git import PLAIN_DIFF, RENAMES, Git, GitError, name

_RAW = ("--raw", "--no-abbrev", *PLAIN_DIFF)
_TRACKED = ("ls-files", "--stage", "-z")
_DIFFERING = ("diff", "--name-status", "--no-renames", *PLAIN_DIFF)
_SYMLINK, _SUBMODULE = "120000", "160000"

P = ParamSpec("P")
R = TypeVar("R")


class Change(msgspec.Struct, frozen=True):
    """A visible file that is added, deleted, renamed or has other content.

    `before` and `after` are its vault-relative paths, None where it is not there; `old` is the id of its
    content before, empty for a symbolic link and None while a merge leaves it open.
    """

    before: str | None
    after: str | None
    old: str | None


class _File(msgspec.Struct, frozen=True):
    """A tracked file: its mode and the id of its content in the index; `merging` while a merge leaves it open."""

    mode: str
    id: str
    merging: bool = False


def _asking(ask: Callable[P, R]) -> Callable[P, R]:
    """Make of git's failures errors for users."""

    @wraps(ask)
    def asked(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return ask(*arguments, **options)
        except GitError as error:
            raise UsageError(str(error), hint=error.advice) from error

    return asked


class Changes:
    """The files of a vault that differ between two states that git knows.

    `files` are the changes, sorted; `staged` says that they are those of the index against the last commit,
    else of the work tree against an older commit.
    """

    def __init__(self, git: Git, files: tuple[Change, ...], *, staged: bool) -> None:
        self.files = files
        self.staged = staged
        self._git = git
        # What git says of the state of now, asked for when it is needed or ahead of that.
        self._tracked: Callable[[], bytes] = partial(git.run, *_TRACKED)
        self._differing: Callable[[], bytes] = partial(git.run, *_DIFFERING, *git.pathspec)

    @classmethod
    @_asking
    def in_index(cls, root: str | Path) -> Changes:
        """Return what is staged below `root`; before the first commit that is everything in the index.

        Raises:
            UsageError: `root` is in no repository, or git fails.
        """
        git = _git(root)
        try:
            changes = git.run("diff", "--cached", *_RAW, *RENAMES, *git.pathspec)
        except GitError:
            git.run("rev-parse", "--git-dir")  # says why git takes this for no repository; `diff` does not
            raise
        return cls(git, _read(changes), staged=True)

    @classmethod
    @_asking
    def since(cls, root: str | Path, revision: str) -> Changes:
        """Return what the tracked files below `root` change since the branch of `revision` was left.

        Raises:
            UsageError: `root` is in no repository, git does not know the revision or what it has in common
                with the last commit, or git fails.
        """
        git = _git(root)
        base = _merge_base(git, revision)
        return cls(git, _read(git.run("diff", *_RAW, *RENAMES, base, *git.pathspec)), staged=False)

    def paths(self) -> frozenset[str]:
        """Return the paths of all changed files, those of before and those of now."""
        return frozenset(path for one in self.files for path in (one.before, one.after) if path is not None)

    def notes(self) -> frozenset[str]:
        """Return the notes and canvases that are new or changed, by their paths now."""
        return frozenset(one.after for one in self.files if one.after is not None and is_parsed(one.after))

    @contextmanager
    def asked_ahead(self) -> Iterator[None]:
        """Have git look for what `now` asks while something else is done in the block."""
        git, waiting = self._git, (self._tracked, self._differing)
        with git.asking(*_TRACKED) as tracked, git.asking(*_DIFFERING, *git.pathspec) as differing:
            self._tracked, self._differing = tracked, differing
            try:
                yield
            finally:
                self._tracked, self._differing = waiting

    @_asking
    def before(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """Return what makes the vault of before out of the one of now: contents by path, and paths to leave out.

        Of files that are no notes the content is left empty.

        Raises:
            UsageError: git fails.
        """
        there = {one.before: one.old for one in self.files if one.before is not None}
        contents = self._contents({path: id for path, id in there.items() if id is not None})
        return contents, self.paths() - there.keys()

    @_asking
    def now(self, present: Set[str]) -> tuple[dict[str, bytes], frozenset[str]]:
        """Return what makes the vault as git has it out of the visible files `present` of the work tree.

        As `before`: contents by path, and paths to leave out. What is staged is read from the index where the
        work tree is different; otherwise the work tree counts, and only its untracked files are left out.

        Raises:
            UsageError: git fails.
        """
        tracked = _read_tracked(self._tracked())
        differing = dict(_read_differing(self._differing()))
        # What lies in a submodule, or behind a link to a folder, is tracked under another name.
        inside = tuple(path + "/" for path, file in tracked.items() if file.mode in (_SUBMODULE, _SYMLINK))
        files = {
            path: file
            for path, file in tracked.items()
            if file.mode != _SUBMODULE
            and not (self.staged and differing.get(path) == "A")  # added by name only
        }
        untracked = {path for path in present - files.keys() if not path.startswith(inside)}
        absent = files.keys() - present  # a sparse checkout leaves files out that are not deleted
        taken = sorted(absent | (files.keys() & differing) if self.staged else absent - differing.keys())
        links = {path: files[path].id for path in taken if files[path].mode == _SYMLINK}
        plain = (path for path in taken if path not in links and not files[path].merging)
        contents = self._contents({path: files[path].id for path in plain})
        for path, target in self._targets(links, files).items():
            contents[path] = self._contents({target: files[target].id})[target]
        return contents, frozenset(untracked.union(path for path in links if path not in contents))

    def _contents(self, ids: Mapping[str, str]) -> dict[str, bytes]:
        blobs = self._git.blobs(id for path, id in ids.items() if is_parsed(path) and id)
        return {path: blobs.get(id, b"") if is_parsed(path) else b"" for path, id in ids.items()}

    def _targets(self, links: Mapping[str, str], files: Mapping[str, _File]) -> dict[str, str]:
        """Return the tracked files that symbolic links in the index lead to; others lead out of the vault."""
        blobs = self._git.blobs(links.values())
        targets = {
            path: posixpath.normpath(posixpath.join(posixpath.dirname(path), name(blobs[id])))
            for path, id in links.items()
        }
        return {
            path: target
            for path, target in targets.items()
            if target in files and files[target].mode != _SYMLINK
        }


def _git(root: str | Path) -> Git:
    git = Git.at(root)
    if git is None:
        raise UsageError(
            f"{root} is not in a git repository", hint="leave out --staged and --diff-base to check all notes"
        )
    return git


def _merge_base(git: Git, revision: str) -> str:
    """Return the commit where the branch of HEAD left that of `revision`."""
    shallow = git.run("rev-parse", "--is-shallow-repository").strip() == b"true"
    hint = "fetch it, or name another commit"
    if shallow:
        hint = "the clone is shallow: fetch the whole history (fetch-depth: 0 in GitHub Actions)"
    try:
        known = (
            git.run("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
            .decode()
            .strip()
        )
    except GitError as error:
        raise UsageError(f'git knows no commit "{revision}"', hint=hint) from error
    try:
        return git.run("merge-base", known, "HEAD").decode().split()[0]
    except (GitError, IndexError) as error:
        raise UsageError(f'"{revision}" and HEAD have no commit in common', hint=hint) from error


def _read(output: bytes) -> tuple[Change, ...]:
    """Return the changes of visible files in the output of `git diff --raw -z`."""
    fields = iter(output.split(b"\0"))
    found: list[Change] = []
    for field in fields:
        if not field:
            continue
        old_mode, mode, id, _, status = field.decode("ascii").removeprefix(":").split()
        path = name(next(fields, b""))
        after = name(next(fields, b"")) if status[0] in "RC" else path
        was_there = status[0] not in "AC" and old_mode != _SUBMODULE and not is_hidden(path)
        is_there = status[0] != "D" and mode != _SUBMODULE and not is_hidden(after)
        if was_there or is_there:
            old = None if status[0] == "U" else "" if old_mode == _SYMLINK else id
            found.append(Change(path if was_there else None, after if is_there else None, old))
    return tuple(sorted(found, key=lambda one: (one.after or "", one.before or "")))


def _read_tracked(output: bytes) -> dict[str, _File]:
    """Return the visible files of the index by path."""
    found: dict[str, _File] = {}
    for field in name(output).split("\0"):  # all in one go: there may be many
        head, _, path = field.partition("\t")
        if path and not is_hidden(path):
            mode, id, stage = head.split()
            found[path] = _File(mode, id, merging=stage != "0")
    return found


def _read_differing(output: bytes) -> Iterator[tuple[str, str]]:
    """Yield the tracked files whose work tree is not as the index has them, with git's letter."""
    fields = iter(output.split(b"\0"))
    for status in fields:
        if status:
            yield name(next(fields, b"")), status.decode("ascii")
