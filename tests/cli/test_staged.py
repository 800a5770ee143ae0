"""`vaultkit lint --staged` and `--diff-base`, in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vaultkit.cli import judge

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

NOTES = {
    ".obsidian/app.json": "{}",
    "Home.md": "See [[Grokking]], [[Grokking#Evidence]] and [[Grokking#^curve]].\n",
    "Topics/Grokking.md": "# Grokking\n\n## Evidence\n\nIt is late. ^curve\n",
    "Other.md": "![[long gone.png]]\n",
}


class Repository:
    """A vault in a repository, and the findings of what is staged in it."""

    def __init__(self, root: Path, git: Callable[..., str], vaultkit: Callable[..., Any]) -> None:
        self.root = root
        self.git = git
        self._vaultkit = vaultkit

    def write(self, **notes: str) -> None:
        for name, text in notes.items():
            (self.root / f"{name}.md").write_text(text, encoding="utf-8")

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "change")

    def lint(self, *options: str, path: str = "") -> Any:
        return self._vaultkit("lint", self.root / path, "--format", "json", *options)

    def found(self, *options: str, path: str = "") -> list[tuple[str, str, str | None]]:
        done = self.lint(*(options or ("--staged",)), path=path)
        assert done.code in (0, 1), done.err
        return [(one["path"], one["code"], one["target"]) for one in json.loads(done.out)["findings"]]

    def summary(self, *options: str) -> dict[str, int]:
        return json.loads(self.lint(*(options or ("--staged",))).out)["summary"]


@pytest.fixture
def repository(on_disk, git, vaultkit, monkeypatch) -> Repository:
    """Return a repository with the vault committed."""
    found = Repository(on_disk(NOTES), git, vaultkit)
    for variable in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "PRE_COMMIT_FROM_REF"):
        monkeypatch.delenv(variable, raising=False)
    found.commit()
    return found


def test_nothing_staged_says_so_and_loads_no_rules(repository) -> None:
    done = repository.lint("--staged")

    assert (done.code, json.loads(done.out)["findings"]) == (0, [])
    assert f"nothing staged in {repository.root}" in done.err
    program = (
        "import sys; from vaultkit.cli.app import run\n"
        f"code = run(['lint', {str(repository.root)!r}, '--staged'])\n"
        "print(code, sorted(sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, text=True, check=True
    ).stdout.splitlines()[-1]
    assert loaded.startswith("0 ")
    for heavy in ("'pyromark'", "'yaml'", "'vaultkit.lint.runner'", "'vaultkit.lint.rules.links"):
        assert heavy not in loaded


def test_staged_notes_are_reported_and_the_rest_is_counted(repository) -> None:
    repository.write(New="![[nowhere.png]]\n")
    repository.git("add", "New.md")

    assert repository.found() == [("New.md", "EMB001", "nowhere.png")]
    assert (repository.summary()["hidden"], repository.summary()["notes"]) == (1, 1)


def test_a_deletion_is_reported_where_it_breaks_links(repository) -> None:
    repository.git("rm", "-q", "Topics/Grokking.md")

    assert repository.found() == [("Home.md", "LNK001", "Grokking")] * 3
    assert (repository.summary()["hidden"], repository.summary()["notes"]) == (1, 1)


def test_a_rename_breaks_links_too(repository) -> None:
    repository.git("mv", "Topics/Grokking.md", "Topics/Late learning.md")

    done = repository.lint("--staged")

    assert done.code == 1
    findings = json.loads(done.out)["findings"]
    assert [one["path"] for one in findings] == ["Home.md"] * 3
    assert findings[0]["suggestions"] == ["Late learning"]


def test_moving_a_note_breaks_nothing(repository) -> None:
    (repository.root / "Archive").mkdir()
    repository.git("mv", "Topics/Grokking.md", "Archive/Grokking.md")

    assert repository.found() == []
    assert repository.lint("--staged").code == 0


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (NOTES["Topics/Grokking.md"].replace("## Evidence", "## Proof"), ["Grokking#Evidence"]),
        (NOTES["Topics/Grokking.md"].replace(" ^curve", ""), ["Grokking#^curve"]),
        (NOTES["Topics/Grokking.md"].replace("late", "very late"), []),
        (NOTES["Topics/Grokking.md"].replace("## Evidence", "Text.\n\n## *Evidence*"), []),
    ],
)
def test_an_edit_is_reported_where_it_breaks_links(repository, text, broken) -> None:
    (repository.root / "Topics/Grokking.md").write_text(text, encoding="utf-8")
    repository.git("add", "-A")

    assert [(path, target) for path, _, target in repository.found()] == [("Home.md", one) for one in broken]


def test_what_was_broken_before_is_not_blamed_on_the_change(repository) -> None:
    repository.write(Home="[[Grokking#None]] and [[Grokking#Evidence]]\n")
    repository.commit()
    (repository.root / "Topics/Grokking.md").write_text("# Grokking\n\nText.\n", encoding="utf-8")
    repository.git("add", "-A")

    assert repository.found() == [("Home.md", "ANC001", "Grokking#Evidence")]
    assert repository.summary()["hidden"] == 2


def test_the_index_counts_and_not_the_folder(repository) -> None:
    note = repository.root / "Topics/Grokking.md"
    note.write_text("# Grokking\n", encoding="utf-8")  # not staged: the commit keeps the heading
    repository.write(Home=NOTES["Home.md"] + "[[Topics/at all]]\n")
    repository.git("add", "Home.md")
    repository.write(Home="Mended, but not staged.\n")

    assert repository.found() == [("Home.md", "LNK001", "Topics/at all")]
    note.unlink()
    assert repository.found() == [("Home.md", "LNK001", "Topics/at all")]
    repository.git("add", "-A")
    assert repository.found() == []


def test_an_untracked_target_does_not_resolve(repository) -> None:
    repository.write(**{"Topics/Draft": "Not added.\n", "Home": "See [[Topics/Draft]].\n"})
    repository.git("add", "Home.md")
    assert repository.found() == [("Home.md", "LNK001", "Topics/Draft")]

    repository.git("add", "-N", "Topics/Draft.md")
    assert repository.found() == [("Home.md", "LNK001", "Topics/Draft")]
    repository.git("add", "Topics/Draft.md")
    assert repository.found() == []


def test_an_alias_that_goes_is_noticed(repository) -> None:
    repository.write(Old="---\naliases: [SAE]\n---\nText.\n", Uses="See [[SAE]].\n")
    repository.commit()
    repository.write(Old="Text.\n")
    repository.git("add", "-A")

    assert repository.found() == [("Uses.md", "LNK002", "SAE")]


def test_a_note_of_the_same_name_makes_links_ambiguous(repository) -> None:
    (repository.root / "Papers").mkdir()
    (repository.root / "Papers/Grokking.md").write_text("Text.\n", encoding="utf-8")
    repository.git("add", "-A")

    assert ("Home.md", "LNK005", "Grokking") in repository.found()


def test_an_attachment_that_goes_is_noticed(repository) -> None:
    (repository.root / "a picture.png").write_bytes(b"x")
    repository.write(Shows="![[a picture.png]] ![](a%20picture.png)\n")
    (repository.root / "Map.canvas").write_text(
        '{"nodes": [{"id": "a", "type": "file", "file": "a picture.png", "x": 0, "y": 0, "width": 1, "height": 1}]}'
    )
    repository.commit()
    repository.git("rm", "-q", "a picture.png")

    assert {path for path, _, _ in repository.found()} == {"Shows.md", "Map.canvas"}


def test_before_the_first_commit_everything_staged_counts(on_disk, git, vaultkit) -> None:
    repository = Repository(on_disk(NOTES), git, vaultkit)
    git("add", "Home.md", "Other.md")

    assert {code for _, code, _ in repository.found()} == {"EMB001", "LNK002"}
    assert repository.summary()["infos"] == 3  # Grokking is not added, and unknown to git


def test_the_vault_may_be_a_folder_of_the_repository(on_disk, git, vaultkit) -> None:
    root = on_disk(
        {f"notes/vault/{path}": text for path, text in NOTES.items()} | {"Home.md": "![[x.png]]\n"}
    )
    repository = Repository(root / "notes/vault", git, vaultkit)
    repository.commit()
    git("rm", "-q", "notes/vault/Topics/Grokking.md")
    (root / "Home.md").write_text("![[y.png]]\n")
    git("add", "-A")

    assert repository.found() == [("Home.md", "LNK001", "Grokking")] * 3
    git("reset", "-q", "--hard")
    (root / "Home.md").write_text("![[y.png]]\n")
    git("add", "-A")
    assert "nothing staged" in repository.lint("--staged").err


@pytest.mark.parametrize(
    "name", ["Größe – 数理 ノート", "two\nlines", 'a "quoted"\tname', "-dash", "über #1 ^x", ":(top)x"]
)
def test_names_need_no_quoting(name, repository) -> None:
    repository.git("config", "core.quotePath", "true")
    repository.write(**{name: "# One\n\nText.\n"})
    repository.commit()
    repository.write(**{name: "![[gone.png]]\n"})
    repository.git("add", "-A")
    repository.write(**{name: "Not staged.\n"})

    assert repository.found("--staged", "--ignore", "POR") == [(f"{name}.md", "EMB001", "gone.png")]


def test_line_ends_are_no_difference(repository) -> None:
    repository.git("config", "core.autocrlf", "true")
    for path in ("Home.md", "Topics/Grokking.md"):
        place = repository.root / path
        place.write_bytes(place.read_bytes().replace(b"\n", b"\r\n"))
    repository.write(Other="See [[Grokking#Evidence]], [[Grokking#^curve]] and [[Grokking#No]].\r\n")
    repository.git("add", "-A")

    assert repository.found() == [("Other.md", "ANC001", "Grokking#No")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_folder_leads_to_tracked_notes(repository) -> None:
    (repository.root / ".shared").mkdir()
    (repository.root / ".shared/Part.md").write_text("# Part\n", encoding="utf-8")
    (repository.root / "Shared").symlink_to(".shared")
    repository.write(Home="[[Shared/Part#Part]] [[Shared/Part#No]]\n")
    repository.git("add", "-A")

    assert [target for _, _, target in repository.found()] == ["Shared/Part#No"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_symbolic_links(repository) -> None:
    (repository.root / "Alias.md").symlink_to("Topics/Grokking.md")
    (repository.root / "Outside.md").symlink_to("/etc/hostname")
    repository.write(Home="[[Alias#Evidence]] [[Alias#No]]\n")
    repository.commit()
    (repository.root / "Alias.md").unlink()  # not staged: the index still has the link
    repository.write(Home="[[Alias#Evidence]] [[Alias#No]] [[Alias#Nor]]\n")
    repository.git("add", "Home.md")

    assert [target for path, _, target in repository.found() if path == "Home.md"] == [
        "Alias#No",
        "Alias#Nor",
    ]


def test_a_linked_work_tree_has_its_own_index(repository, vaultkit, tmp_path) -> None:
    tree = tmp_path.parent / f"{tmp_path.name}-tree"
    repository.git("worktree", "add", "-q", str(tree))
    (tree / "Home.md").write_text("![[gone.png]]\n", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=tree, check=True)
    linked = Repository(tree, repository.git, vaultkit)

    assert linked.found() == [("Home.md", "EMB001", "gone.png")]
    assert repository.found() == []


def test_a_submodule_is_read_as_it_is_checked_out(repository, vaultkit, tmp_path) -> None:
    other = tmp_path.parent / f"{tmp_path.name}-shared"
    other.mkdir()
    (other / "Shared.md").write_text("# Part\n", encoding="utf-8")
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=T", "-c", "user.email=t@e", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=other, check=True)
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "shared")
    repository.commit()
    repository.write(Home="[[shared/Shared#Part]] [[shared/Shared#No]]\n")
    repository.git("add", "-A")

    assert repository.found() == [("Home.md", "ANC001", "shared/Shared#No")]


def test_a_merge_commit_is_judged_against_the_first_parent(repository) -> None:
    repository.git("checkout", "-q", "-b", "topic")
    repository.git("rm", "-q", "Topics/Grokking.md")
    repository.write(Home="Nothing left.\n")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write(Later="See [[Grokking]].\n")
    repository.commit()
    repository.git("merge", "-q", "--no-commit", "topic")

    assert repository.found() == [("Later.md", "LNK001", "Grokking")]


def test_an_unfinished_merge_is_read_from_the_folder(repository) -> None:
    repository.git("checkout", "-q", "-b", "topic")
    repository.write(Other="One way.\n")
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write(Other="Another way.\n")
    repository.commit()
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "-q", "topic")

    assert ("Other.md", "TXT005") in {(path, code) for path, code, _ in repository.found()}


def test_the_index_of_a_commit_in_progress_is_honoured(repository, monkeypatch) -> None:
    repository.write(Home="![[gone.png]]\n", Other="![[other.png]]\n")
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index.lock")  # as `git commit FILE` has it
    repository.git("read-tree", "HEAD")
    repository.git("add", "Home.md")
    monkeypatch.setenv("GIT_DIR", ".git")

    assert repository.found() == [("Home.md", "EMB001", "gone.png")]
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert repository.found() == []


def test_a_repository_kept_elsewhere_is_named_by_the_environment(
    on_disk, git, vaultkit, monkeypatch, tmp_path
) -> None:
    root = on_disk({f"home/{path}": text for path, text in NOTES.items()}) / "home"
    (tmp_path / ".git").rename(tmp_path / "kept.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "kept.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(root))
    git("add", str(root / "Other.md"))
    repository = Repository(root, git, vaultkit)

    assert repository.found() == [("Other.md", "EMB001", "long gone.png")]
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "kept.git"))
    assert repository.lint("--staged").code == 2


def test_outside_of_a_repository(on_disk, vaultkit) -> None:
    done = vaultkit("lint", on_disk(NOTES), "--staged")

    assert done.code == 2
    assert "is not in a git repository" in done.err
    assert "hint: leave out --staged" in done.err


@pytest.mark.parametrize("options", [("--staged",), ("--diff-base", "HEAD")])
def test_a_repository_of_somebody_else(options, repository, monkeypatch) -> None:
    """As in a container; `git diff` alone would complain of its options."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    done = repository.lint(*options)

    assert done.code == 2
    assert "dubious ownership" in done.err
    assert "hint: git config --global --add safe.directory" in done.err


