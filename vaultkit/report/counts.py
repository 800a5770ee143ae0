"""What is counted over all findings: what is missing most, and where the findings are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from vaultkit.model.diagnostic import Diagnostic
from vaultkit.vault.names import normalise, tidy

MISSING = frozenset(
    {
        "broken-canvas-reference",
        "broken-markdown-link",
        "broken-property-link",
        "broken-wikilink",
        "missing-attachment",
        "missing-block",
        "missing-embedded-note",
        "missing-heading",
        "unwritten-note",
    }
)
"""The rules whose target is something that links lead to and that is not there."""


def missing_targets(findings: Iterable[Diagnostic]) -> list[tuple[str, int, int]]:
    """Return (target as first written, links to it, notes with such links), the most wanted first.

    Targets that Obsidian looks up under one key are one target.
    """
    written: dict[str, str] = {}
    links: Counter[str] = Counter()
    notes: dict[str, set[str]] = {}
    for finding in findings:
        if finding.name in MISSING and finding.target:
            key = normalise(finding.target)
            written.setdefault(key, tidy(finding.target))
            links[key] += 1
            notes.setdefault(key, set()).add(finding.path)
    ordered = sorted(links, key=lambda key: (-links[key], -len(notes[key]), key))
    return [(written[key], links[key], len(notes[key])) for key in ordered]


def by_folder(findings: Iterable[Diagnostic]) -> list[tuple[str, int, int, int]]:
    """Return (folder, errors, warnings, infos), most findings first; the vault itself is the folder ``."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        counts.setdefault(finding.path.rpartition("/")[0], Counter())[finding.severity] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return [(folder, found["error"], found["warning"], found["info"]) for folder, found in ordered]
