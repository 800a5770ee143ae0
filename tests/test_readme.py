"""What the README says is true: its commands run, its transcripts and tables are what vaultkit prints.

`VAULTKIT_UPDATE=1 pytest tests/test_readme.py` rewrites the transcripts and the table of rules.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultkit.cli.app import run as run_here
from vaultkit.lint.examples import documentation
from vaultkit.lint.registry import rule_classes

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
UPDATE = bool(os.environ.get("VAULTKIT_UPDATE"))

INSTALL = "python3 -m venv .venv && . .venv/bin/activate && pip install -q "
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULES = re.compile(r"(<!-- rules:[^>]*-->\n)(.*?)(<!-- /rules -->)", re.DOTALL)


def fences(language: str) -> Iterator[str]:
    """Return the contents of the README's code blocks of one language."""
    return (match[2] for match in FENCE.finditer(TEXT) if match[1] == language)


def shell_lines() -> list[str]:
    """Return the README's commands, each without its remark."""
    lines = [line for block in fences("sh") for line in block.splitlines()]
    return [re.sub(r"\s{2,}#.*", "", line) for line in lines if line]


TRY, TEST = [line for line in shell_lines() if line.startswith(INSTALL)]
COMMANDS = [line for line in shell_lines() if not line.startswith(INSTALL)]
TRANSCRIPTS = list(fences("console"))


@pytest.fixture(name="place")
def fixture_place(tmp_path: Path) -> Path:
    """Return a folder that looks like a clone to the commands: the sample vault and the benchmarks."""
    shutil.copytree(ROOT / "sample_vault", tmp_path / "sample_vault")
    shutil.copytree(ROOT / "tests" / "benchmarks", tmp_path / "tests" / "benchmarks")
    return tmp_path


def run(command: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell command with the installed vaultkit first on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, shell=True, cwd=place, env=environment, capture_output=True, text=True, encoding="utf-8"
    )


def replace_in_readme(old: str, new: str) -> None:
    """Write `new` for `old` into the README as it stands now."""
    README.write_text(README.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_the_first_command_gives_findings_and_a_page(place: Path) -> None:
    _, _, after_install = TRY.removeprefix(INSTALL).partition(" && ")

    done = run(after_install, place)

    assert done.returncode == 0, done.stderr
    assert "broken-wikilink" in done.stdout
    assert "Grokking" in (place / "out.html").read_text(encoding="utf-8")


def test_the_test_command_is_the_one_of_the_whole_check() -> None:
    command = "pip install -q " + TEST.removeprefix(INSTALL)

    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("vaultkit ")])
def test_every_command_works(
    command: str, place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place)

    code = run_here(shlex.split(command)[1:])

    findings = 1 if command.startswith("vaultkit lint") else 0
    error = capfd.readouterr().err
    assert code in (0, findings), error
    assert "Traceback" not in error


@pytest.mark.parametrize("command", [line for line in COMMANDS if not line.startswith("vaultkit ")])
def test_every_other_command_works(command: str, place: Path) -> None:
    done = run(command, place)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda text: text.partition("\n")[0])
def test_every_transcript_is_what_is_printed(transcript: str, place: Path) -> None:
    command, _, printed = transcript.partition("\n")

    done = run(command.removeprefix("$ "), place)

    if UPDATE:
        replace_in_readme(transcript, f"{command}\n{done.stdout}")
        return
    assert done.stdout == printed


PRINTED = ("Topics/Polysemanticity.md 11 broken-wikilink", "2017 1706.03762")  # among others, by each program


@pytest.mark.parametrize(("program", "printed"), list(zip(fences("python"), PRINTED, strict=True)))
def test_every_program_works(program: str, printed: str, place: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], cwd=place, capture_output=True, encoding="utf-8"
    )

    assert done.returncode == 0, done.stderr
    assert printed in done.stdout


def rule_table() -> str:
    """Return the table of rules as it must stand in the README."""
    lines = ["| code | rule | severity | fix | flags |", "| --- | --- | --- | --- | --- |"]
    for rule in rule_classes():
        docs = documentation(rule)
        fix = "yes" if docs.fixable else ""
        severity = rule.severity if rule.default else f"{rule.severity}, off by default"
        lines.append(f"| {rule.code} | {rule.name} | {severity} | {fix} | {docs.summary} |")
    return "\n".join(lines) + "\n"


def test_the_table_of_rules_is_complete() -> None:
    found = RULES.search(TEXT)
    assert found

    if UPDATE:
        replace_in_readme(found[0], found[1] + rule_table() + found[3])
        return
    assert found[2] == rule_table()


def test_pictures_are_there_and_small() -> None:
    pictures = re.findall(r'src(?:set)?="([^"]+)"', TEXT)

    assert pictures
    for picture in pictures:
        assert (ROOT / picture).stat().st_size < 300_000


def test_the_exit_codes_and_schemas_are_named() -> None:
    for schema in ("vaultkit.lint/1", "vaultkit.inspect/1", "vaultkit.graph/1"):
        assert schema in TEXT
