"""The table of `vaultkit lint --profile`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vaultkit.timing import PHASES, Timings


def profile(timings: Timings, total: float) -> Iterator[str]:
    """Yield the lines of a table of phases, whose rest is starting up, and one of rules, slowest first."""
    phases = {name: timings.phases.get(name, 0.0) for name in PHASES}
    rest = total - sum(phases.values())
    yield from _table("phase", {**phases, "the rest": rest, "total": total}, total)
    yield "\n"
    yield from _table(
        "rule", dict(sorted(timings.rules.items(), key=lambda item: (-item[1], item[0]))), total
    )


def _table(title: str, seconds: Mapping[str, float], total: float) -> Iterator[str]:
    width = max(map(len, (title, *seconds)))
    yield f"{title:{width}}  milliseconds  share\n"
    for name, took in seconds.items():
        yield f"{name:{width}}  {1000 * took:12,.1f}  {took / total:5.1%}\n"
