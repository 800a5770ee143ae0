"""Finds the line of a configuration file on which a key stands, for the messages about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from vaultkit.patterns import lazy_pattern

PYPROJECT = "pyproject.toml"

_PART = lazy_pattern(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_PATH = r"""(?P<path>(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*+)"""
_HEADER = lazy_pattern(rf"\s*\[(?P<many>\[)?\s*{_PATH}\s*\]")
_NAMED = lazy_pattern(rf"\s*{_PATH}\s*=")
_INDEX = lazy_pattern(r"\[(?:\d+|\.\.\.)\]")


def place_of(file: Path | None, key: str) -> str:
    """Return `file:line: ` of the dotted `key`, or of what stands round it where it has no line of its own.

    Without a file, `--config: `.
    """
    if file is None:
        return "--config: "
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    key = key.lstrip(".")
    root = "tool.vaultkit." if file.name == PYPROJECT else ""
    line, length = 0, 0
    for number, path in _paths(lines):
        path = path.removeprefix(root)
        for here in (path, _INDEX.sub("", path)):  # unknown keys come without the numbers of tables
            if (
                length < len(here)
                and key.startswith(here)
                and key[len(here) : len(here) + 1] in ("", ".", "[")
            ):
                line, length = number, len(here)
    if not line:
        return f"{file}: "
    last = re.escape(_INDEX.sub("", key).rpartition(".")[2])
    inner = re.compile(rf"""(?:.*[{{,])?\s*["']?{last}["']?\s*=""")
    end = next((number for number, _ in _paths(lines) if number > line), len(lines) + 1)
    return f"{file}:{next((at for at in range(line, end) if inner.match(lines[at - 1])), line)}: "


def _paths(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a TOML file that begin a table or name a key, with the whole path of it."""
    table = ""
    numbers: Counter[str] = Counter()
    for number, line in enumerate(lines, 1):
        header, named = _HEADER.match(line), _NAMED.match(line)
        if header is not None:
            table = _bare(header["path"])
            if header["many"]:
                numbers[table] += 1
                table = f"{table}[{numbers[table] - 1}]"
            yield number, table
        elif named is not None:
            yield number, f"{table}.{_bare(named['path'])}".lstrip(".")


def _bare(path: str) -> str:
    """Return a dotted path of TOML without quotes and blanks round its parts."""
    return ".".join(part.strip("\"'") for part in _PART.findall(path))
