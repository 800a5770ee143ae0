"""Fixtures for the whole suite."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("vaultkit", deadline=None)
settings.load_profile("vaultkit")


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the suite away from the user's cache, and let every process it starts do the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAULTKIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


Write = Callable[[Mapping[str, str | bytes]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is found into the golden files in place of comparing",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare text with the file `golden/NAME` beside the test, or write it with --update-golden."""
    folder = request.path.parent / "golden"

    def compare(name: str, text: str) -> None:
        place = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
            return
        assert place.exists(), f"{place} is missing; pytest --update-golden writes it"
        assert text == place.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def on_disk(tmp_path: Path) -> Write:
    """Write files below a temporary folder, which is returned."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for path, content in files.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a runner of git in a new repository at `tmp_path`, apart from the user's own settings."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def run(*arguments: str) -> str:
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        done = subprocess.run(
            ["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout

    run("init", "-q", "-b", "main")
    return run