def test_fixes_stay_within_staged_notes_that_are_as_on_disk(repository) -> None:
    repository.write(Home="[[Other||x]]\n", Other="[[Home||y]]\n", Third="[[Home||z]]\n")
    repository.commit()
    repository.write(Home="Again [[Other||x]]\n", Other="Again [[Home||y]]\n")
    repository.git("add", "-A")
    repository.write(Other="Again [[Home||y]]\nNot staged.\n")

    done = repository.lint("--staged", "--fix")

    assert done.code == 1
    assert "Other.md is not touched: its file is not what is staged" in done.err
    assert (repository.root / "Home.md").read_text() == "Again [[Other|x]]\n"
    assert (repository.root / "Other.md").read_text() == "Again [[Home||y]]\nNot staged.\n"
    assert (repository.root / "Third.md").read_text() == "[[Home||z]]\n"


def test_a_large_vault_is_not_judged_whole(repository, monkeypatch) -> None:
    monkeypatch.setattr(judge, "COUNTED", 3)
    repository.write(New="![[nowhere.png]]\n", Fourth="[[Home]]\n")
    repository.git("rm", "-q", "Topics/Grokking.md")
    repository.git("add", "New.md", "Fourth.md")

    assert len(repository.found()) == 4
    assert (repository.summary()["hidden"], repository.summary()["unchecked"]) == (0, 1)


