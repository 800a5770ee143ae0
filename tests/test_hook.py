"""The published pre-commit hook, run by the real pre-commit in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / ".pre-commit-hooks.yaml"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A git repository with a vault in it and the hook installed."""

    installed: ClassVar[dict[str, str]] = {}
    """What pre-commit wrote when it was installed first, by the type of the hook; it names no repository."""

    def __init__(self, root: Path, home: Path, hook: dict[str, Any], folder: str = "") -> None:
        self.root = root
        self.vault = root / folder if folder else root
        self.vault.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            # The hook runs the vaultkit of this environment, whatever is first on the caller's path.
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        }
        (home / "gitconfig").write_text(
            "[user]\nname = Test\nemail = test@example.org\n[init]\ndefaultBranch = main\n", encoding="utf-8"
        )
        self.git("init", "-q")
        config = {"repos": [{"repo": "local", "hooks": [hook]}]}
        (root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
        self.install("pre-commit")

    def install(self, kind: str) -> None:
        """Install pre-commit for a type of hook."""
        script = self.root / ".git" / "hooks" / kind
        if kind in self.installed:
            script.write_text(self.installed[kind], encoding="utf-8")
            script.chmod(0o755)
            return
        self.run(sys.executable, "-m", "pre_commit", "install", "--hook-type", kind)
        self.installed[kind] = script.read_text(encoding="utf-8")

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in the repository."""
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, encoding="utf-8"
        )
        if check:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def git(self, *arguments: str) -> str:
        """Run git and return what it prints."""
        return self.run("git", *arguments).stdout

    def write(self, **notes: str) -> None:
        """Write notes into the vault and stage everything."""
        for name, text in notes.items():
            (self.vault / f"{name}.md").write_text(text, encoding="utf-8")
        self.git("add", "-A")

    def keep(self) -> None:
        """Commit what is staged whatever the hook would say."""
        self.git("commit", "-q", "--no-verify", "-m", "as it was")

    def commit(self) -> tuple[bool, str]:
        """Try to commit; return whether it went through, and what was printed."""
        done = self.run("git", "commit", "-m", "change", check=False)
        return done.returncode == 0, done.stdout + done.stderr


def published_hook(name: str = "vaultkit-lint", **changes: object) -> dict[str, Any]:
    """Return a published hook as a local one that needs no environment of its own."""
    hooks = {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    return {**hooks[name], "language": "system", **changes}


@pytest.fixture(name="repository")
def fixture_repository(tmp_path: Path) -> Repository:
    """Return a repository whose root is the vault."""
    (tmp_path / "home").mkdir()
    return Repository(tmp_path / "repository", tmp_path / "home", published_hook())


def test_a_clean_commit_passes(repository: Repository) -> None:
    repository.write(Home="See [[Grokking]].\n", Grokking="Late generalisation.\n")

    passed, output = repository.commit()

    assert passed, output
    assert "Passed" in output


def test_a_broken_link_fails_the_commit(repository: Repository) -> None:
    repository.write(Home="See [[Papers/Grokking]].\n", Grokking="Late generalisation.\n")

    passed, output = repository.commit()

    assert not passed
    assert "Home.md:1:7" in output
    assert "broken-wikilink" in output


def test_a_note_that_is_only_planned_does_not_fail_the_commit(repository: Repository) -> None:
    repository.write(Home="Some day: [[Causal scrubbing]].\n")

    passed, output = repository.commit()

    assert passed, output


def test_a_commit_that_only_deletes_a_linked_note_fails(repository: Repository) -> None:
    repository.write(Home="See [[Grokking]].\n", Grokking="Late generalisation.\n")
    repository.keep()
    repository.git("rm", "-q", "Grokking.md")
    assert repository.git("diff", "--cached", "--name-status") == "D\tGrokking.md\n"

    passed, output = repository.commit()

    assert not passed
    assert "Home.md:1:7" in output
    assert "broken-wikilink" in output


def test_a_commit_that_renames_a_linked_note_fails(repository: Repository) -> None:
    repository.write(Home="See [[Grokking]].\n", Grokking="Late generalisation.\n")
    repository.keep()
    repository.git("mv", "Grokking.md", "Delayed generalisation.md")

    passed, output = repository.commit()

    assert not passed
    assert "Home.md:1:7" in output
    assert "Delayed generalisation" in output


def test_deleting_a_note_nobody_links_to_passes(repository: Repository) -> None:
    repository.write(Home="Nothing here.\n", Grokking="Late generalisation.\n")
    repository.keep()
    repository.git("rm", "-q", "Grokking.md")

    passed, output = repository.commit()

    assert passed, output


def test_the_vault_may_be_a_folder_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    hook = published_hook(args=["notes"])
    repository = Repository(tmp_path / "repository", tmp_path / "home", hook, folder="notes")
    repository.write(Home="See [[Grokking]].\n", Grokking="Late generalisation.\n")
    repository.keep()
    repository.git("rm", "-q", "notes/Grokking.md")

    passed, output = repository.commit()

    assert not passed
    assert "broken-wikilink" in output


def test_the_manifest_is_valid_for_pre_commit() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["vaultkit-lint", "vaultkit-fix", "vaultkit-lint-full"])
def test_the_hooks_see_every_commit_and_the_whole_vault(name: str) -> None:
    hook = published_hook(name)

    assert hook["always_run"] is True
    assert hook["pass_filenames"] is False
    assert hook["require_serial"] is True


def test_a_heading_that_is_edited_fails_the_commit(repository: Repository) -> None:
    repository.write(Home="See [[Grokking#Evidence]].\n", Grokking="# Evidence\n\nLate.\n")
    repository.keep()
    repository.write(Grokking="# Proof\n\nLate.\n")

    passed, output = repository.commit()

    assert not passed
    assert "Home.md:1:15" in output
    assert "missing-heading" in output


def test_a_link_to_a_note_that_is_not_added_fails_the_commit(repository: Repository) -> None:
    repository.write(Home="Nothing here.\n", Topics="A folder's note.\n")
    repository.keep()
    repository.write(Home="See [[./Draft]].\n")
    (repository.vault / "Draft.md").write_text("Not added.\n", encoding="utf-8")

    passed, output = repository.commit()

    assert not passed
    assert 'no note at "./Draft"' in output


def test_old_findings_elsewhere_do_not_fail_a_commit(repository: Repository) -> None:
    repository.write(Old="![[gone.png]]\n")
    repository.keep()
    repository.write(New="Fine.\n")

    passed, output = repository.commit()

    assert passed, output


@pytest.mark.parametrize("arguments", [["-a"], ["Home.md"]])
def test_every_way_to_commit_is_seen(arguments: list[str], repository: Repository) -> None:
    repository.write(Home="Fine.\n", Other="Fine.\n")
    repository.keep()
    repository.write(Other="Staged and fine.\n")
    (repository.vault / "Home.md").write_text("![[gone.png]]\n", encoding="utf-8")

    done = repository.run("git", "commit", "-m", "change", *arguments, check=False)

    assert done.returncode == 1
    assert "missing-attachment" in done.stdout + done.stderr


def test_what_is_pushed_is_judged_and_not_the_index(repository: Repository, tmp_path: Path) -> None:
    repository.install("pre-push")
    repository.git("init", "-q", "--bare", str(tmp_path / "remote.git"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    repository.write(Home="See [[Grokking]].\n", Grokking="Late generalisation.\n", Old="![[gone.png]]\n")
    repository.keep()
    repository.git("push", "-q", "--no-verify", "origin", "main")
    repository.git("rm", "-q", "Grokking.md")
    repository.git("commit", "-q", "--no-verify", "-m", "breaks a link")

    done = repository.run("git", "push", "-q", "origin", "main", check=False)

    assert done.returncode == 1
    assert "Home.md:1:7" in done.stdout + done.stderr
    assert "Old.md" not in done.stdout + done.stderr


def test_the_hook_that_fixes_leaves_the_rest_to_the_author(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    repository = Repository(tmp_path / "repository", tmp_path / "home", published_hook("vaultkit-fix"))
    repository.write(Home="See [[Other||it]].\n", Other="Text.\n")

    passed, output = repository.commit()

    assert not passed
    assert "Fixed 1 finding." in output
    assert (repository.vault / "Home.md").read_text(encoding="utf-8") == "See [[Other|it]].\n"
    repository.git("add", "-A")
    assert repository.commit()[0]


def test_a_history_that_cannot_be_read_is_said(repository: Repository) -> None:
    repository.write(Home="Some day: [[Causal scrubbing]].\n")
    (repository.root / ".git" / "HEAD").write_text("nonsense", encoding="utf-8")

    done = repository.run("vaultkit", "lint", ".", check=False)

    assert done.returncode == 0
    assert "links to deleted notes count as unwritten: git rev-list failed" in done.stderr
