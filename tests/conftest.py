"""Fixtures for the whole suite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

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
