"""Measure vaultkit beside its peers on one vault, as whole processes, and print one Markdown table.

    python -m tests.benchmarks.compare                       # 10,000 notes; takes a while
    python -m tests.benchmarks.compare --notes 1000          # a quick look
    python -m tests.benchmarks.compare --readme README.md    # writes the table and the date into the README
    python -m tests.benchmarks.compare --python /usr/bin/python3    # lint under another interpreter as well

The vault is generated, and the peers are installed from PyPI and npm, once, into the folder --place. Rounds
are interleaved, and what is compared runs one after the other, so that a busy minute of the machine falls on both;
the ratio is the median of the ratios of the rounds. A first round warms the disk and the caches and is not counted. What takes over half a minute in it is not run again, and what takes over two and
a half is stopped: that time counts. Memory is measured in a run of its own, as the proportional share of the process tree.
After every round the table so far is written to report.md in --place, so that a run which is cut short was not
for nothing.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from tests.benchmarks import peers
from tests.benchmarks.generate import generate
from tests.benchmarks.measure import SLOW, Job, run, table, watch

BEGIN, END = "<!-- benchmark: begin -->", "<!-- benchmark: end -->"


def vault_of(place: Path, notes: int) -> Path:
    """Return the generated vault of this size, which is made when it is not there."""
    vault = place / f"vault-{notes}"
    if not vault.exists():
        generate(vault, notes)
    return vault


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--vault", type=Path, help="a vault to measure on in place of a generated one")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="PEER",
        help=f"leave out one of {', '.join(peers.NAMES)}",
    )
    parser.add_argument(
        "--place", type=Path, default=Path(tempfile.gettempdir()) / "vaultkit-benchmark", help="for all files"
    )
    parser.add_argument(
        "--python",
        help="another interpreter to measure lint under, such as one compiled with more optimisation",
    )
    parser.add_argument("--readme", type=Path, help="a file to write the table into, between its marks")
    options = parser.parse_args()
    options.place.mkdir(parents=True, exist_ok=True)
    vault = (options.vault or vault_of(options.place, options.notes)).resolve()
    jobs = peers.vaultkit_jobs(vault, options.place)
    if options.python:
        jobs += peers.lint_jobs_under(options.python, options.place)
    for name in peers.NAMES:
        if name not in options.without:
            jobs += peers.JOBS[name](options.place)
    report = ""
    for number in range(options.rounds + 1):
        for job in beside_their_likes(jobs):
            if not job.slow:
                measure(job, vault, number)
                print(f"round {number} of {options.rounds}: {job.last:6.2f} s  {job.name}", file=sys.stderr)
        if number:
            report = f"{setting(vault, jobs, number)}\n\n{table(jobs)}\n"
            (options.place / "report.md").write_text(report, encoding="utf-8")
    print(report)
    if options.readme is not None:
        write_into(options.readme, report)


def beside_their_likes(jobs: list[Job]) -> Iterator[Job]:
    """Yield `jobs` in the order to run them in: each after the one it is compared with, the quicker the sooner."""
    likes = {job.like for job in jobs}
    for like in jobs:
        if like.name in likes:
            yield like
            compared = [job for job in jobs if job.like == like.name and job.name not in likes]
            yield from sorted(compared, key=attrgetter("last"))


def measure(job: Job, vault: Path, number: int) -> None:
    """Run a job in the round of this number; the first one, 0, counts for those that are slow."""
    if number == 0:
        job.last, peak = watch(job, vault)
        if job.last > SLOW:
            job.times, job.peak = [job.last], peak
        return
    job.last = run(job, vault)
    job.times.append(job.last)
    if number == 1:
        _, job.peak = watch(job, vault)


def setting(vault: Path, jobs: list[Job], rounds: int) -> str:
    """Return in one sentence what was measured, where and when."""
    notes = [path for path in vault.rglob("*.md") if not any(part.startswith(".") for part in path.parts)]
    size = sum(path.stat().st_size for path in notes) / 1e6
    warm = " and ".join(f"`{job.name}`" for job in jobs if job.like == peers.WARM)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return (
        f"{today}: {len(notes):,} notes, {size:.0f} MB; {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.system()}; median of {rounds} interleaved runs after a warm-up, "
        f"one run where it takes over {SLOW:.0f} s. The ratio, in the median of the rounds, is to `{peers.COLD}`"
        + (f", that of {warm} to `{peers.WARM}`." if warm else ".")
    )


def write_into(readme: Path, report: str) -> None:
    """Put the report between the marks in the README."""
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{readme} has no lines {BEGIN} and {END}")
    readme.write_text(f"{before}{BEGIN}\n{report}{END}{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
