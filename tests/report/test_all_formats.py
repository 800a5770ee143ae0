"""What holds of every format: odd names, odd messages, and the same bytes each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.report import LintRun, format_names, render, where_statistics_go
from vaultkit.text import Edit, Span

from .runs import ODD_NAMES, lint_run, text

ROOT = Path(__file__).parents[2]
FORMATS = format_names()
ANYTHING = st.text(alphabet=st.characters(codec=None), max_size=20)

findings = st.builds(
    lambda path, message, target, help, suggestions, severity, place, edit, ordinal: Diagnostic(
        "AAA001",
        "odd",
        severity,
        path,
        Span(place[0], place[0] + place[1], 1 + place[0], 1, 1 + place[0] + place[1], 2),
        message,
        target,
        tuple(suggestions),
        help,
        None if edit is None else Fix(message, "safe", {path: (Edit(0, 0, edit),)}),
        ordinal,
    ),
    ANYTHING,
    ANYTHING,
    st.none() | ANYTHING,
    st.none() | ANYTHING,
    st.lists(ANYTHING, max_size=2),
    st.sampled_from(["error", "warning", "info"]),
    st.tuples(st.integers(0, 9), st.integers(0, 2)),
    st.none() | ANYTHING,
    st.integers(0, 3),
)


def read(format: str, written: str) -> object:
    """Read a machine format with the reader it is meant for."""
    if format in ("json", "gitlab", "sarif"):
        return json.loads(written)
    if format == "jsonl":
        return [json.loads(line) for line in written.split("\n")[:-1]]
    if format == "junit":
        return ElementTree.fromstring(written.encode())
    return None


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None)
@given(found=st.lists(findings, max_size=3), statistics=st.booleans())
def test_nothing_in_a_vault_breaks_a_format(format: str, found: list[Diagnostic], statistics: bool) -> None:
    written = text(LintRun(tuple(found), show_info=True, statistics=statistics), format)

    read(format, written)
    written.encode("utf-8")
    if format not in ("json", "jsonl", "sarif", "gitlab"):
        assert "\x1b" not in written
        assert "\u202e" not in written


@pytest.mark.parametrize("format", FORMATS)
def test_odd_names_are_written_in_every_format(format: str) -> None:
    run = lint_run(ODD_NAMES, show_info=True)
    written = text(run, format)

    assert len(run.findings) > 6
    written.encode("utf-8")
    read(format, written)
    assert "\x1b" not in written
    assert "\r" not in written


@pytest.mark.parametrize("format", FORMATS)
def test_the_style_of_a_terminal_does_not_reach_machines(format: str) -> None:
    from vaultkit.report.style import COLOURED

    written = "".join(render(lint_run(ODD_NAMES), format, COLOURED))
    assert ("\x1b" in written) == (where_statistics_go(format) == "instead")


PROGRAM = """
import sys
from pathlib import Path
from vaultkit.lint import check
from vaultkit.report import LintRun, format_names, render
from vaultkit.vault import Vault
vault = Vault.open(Path("sample_vault"))
for statistics in (False, True):
    run = LintRun(tuple(check(vault)), 1, show_info=True, source=vault.text, statistics=statistics)
    for name in format_names():
        for piece in render(run, name):
            sys.stdout.buffer.write(piece.encode())
loaded = {"click", "xml", "email", "http", "asyncio", "urllib.request", "networkx"} & set(sys.modules)
assert not loaded, loaded
"""


def test_every_format_is_the_same_under_every_hash_seed_and_loads_nothing_heavy() -> None:
    outputs = set()
    for seed in ("0", "2718"):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, cwd=ROOT, env=environment)
        assert done.returncode == 0, done.stderr.decode()
        outputs.add(done.stdout)
    assert len(outputs) == 1
    (output,) = outputs
    assert str(ROOT).encode() not in output
    assert len(output) > 100_000
