"""Asks git: read-only, without locks, with NUL-separated answers so that no name needs quoting."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from vaultkit.load.discover import valid_unicode

TIMEOUT = 10.0  # seconds for each call of git, against a hanging disk or filter
FETCHING = 120.0  # seconds for contents, which a partial clone may have to fetch

RENAMES = ("-M", "-l200")  # comparing every pair of more than 200 changed files would take minutes
PLAIN_DIFF = ("-z", "--relative", "--no-ext-diff", "--no-textconv", "-O/dev/null")
"""Options of every diff: names seen from the folder, and no program of the repository's is started."""

# What git sets for its hooks about their own repository, which need not be the vault's.
_PLACES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"})


class GitError(Exception):
    """Git could not answer; the text says why, and `advice` which command git names as a remedy, if any."""

    def __init__(self, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.advice = advice


class Git:
    """Runs git in a folder of a work tree so that nothing is written and no program of the repository is started.

    `pathspec` limits a command to the folder; it is empty where the folder is the whole tree, because naming
    the whole tree would double git's work.
    """

    def __init__(self, folder: str, top: str, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self.pathspec = () if folder == top else ("--", ".")
        self._environment = {**environment, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}

    @classmethod
    def at(cls, root: str | Path) -> Git | None:
        """Return git for the folder `root`, or None where it lies in no work tree; git is not started.

        The work tree is the one whose `.git` is found at or above the folder. Without one, the environment may
        name it (`GIT_DIR` and `GIT_WORK_TREE`, as for a repository kept beside its files).
        """
        folder = os.path.realpath(root)
        top = work_tree(folder)
        if top is not None:
            return cls(folder, top, _environment(top))
        named = _named_work_tree()
        if named is None or not Path(folder).is_relative_to(named):
            return None
        absolute = {key: str(Path.cwd() / os.environ[key]) for key in _PLACES & os.environ.keys()}
        return cls(folder, named, {**os.environ, **absolute})

    def run(self, *arguments: str, given: bytes = b"", timeout: float | None = None) -> bytes:
        """Return what git prints, `given` on its standard input.

        Raises:
            GitError: git is missing, fails or takes too long.
        """
        with self.asking(*arguments, given=given, timeout=timeout) as answer:
            return answer()

    @contextmanager
    def asking(
        self, *arguments: str, given: bytes = b"", timeout: float | None = None
    ) -> Iterator[Callable[[], bytes]]:
        """Start git and give what waits for the answer that `run` would return; git ends with the block.

        Whatever goes wrong is raised by who waits, and so is what goes wrong at the start.
        """
        import subprocess  # 10 ms that a run without unwritten links does not need

        limit = TIMEOUT if timeout is None else timeout
        try:
            process = subprocess.Popen(
                ["git", "-c", "core.fsmonitor=false", *arguments],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.PIPE if given else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            reason = "git is not installed" if missing else f"git cannot be run: {error.strerror}"
            yield partial(refuse, GitError(reason))
            return

        def answer() -> bytes:
            try:
                output, complaints = process.communicate(given or None, limit)
            except subprocess.TimeoutExpired:
                raise GitError(f"git {arguments[0]} took longer than {limit:g} s") from None
            if process.returncode:
                lines = complaints.decode(errors="replace").strip().splitlines() or ["no message"]
                advice = next((line.strip() for line in lines if line.startswith("\tgit ")), None)
                raise GitError(f"git {arguments[0]} failed: {lines[0]}", advice)
            return output

        with process:
            try:
                yield cache(answer)  # it answers once
            finally:
                if process.poll() is None:  # nobody wants to know any more
                    process.kill()

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of the objects `ids` as they are stored: no filter of the repository is run.

        Raises:
            GitError: git fails, or an object is missing.
        """
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        output = self.run(
            "cat-file", "--batch", given="".join(f"{one}\n" for one in wanted).encode(), timeout=FETCHING
        )
        found: dict[str, bytes] = {}
        at = 0
        for one in wanted:
            end = output.index(b"\n", at)
            head = output[at:end].split()
            if len(head) != 3:
                raise GitError(f"the object {one} is missing")
            at = end + 1 + int(head[2])
            found[one] = output[end + 1 : at]
            at += 1
        return found


def refuse(failure: GitError) -> bytes:
    """Answer with a failure."""
    raise failure


def _environment(top: str) -> dict[str, str]:
    """Return the environment without what is about another repository than the one at `top`."""
    ours = {key: os.environ[key] for key in os.environ.keys() - _PLACES - {"GIT_PREFIX", "GIT_EXTERNAL_DIFF"}}
    # While `git commit -a` runs its hooks, the index about to be committed is the one named here.
    index = os.environ.get("GIT_INDEX_FILE")
    if index is not None and work_tree(str(Path.cwd())) == top:
        ours["GIT_INDEX_FILE"] = str(Path.cwd() / index)
    return ours


def _named_work_tree() -> str | None:
    """Return the work tree that the environment names together with its repository."""
    tree = os.environ.get("GIT_WORK_TREE")
    return os.path.realpath(tree) if tree and os.environ.get("GIT_DIR") else None


def work_tree(folder: str) -> str | None:
    """Return the nearest folder at or above `folder` that holds `.git` (a folder, or a file in a linked tree)."""
    place = Path(folder)
    return next((str(above) for above in (place, *place.parents) if os.path.exists(above / ".git")), None)


def name(raw: bytes) -> str:
    """Return a name of git's as the vault spells it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return valid_unicode(raw.decode("utf-8", "surrogateescape"))
