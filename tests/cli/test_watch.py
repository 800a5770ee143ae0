"""`vaultkit lint --watch`, as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue

import pytest

from vaultkit.cli import watch

from .conftest import Run

pytest.importorskip("watchfiles")
SECONDS = 30.0  # for a busy machine


class Watching:
    """A running `vaultkit lint --watch` and the lines that it writes."""

    def __init__(self, vault: Path) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "vaultkit",
                "lint",
                str(vault),
                "--watch",
                "--show-info",
                "--format",
                "concise",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "WATCHFILES_FORCE_POLLING": "", "NO_COLOR": "1"},
            # A shell lets what it starts in the background ignore Ctrl-C, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self._lines: Queue[str] = Queue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line.rstrip("\n"))

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._listener.join()

    def report(self) -> list[str]:
        """Return the lines up to the next remark that files are watched."""
        lines: list[str] = []
        while not lines or not lines[-1].startswith("Watching "):
            lines.append(self.line(lines))
        return lines[:-1]

    def line(self, before: Sequence[str] = ()) -> str:
        """Return the next line."""
        try:
            return self._lines.get(timeout=SECONDS)
        except Empty:
            pytest.fail(f"nothing more after {before}")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "Folder").mkdir()
    (root / "Folder" / "A.md").write_text("[[Folder/B]]\n")
    return root


@pytest.fixture
def watching(vault: Path) -> Iterator[Watching]:
    one = Watching(vault)
    yield one
    one.stop()


def test_every_change_is_reported_until_somebody_interrupts(
    vault: Path, watching: Watching, vaultkit: Run
) -> None:
    assert any("LNK001" in line for line in watching.report())
    (vault / "Folder" / "B.md").write_text("text\n")
    assert not any("LNK001" in line for line in watching.report())
    (vault / "Folder" / "A.md").write_text("[[Folder/B]]\n\n[[Folder/C]]\n")
    assert [line.split(":")[1] for line in watching.report() if "LNK001" in line] == ["3"]
    (vault.parent / "pyproject.toml").write_text('[tool.vaultkit]\nlint.ignore = ["LNK"]\n')
    assert not any("LNK001" in line for line in watching.report())
    (vault / "vaultkit.toml").write_text('lint.select = ["LNK", "EMB004"]\n')
    assert any("LNK001" in line for line in watching.report())
    (vault / "plot.png").write_bytes(b"")
    assert any("EMB004" in line for line in watching.report())
    (vault / "Plots.base").write_text("image: plot.png\n")
    watching.report()
    (vault / "Plots.base").write_text("image: none\n")
    assert any("EMB004" in line for line in watching.report())
    assert vaultkit("baseline", "update", vault).code == 0
    assert not any("EMB004" in line or "LNK001" in line for line in watching.report())
    vault.rename(vault.with_name("elsewhere"))
    assert "vault is gone; it is watched again when it is back" in watching.line()
    (vault.with_name("elsewhere") / ".vaultkit-baseline.json").unlink()
    vault.with_name("elsewhere").rename(vault)
    assert any("EMB004" in line for line in watching.report())
    (vault / "plot.png").unlink()
    assert not any("EMB004" in line for line in watching.report())
    vault.rename(vault.with_name("old"))
    assert "vault is gone" in watching.line()
    vault.mkdir()
    (vault / "vaultkit.toml").write_text('lint.select = ["EMB"]\n')
    assert "no notes in" in watching.line()
    (vault / "A.md").write_text("[[Folder/C]] ![[plot.png]]\n")
    assert [line.split(": ")[1].split()[0] for line in watching.report()[:-1]] == ["EMB001"]
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(SECONDS) == 130


def test_a_vault_that_goes_before_it_is_watched_is_waited_for(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([FileNotFoundError(), [{(1, str(vault / "A.md"))}]])

    def watch_files(*_: object, **__: object) -> list[set[tuple[int, str]]]:
        answer = next(answers)
        if isinstance(answer, FileNotFoundError):
            raise answer
        return answer

    monkeypatch.setattr("watchfiles.watch", watch_files)
    assert next(watch._changes(vault)) is None


def test_it_needs_its_package(vaultkit: Run, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = vaultkit("lint", vault, "--watch")
    assert done.code == 2
    assert 'pip install "vaultkit[watch]"' in done.err


@pytest.mark.parametrize("option", ["--fix", "--diff", "--staged", "--profile"])
def test_it_only_reports(vaultkit: Run, vault: Path, option: str) -> None:
    done = vaultkit("lint", vault, "--watch", option)
    assert done.code == 2
    assert "--watch only reports" in done.err


def test_the_profile_tells_phases_and_rules(vaultkit: Run, vault: Path) -> None:
    done = vaultkit("lint", vault, "--profile", "--select", "LNK001,LNK002")
    assert done.code == 1
    rows = [line.split()[0] for line in done.err.splitlines() if line]
    assert rows[:8] == ["phase", "discover", "read", "index", "check", "report", "the", "total"]
    assert sorted(rows[9:]) == ["LNK001", "LNK002"]
    assert "LNK001" in done.out
