"""Notes that git remembers: deleted or renamed, staged, unstaged or long ago."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultkit.load import git as module
from vaultkit.load import history
from vaultkit.load.history import Departure, read_history

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]


def commit(git: Git, root: Path, **notes: str) -> None:
    """Write notes, their names with `__` for a slash, and commit everything."""
    for name, text in notes.items():
        path = root / (name.replace("__", "/") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git("add", "-A")
    git("commit", "-q", "-m", "change")


def test_a_staged_deletion_is_known(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, Kept="kept", Topics__Gone="text")
    git("rm", "-q", "Topics/Gone.md")

    assert read_history(tmp_path).departures == (Departure("Topics/Gone.md", None),)


def test_an_unstaged_deletion_is_known(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, Gone="text")
    (tmp_path / "Gone.md").unlink()

    assert read_history(tmp_path).departures == (Departure("Gone.md", None),)


def test_a_staged_rename_leads_to_the_new_name(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, Old="the same words in both")
    git("mv", "Old.md", "New.md")

    assert read_history(tmp_path).departures == (Departure("Old.md", "New.md"),)


def test_committed_departures_are_known_and_chains_are_followed(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, A="the first note, long enough", Z="another one, and quite different")
    git("mv", "A.md", "B.md")
    git("commit", "-q", "-m", "rename")
    git("rm", "-q", "Z.md")
    git("commit", "-q", "-m", "delete")
    git("mv", "B.md", "C.md")

    assert read_history(tmp_path).departures == (
        Departure("B.md", "C.md"),
        Departure("Z.md", None),
        Departure("A.md", "C.md"),
    )


def test_the_latest_departure_of_a_path_counts(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, A="the first life of this note")
    git("mv", "A.md", "B.md")
    git("commit", "-q", "-m", "rename")
    commit(git, tmp_path, A="a second life with other words entirely")
    git("rm", "-q", "A.md")
    git("commit", "-q", "-m", "delete")

    assert read_history(tmp_path).departures == (Departure("A.md", None),)


def test_a_vault_in_a_subfolder_sees_its_own_paths_only(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, vault__In="inside the vault", Out="outside of the vault, something else")
    git("rm", "-q", "vault/In.md", "Out.md")
    (tmp_path / "vault").mkdir(exist_ok=True)

    assert read_history(tmp_path / "vault").departures == (Departure("In.md", None),)


def test_names_need_no_quoting(git: Git, tmp_path: Path) -> None:
    names = ['Ein "Zitat" – über\tTabs', "two\nlines", "数理 ノート"]
    commit(git, tmp_path, **{name: name for name in names})
    git("rm", "-q", "-r", ".")
    tmp_path.mkdir(exist_ok=True)

    assert {departure.path for departure in read_history(tmp_path).departures} == {f"{n}.md" for n in names}


def test_attachments_and_hidden_files_are_left_out(git: Git, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    commit(git, tmp_path, **{".trash__Note": "hidden", "Note": "seen"})
    git("rm", "-q", "-r", ".")
    tmp_path.mkdir(exist_ok=True)

    assert read_history(tmp_path).departures == (Departure("Note.md", None),)


def test_history_is_read_to_a_bound(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(git, tmp_path, First="one note", Second="quite another")
    git("rm", "-q", "First.md")
    git("commit", "-q", "-m", "long ago")
    git("rm", "-q", "Second.md")
    git("commit", "-q", "-m", "just now")
    monkeypatch.setattr(history, "MAX_COMMITS", 1)

    assert read_history(tmp_path if tmp_path.is_dir() else tmp_path.parent).departures == (
        Departure("Second.md", None),
    )


def test_outside_a_work_tree_git_is_not_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("git was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)

    assert read_history(tmp_path) == history.History()


def test_a_repository_before_its_first_commit_has_no_history(git: Git, tmp_path: Path) -> None:
    assert read_history(tmp_path) == history.History()


def test_a_branch_without_commits_beside_others_gives_a_reason(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, Note="text")
    git("checkout", "-q", "--orphan", "other")

    assert read_history(tmp_path).problem.startswith("git diff failed: fatal:")


def test_git_ends_with_the_block_whether_somebody_waited_for_it_or_not(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, Note="text")
    asked = module.Git.at(tmp_path)
    assert asked is not None
    started = time.monotonic()
    with asked.asking("-c", "alias.wait=!sleep 100", "wait"):
        pass
    with pytest.raises(module.GitError, match="took longer"):
        asked.run("-c", "alias.wait=!sleep 100", "wait", timeout=0.01)
    assert time.monotonic() - started < 50
    with asked.asking("rev-list", "HEAD", "--", ".") as answer:
        assert answer() == answer() == asked.run("rev-list", "HEAD", "--", ".")


def test_a_damaged_repository_gives_a_reason(git: Git, tmp_path: Path) -> None:
    commit(git, tmp_path, Note="text")
    (tmp_path / ".git" / "HEAD").write_text("nonsense", encoding="utf-8")

    found = read_history(tmp_path)

    assert found.departures == ()
    assert found.problem.startswith("git rev-list failed: fatal:")


def test_without_git_there_is_a_reason(git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(git, tmp_path, Note="text")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert read_history(tmp_path) == history.History(problem="git is not installed")


def test_the_index_of_a_commit_in_progress_is_honoured(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(git, tmp_path, Old="the same words in both")
    other = tmp_path / ".git" / "other-index"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    git("read-tree", "HEAD")
    git("mv", "Old.md", "New.md")

    assert read_history(tmp_path).departures == (Departure("Old.md", "New.md"),)
