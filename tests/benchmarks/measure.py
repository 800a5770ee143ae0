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
SLOW = 30.0
"""Seconds from which one run of a job says enough."""
PATIENCE = 150.0
"""Seconds after which a job is stopped, and counts as one that takes longer."""


class Job(msgspec.Struct):
    """A command to measure: its wall-clock times in seconds, its peak memory in bytes.

    `like` names the job that it is compared with; `cwd` is where it runs if not in the vault; `last` is the time
    of its last run, counted or not; `codes` are the exit codes of success: 1 is a linter's for findings.
    """

    name: str
    version: str
    command: list[str]
    like: str = ""
    cwd: Path | None = None
    environment: dict[str, str] = {}
    times: list[float] = []
    last: float = 0.0
    codes: tuple[int, ...] = (0, 1)
    peak: int = 0

    @property
    def slow(self) -> bool:
        """Whether its first run took so long that no other is needed."""
        return self.times[:1] > [SLOW]

    @property
    def median(self) -> float:
        """The median of the counted times."""
        return statistics.median(self.times)


def run(job: Job, vault: Path) -> float:
    """Run a job once and return its wall-clock time."""
    started = time.perf_counter()
    done = subprocess.run(
        job.command,
        cwd=job.cwd or vault,
        env={**os.environ, **job.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    elapsed = time.perf_counter() - started
    _succeeded(job, done.returncode, done.stderr)
    return elapsed


def watch(job: Job, vault: Path) -> tuple[float, int]:
    """Run a job, for at most `PATIENCE` seconds; return its wall-clock time and its peak memory in bytes.

    The memory is the largest sum of the proportional set sizes of its processes, known on Linux only; 0 elsewhere.
    """
    started = time.perf_counter()
    elapsed, peak = 0.0, 0
    with subprocess.Popen(
        job.command,
        cwd=job.cwd or vault,
        env={**os.environ, **job.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and elapsed < PATIENCE:
            peak = max(peak, sum(_share(pid) for pid in _tree(process.pid)))
            time.sleep(SAMPLE_SECONDS)
            elapsed = time.perf_counter() - started
        process.kill()
    if elapsed < PATIENCE:
        _succeeded(job, process.returncode)
    return elapsed, peak


def _succeeded(job: Job, code: int, said: bytes = b"") -> None:
    if code not in job.codes:
        sys.exit(f"{job.name} failed with {code}:\n{said.decode(errors='replace')[-2000:]}")


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


def ratio(job: Job, like: Job) -> float:
    """Return how many times as long as `like` a job takes: the median over the rounds.

    The two run one after the other in each round, so that a machine whose speed swings slows both.
    """
    if len(job.times) == len(like.times):
        return statistics.median(a / b for a, b in zip(job.times, like.times, strict=True))
    return job.median / like.median


def table(jobs: list[Job]) -> str:
    """Return the results as a Markdown table."""
    by_name = {job.name: job for job in jobs}
    lines = [
        "| command | version | median | ratio | peak memory |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for job in jobs:
        times = f"{ratio(job, by_name[job.like]):.2f}" if job.like in by_name else "1"
        more = "over " if job.median >= PATIENCE else ""
        lines.append(
            f"| `{job.name}` | {job.version} | {more}{job.median:.2f} s | {more}{times} | {job.peak / 1e6:,.0f} MB |"
        )
    return "\n".join(lines)
