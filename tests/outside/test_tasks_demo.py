"""The whole link graph of a real vault, against the one that Obsidian wrote down for it."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from vaultkit.vault import Vault

from .shared import SHARED, needs_shared

pytestmark = needs_shared


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.open(SHARED / "vaults" / "tasks-demo")


def expected(name: str) -> dict[str, dict[str, int]]:
    content: dict[str, dict[str, int]] = json.loads((SHARED / "cases" / name).read_text(encoding="utf-8"))
    return content


def observed(vault: Vault, *, resolved: bool) -> dict[str, dict[str, int]]:
    """Count every note's links by destination, or by what they say where there is none.

    Links of text, properties and canvases count, embeds too; addresses, bare or not, do not.
    """
    graph = {}
    for source, note in vault.notes.items():
        counts: Counter[str] = Counter()
        for link in note.links:
            found = vault.resolve(link, source)
            if found.status != "external" and (found.path is not None) == resolved:
                counts[found.path or link.target] += 1
        graph[source] = dict(counts)
    return graph


def differences(found: dict[str, dict[str, int]], expected: dict[str, dict[str, int]]) -> dict[str, object]:
    return {
        source: (found.get(source), expected.get(source))
        for source in sorted({*found, *expected})
        if found.get(source) != expected.get(source)
    }


def test_resolved_links(vault: Vault) -> None:
    assert differences(observed(vault, resolved=True), expected("tasks_demo_resolvedLinks.json")) == {}


def test_unresolved_links(vault: Vault) -> None:
    assert differences(observed(vault, resolved=False), expected("tasks_demo_unresolvedLinks.json")) == {}
