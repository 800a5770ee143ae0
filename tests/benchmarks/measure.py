"""Times and memory of whole processes, and the table of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import msgspec

SAMPLE_SECONDS = 0.01


class Job(msgspec.Struct):
    """A command to measure: its wall-clock times in seconds, its peak memory in bytes.

    `like` names the job that it is compared with; `cwd` is where it runs if not in the vault.
    """

    name: str
    version: str
    command: list[str]
    like: str = ""
    cwd: Path | None = None
    environment: dict[str, str] = {}
    times: list[float] = []
    peak: int = 0

    @property
    def median(self) -> float:
        """The median of the counted times."""
        return statistics.median(self.times)


def run(job: Job, vault: Path) -> float:
    """Run a job once and return its wall-clock time. Findings (exit code 1) are no failure."""
    started = time.perf_counter()
    done = subprocess.run(
        job.command,
        cwd=job.cwd or vault,
        env={**os.environ, **job.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    elapsed = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.exit(f"{job.name} failed with {done.returncode}:\n{done.stderr.decode(errors='replace')[-2000:]}")
    return elapsed


def peak_memory(job: Job, vault: Path) -> int:
    """Run a job once more and return the largest sum of its processes' memory (proportional set size).

    Known on Linux only; 0 elsewhere.
    """
    with subprocess.Popen(
        job.command,
        cwd=job.cwd or vault,
        env={**os.environ, **job.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
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
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found.extend(map(int, task.read_text(encoding="ascii").split()))
            except OSError:  # it has ended between two looks
                continue
    return found


def _share(pid: int) -> int:
    """Return the proportional set size of a process in bytes; 0 once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def table(jobs: list[Job]) -> str:
    """Return the results as a Markdown table. A ratio says how many times as long as its like a job takes."""
    medians = {job.name: job.median for job in jobs}
    lines = [
        "| command | version | median | ratio | peak memory |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for job in jobs:
        ratio = f"{job.median / medians[job.like]:.2f}" if job.like in medians else "1"
        lines.append(
            f"| `{job.name}` | {job.version} | {job.median:.2f} s | {ratio} | {job.peak / 1e6:,.0f} MB |"
        )
    return "\n".join(lines)