def test_paths_narrow_what_is_staged(repository) -> None:
    repository.write(New="![[a.png]]\n", **{"Topics/New": "![[b.png]]\n"})
    repository.git("rm", "-q", "Topics/Grokking.md")
    repository.git("add", "-A")

    assert repository.found(path="New.md") == [("New.md", "EMB001", "a.png")]
    narrowed = [path for path, _, _ in repository.found(path="Topics")]
    assert narrowed == ["Home.md"] * 3 + ["Topics/New.md"]


def test_known_findings_stay_known(repository, vaultkit) -> None:
    repository.write(Home=NOTES["Home.md"] + "![[old.png]]\n")
    repository.commit()
    vaultkit("baseline", "update", repository.root)
    repository.write(Home=NOTES["Home.md"] + "More.\n\n![[old.png]] ![[new.png]]\n", Other="Mended.\n")
    repository.git("add", "-A")

    assert repository.found() == [("Home.md", "EMB001", "new.png")]
    assert repository.summary()["vanished"] == 1
    assert repository.summary()["baselined"] == 1


def test_a_branch_is_judged_against_where_it_began(repository) -> None:
    repository.git("checkout", "-q", "-b", "topic")
    repository.git("rm", "-q", "Topics/Grokking.md")
    repository.commit()
    repository.write(New="![[a.png]]\n", Untracked="x\n")
    repository.git("add", "New.md")
    repository.git("commit", "-q", "-m", "more")
    repository.git("checkout", "-q", "main")
    repository.write(Later="![[later.png]]\n")
    repository.git("add", "Later.md")
    repository.git("commit", "-q", "-m", "meanwhile", "Later.md")
    repository.git("checkout", "-q", "topic")
    repository.write(New="![[a.png]] [[./Untracked]]\n")  # not even staged: the folder counts

    found = repository.found("--diff-base", "main")

    assert found == [("Home.md", "LNK001", "Grokking")] * 3 + [
        ("New.md", "EMB001", "a.png"),
        ("New.md", "LNK001", "./Untracked"),
    ]
    assert repository.summary("--diff-base", "main")["hidden"] == 1
    assert repository.found("--diff-base", "main", path="New.md") == found[-2:]
    repository.git("stash", "-q")
    assert "nothing changed" in repository.lint("--diff-base", "topic").err


