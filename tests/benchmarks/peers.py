"""What is measured: vaultkit's commands, and the programs from the registries that do part of the job."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.measure import Job

COLD, WARM = "vaultkit lint --no-cache", "vaultkit lint"


def vaultkit_jobs(vault: Path, place: Path) -> list[Job]:
    """Return vaultkit's commands; the warm ones share a cache of their own."""
    vaultkit = shutil.which("vaultkit") or str(Path(sys.executable).with_name("vaultkit"))
    version = _version([vaultkit, "--version"])
    cache = {"VAULTKIT_CACHE_DIR": str(place / "cache")}
    graph = [vaultkit, "graph", "--no-cache", "."]
    repository = staged_copy(vault, place)
    return [
        Job(COLD, version, [vaultkit, "lint", "--no-cache", "."]),
        Job(WARM, version, [vaultkit, "lint", "."], COLD, environment=cache),
        Job(
            "vaultkit lint --staged",
            version,
            [vaultkit, "lint", "--staged", "."],
            COLD,
            repository,
            environment=cache,
        ),
        Job("vaultkit graph -o graph.json", version, [*graph, "-o", str(place / "graph.json")], COLD),
        Job("vaultkit graph --html", version, [*graph, "--html", str(place / "graph.html")], COLD),
        Job("vaultkit --version", version, [vaultkit, "--version"], COLD),
    ]


def lint_jobs_under(python: str, place: Path) -> list[Job]:
    """Return the jobs of linting under another interpreter, for which vaultkit is installed from this folder."""
    number = _version([python, "-c", "import platform; print(platform.python_version())"])
    folder = place / f"env-vaultkit-{number}"
    own = str(folder / "bin" / "python")
    if not folder.exists():  # distributions ship venv without pip, so that of this interpreter serves both
        subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", own, "install", "-q"]
    subprocess.run([*pip, str(Path(__file__).parents[2])], check=True)
    version = f"{_version([own, '-m', 'vaultkit', '--version'])}, CPython {number}"
    name, lint = Path(python).name, [own, "-m", "vaultkit", "lint"]
    cache = {"VAULTKIT_CACHE_DIR": str(folder / "cache")}
    return [
        Job(f"{name} -m {COLD}", version, [*lint, "--no-cache", "."], COLD),
        Job(f"{name} -m {WARM}", version, [*lint, "."], WARM, environment=cache),
    ]


def staged_copy(vault: Path, place: Path) -> Path:
    """Return a copy of the vault in a repository of git in which one changed note is staged."""
    copy = place / f"{vault.name}-staged"
    if not copy.exists():
        shutil.copytree(vault, copy)
        git = ["git", "-C", str(copy), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        note = min(copy.rglob("*.md"))
        for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "all"]):
            subprocess.run([*git, *command], check=True)
        note.write_text(note.read_text(encoding="utf-8") + "\nSee [[Nowhere at all]].\n", encoding="utf-8")
        subprocess.run([*git, "add", "."], check=True)
    return copy


def rumdl(place: Path) -> list[Job]:
    """A linter of Markdown style in Rust; of links it checks Markdown ones only."""
    binary = _from_pypi(place, "rumdl")
    version = _version([str(binary), "--version"])
    return [
        Job("rumdl check --no-cache", version, [str(binary), "check", "--no-cache", "."], COLD),
        Job(
            "rumdl check",
            version,
            [str(binary), "check", "--cache-dir", str(place / "rumdl-cache"), "."],
            WARM,
        ),
    ]


def markdownlint(place: Path) -> list[Job]:
    """The usual linter of Markdown style, in JavaScript."""
    binary = _from_npm(place, "markdownlint-cli2")
    version = _version([str(binary), "--help"]).split(" (")[0]
    return [Job("markdownlint-cli2", version, [str(binary), "**/*.md"], COLD)]


def remark(place: Path) -> list[Job]:
    """The links of Markdown files, checked by remark-validate-links."""
    binary = _from_npm(place, "remark-cli", "remark-validate-links")
    plugin = str(place / "npm" / "node_modules" / "remark-validate-links" / "index.js")
    command = [str(binary), "--quiet", "--no-stdout", "--use", f"{plugin}=repository:false", "."]
    return [Job("remark-validate-links", _npm_version(place, "remark-validate-links"), command, COLD)]


def obsidiantools(place: Path) -> list[Job]:
    """The graph of a vault as a library for notebooks."""
    python = _from_pypi(place, "obsidiantools").with_name("python")
    program = "from pathlib import Path; from obsidiantools.api import Vault; Vault(Path()).connect()"
    version = (
        _version([str(python), "-m", "pip", "show", "obsidiantools"]).partition("Version: ")[2].split()[0]
    )
    command = [str(python), "-c", program]
    return [Job("obsidiantools connect()", f"obsidiantools {version}", command, COLD, codes=(0,))]


JOBS: dict[str, Callable[[Path], list[Job]]] = {
    "rumdl": rumdl,
    "markdownlint-cli2": markdownlint,
    "remark": remark,
    "obsidiantools": obsidiantools,
}
NAMES = tuple(JOBS)


def _from_pypi(place: Path, package: str) -> Path:
    """Return where the program of a package is, installed into an environment of its own."""
    folder = place / f"env-{package}"
    if not (folder / "bin" / "pip").exists():
        venv.create(folder, with_pip=True)
    if not (folder / "installed").exists():
        subprocess.run([folder / "bin" / "pip", "install", "-q", package], check=True)
        (folder / "installed").touch()
    return folder / "bin" / package


def _from_npm(place: Path, *packages: str) -> Path:
    """Return where the program of the first of some packages is, installed beside each other."""
    folder = place / "npm"
    folder.mkdir(exist_ok=True)
    binary = folder / "node_modules" / ".bin" / packages[0].removesuffix("-cli")
    if not binary.exists():
        command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder)]
        subprocess.run([*command, *packages], check=True)
    return binary


def _npm_version(place: Path, package: str) -> str:
    import json

    described = place / "npm" / "node_modules" / package / "package.json"
    return f"{package} {json.loads(described.read_text(encoding='utf-8'))['version']}"


def _version(command: list[str]) -> str:
    """Return the first line of what a program says of itself, or all of it where that is a listing."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout.strip()
    return said if said.startswith("Name:") else said.partition("\n")[0]
