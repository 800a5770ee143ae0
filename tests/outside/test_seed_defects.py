"""Every defect of the seeds that is an error or a warning is reported on its line by some rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.vault import Vault

from .shared import SHARED, needs_shared

pytestmark = needs_shared


def defects() -> list[Any]:
    found = []
    place = SHARED / "seeds" / "truth.jsonl"
    for line in place.read_text(encoding="utf-8").splitlines() if place.is_file() else ():
        record = json.loads(line)
        if record["kind"] == "defect" and record["expected"]["severity"] in ("error", "warning"):
            found.append(pytest.param(record, id=record["id"].replace(":", "-")))
    return found


@pytest.fixture(scope="module")
def reported() -> dict[tuple[str, int], set[str]]:
    """The names of the rules with a finding on each line, of all rules there are."""
    lines: dict[tuple[str, int], set[str]] = {}
    for one in check(Vault.open(SHARED / "seeds" / "vault", jobs=1), select(["ALL"])):
        for line in range(one.span.line, one.span.end_line + 1):
            lines.setdefault((one.path, line), set()).add(one.name)
    return lines


@pytest.mark.parametrize("record", defects())
def test_a_defect_is_reported_on_its_line(
    record: dict[str, Any], reported: dict[tuple[str, int], set[str]]
) -> None:
    assert reported.get((record["file"], record["line"])), record["detail"]


EQUIVALENT = {
    "broken-relative-link": {"broken-markdown-link"},
    "unresolved-wikilink": {"unwritten-note", "broken-wikilink"},
    "empty-section": {"empty-section"},
    "empty-field": {"empty-field"},
    "arxiv-id-malformed": {"invalid-arxiv-id"},
    "link-text-empty": {"empty-link-text"},
    "clipper-residue": {"latex-residue"},
    "task-missing-bullet": {"task-without-bullet"},
    "wikilink-double-pipe": {"malformed-wikilink"},
    "embed-malformed": {"malformed-wikilink"},
    "mojibake": {"mojibake"},
    "link-unescaped-space": {"unescaped-space-in-link"},
    "site-absolute-path": {"site-absolute-path"},
}


@pytest.mark.parametrize("record", defects())
def test_it_is_reported_by_the_rule_for_it(
    record: dict[str, Any], reported: dict[tuple[str, int], set[str]]
) -> None:
    """A finding of another rule that happens to stand on the line does not count."""
    wanted = EQUIVALENT.get(record["expected"]["rule"])
    if wanted is not None:
        assert wanted & reported.get((record["file"], record["line"]), set())