def test_a_detached_head_is_fine(repository) -> None:
    repository.git("checkout", "-q", "--detach")
    repository.write(New="![[a.png]]\n")
    repository.commit()

    assert repository.found("--diff-base", "main") == [("New.md", "EMB001", "a.png")]


@pytest.mark.parametrize("revision", ["origin/main", "--all", "main...main", "", "HEAD:Home.md"])
def test_a_revision_that_git_does_not_know(revision, repository) -> None:
    done = repository.lint(f"--diff-base={revision}")

    assert done.code == 2
    assert f'git knows no commit "{revision}"' in done.err


def test_histories_without_anything_in_common(repository) -> None:
    repository.git("checkout", "-q", "--orphan", "lonely")
    repository.write(New="Text.\n")
    repository.commit()

    done = repository.lint("--diff-base", "main")

    assert done.code == 2
    assert '"main" and HEAD have no commit in common' in done.err


def test_a_shallow_clone_says_what_to_fetch(repository, vaultkit, tmp_path) -> None:
    repository.write(New="Text.\n")
    repository.commit()
    clone = tmp_path.parent / f"{tmp_path.name}-clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", tmp_path.as_uri(), str(clone)], check=True)

    done = vaultkit("lint", clone, "--diff-base", "HEAD~1")

    assert done.code == 2
    assert "fetch-depth: 0" in done.err


def test_pre_commit_names_the_commits_that_are_pushed(repository, monkeypatch) -> None:
    repository.write(New="![[a.png]]\n")
    repository.commit()
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")

    assert repository.found("--staged") == [("New.md", "EMB001", "a.png")]


def test_options_that_exclude_each_other(repository) -> None:
    assert repository.lint("--staged", "--diff-base", "main").code == 2


def test_the_summary_says_what_is_not_shown(repository, vaultkit, monkeypatch) -> None:
    repository.write(New="![[nowhere.png]]\n")
    repository.git("add", "New.md")

    assert (
        "1 more finding in other notes (run without --staged to see them)."
        in vaultkit("lint", repository.root, "--staged").out
    )
    monkeypatch.setattr(judge, "COUNTED", 1)
    assert (
        "3 other notes not looked at (run without --staged to check them)."
        in vaultkit("lint", repository.root, "--staged").out
    )
