"""The layers of the architecture: what may import what, and what a run really loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_vault"

HEAVY = {"networkx", "pyvis", "mistune", "numpy", "jinja2", "IPython", "jsonpickle"}
LIGHT_PACKAGES = {"msgspec", "pyromark", "frontmatter", "yaml", "_yaml", "rapidfuzz"}
# What compiled modules register beside themselves, and what msgspec looks for when it is installed.
COMPANIONS = re.compile(r"_cython_\w+|cython_runtime|typing_extensions")
# Standard modules that cost ten milliseconds and more, and that looking at notes does not need.
SLOW = {"asyncio", "http", "email", "urllib.request", "xml", "unittest", "sqlite3", "ssl", "multiprocessing"}

REPORT = "import json, sys; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def loaded_by(program: str) -> tuple[str, set[str]]:
    """Run a program in a fresh interpreter; return its standard output and the modules it added."""
    at_start = _modules("pass")[1]
    output, modules = _modules(program)
    return output, modules - at_start


def _modules(program: str) -> tuple[str, set[str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{REPORT}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


def third_party(modules: set[str]) -> set[str]:
    """Return the top-level names of modules that are neither Python's own nor ours."""
    names = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"vaultkit"}
    return {name for name in names if not COMPANIONS.fullmatch(name)}


def command(*arguments: str) -> str:
    """Return a program that runs the command line and goes on after its exit."""
    return (
        "import sys\n"
        f"sys.argv = ['vaultkit', *{list(arguments)!r}]\n"
        "from vaultkit.cli import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit:\n"
        "    pass"
    )


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )

    assert done.returncode == 0, done.stdout


def test_lint_loads_no_graph_and_no_renderer() -> None:
    output, modules = loaded_by(command("lint", str(SAMPLE), "--format", "json"))

    assert json.loads(output)["findings"]
    assert third_party(modules) <= LIGHT_PACKAGES | {"click"}
    assert not modules & SLOW


def test_checking_a_vault_as_a_library_needs_no_command_line() -> None:
    program = (
        "import vaultkit\n"
        "from vaultkit.vault import Vault\n"
        "from vaultkit.lint import check\n"
        "print(len(check(Vault.from_texts({'A.md': 'See [[B/C]].', 'D.md': '[[A#No]]'}))))"
    )

    output, modules = loaded_by(program)

    assert int(output) == 2
    assert third_party(modules) <= LIGHT_PACKAGES
    assert not modules & SLOW


def test_rules_need_no_parser_until_a_note_is_read_or_fixed() -> None:
    program = "import vaultkit.lint.runner\nfrom vaultkit.lint.selection import select\nprint(len(select()))"

    output, modules = loaded_by(program)

    assert int(output) > 50
    assert not {name for name in modules if name.startswith(("pyromark", "vaultkit.parse"))}


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_saying_who_we_are_reads_no_note(arguments: list[str]) -> None:
    _, modules = loaded_by(command(*arguments))

    assert third_party(modules) <= {"click"}
    assert not modules & SLOW


def test_the_package_itself_loads_next_to_nothing() -> None:
    _, modules = loaded_by("import vaultkit")

    assert not third_party(modules) & (HEAVY | {"click", "pyromark", "yaml"})
