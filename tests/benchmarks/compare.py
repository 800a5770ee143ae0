"""Compare whole processes on one vault: `vaultkit lint` beside `rumdl check`, a linter written in Rust.

    python -m tests.benchmarks.generate /tmp/vault --notes 10000
    python -m tests.benchmarks.compare /tmp/vault

Rounds are interleaved, so that a busy minute of the machine falls on both; the first round warms the disk
cache and is not counted. Memory is measured in a run of its own, as the proportional share of the whole
process tree. rumdl is installed by pip into a virtual environment beside this file's caller, once.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import msgspec

SAMPLE_SECONDS = 0.01


class Job(msgspec.Struct):
    """A command to measure, its times in seconds and its peak memory in bytes."""

    name: str
    command: list[str]
    times: list[float] = []
    peak: int = 0

    @property
    def median(self) -> float:
        """The median of the counted times."""
        return statistics.median(self.times)


def run(job: Job, cwd: Path) -> float:
    """Run a job once and return its wall-clock time. Findings (exit code 1) are no failure."""
    started = time.perf_counter()
    done = subprocess.run(job.command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    elapsed = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.exit(f"{job.name} failed with {done.returncode}:\n{done.stderr.decode(errors='replace')[-2000:]}")
    return elapsed


def peak_memory(job: Job, cwd: Path) -> int:
    """Run a job once more and return the largest sum of its processes' memory (proportional set size)."""
    with subprocess.Popen(
        job.command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, sum(_share(pid) for pid in _tree(process.pid)))
            time.sleep(SAMPLE_SECONDS)
    return peak


def _tree(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
        except OSError:  # it has ended between two looks
            continue
        found.extend(map(int, children.split()))
    return found


def _share(pid: int) -> int:
    """Return the proportional set size of a process in bytes; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def installed_rumdl(folder: Path) -> str:
    """Return the rumdl in the virtual environment `folder`, which is made when it is not there."""
    binary = folder / "bin" / "rumdl"
    if not binary.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "-q", "rumdl"], check=True)
    return str(binary)


def version(command: str) -> str:
    """Return what a program says of its version."""
    return subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def jobs_for(vault: Path, rumdl: str, scratch: Path, graph: bool) -> list[Job]:
    """Return what is compared, the peer first."""
    vaultkit = shutil.which("vaultkit") or str(Path(sys.executable).parent / "vaultkit")
    found = [
        Job("rumdl check --no-cache", [rumdl, "check", "--no-cache", str(vault)]),
        Job("vaultkit lint", [vaultkit, "lint", str(vault)]),
    ]
    if graph:
        found += [
            Job(
                "vaultkit graph -o graph.json",
                [vaultkit, "graph", str(vault), "-o", str(scratch / "graph.json")],
            ),
            Job(
                "vaultkit graph --html",
                [vaultkit, "graph", str(vault), "--html", str(scratch / "graph.html")],
            ),
        ]
    return found


def table(jobs: list[Job]) -> str:
    """Return the results as a Markdown table; ratios are to the first job."""
    lines = ["| command | median | fastest | ratio | peak memory |", "| --- | ---: | ---: | ---: | ---: |"]
    for job in jobs:
        ratio = job.median / jobs[0].median
        lines.append(
            f"| `{job.name}` | {job.median:.3f} s | {min(job.times):.3f} s | {ratio:.2f} | {job.peak / 1e6:.0f} MB |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("vault", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--graph", action="store_true", help="measure the graph commands as well")
    parser.add_argument(
        "--environment", type=Path, default=Path(tempfile.gettempdir()) / "vaultkit-benchmark-env"
    )
    options = parser.parse_args()
    rumdl = installed_rumdl(options.environment)
    vault = options.vault.resolve()
    notes = sum(1 for path in vault.rglob("*.md"))
    with tempfile.TemporaryDirectory() as scratch:
        jobs = jobs_for(vault, rumdl, Path(scratch), options.graph)
        for number in range(options.rounds + 1):
            for job in jobs:
                elapsed = run(job, vault)
                if number:
                    job.times.append(elapsed)
        for job in jobs:
            job.peak = peak_memory(job, vault)
    print(
        f"{notes:,} notes; {os.cpu_count()} cores; Python {platform.python_version()}; {version(rumdl)};",
        end=" ",
    )
    print(f"median of {options.rounds} interleaved runs after a warm-up\n")
    print(table(jobs))


if __name__ == "__main__":
    main()
