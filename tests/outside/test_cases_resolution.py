"""Resolution, subpaths and name normalisation against what was observed in Obsidian."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import unquote

import pytest

from vaultkit.model.link import Link, Resolution
from vaultkit.model.note import Heading, Note
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise_path
from vaultkit.vault.subpath import resolve_subpath, strip_heading, strip_heading_for_link

from .shared import cases, needs_shared

pytestmark = needs_shared

NOWHERE = Span(0, 0, 1, 1, 1, 1)


def vault_of(files: list[str] | dict[str, str], **more: str) -> Vault:
    texts = dict(files) if isinstance(files, dict) else dict.fromkeys(files, "")
    return Vault.from_texts({**texts, **more})


def link_of(text: str, syntax: str) -> Link:
    """The link that a parser makes of a bare destination: decoded in Markdown, then cut at the first `#`."""
    if syntax == "markdown":
        target, mark, rest = unquote(text).partition("#")
        return Link("markdown", NOWHERE, NOWHERE, f"[x]({text})", target, mark + rest)
    target, mark, rest = text.partition("#")
    return Link("wikilink", NOWHERE, NOWHERE, f"[[{text}]]", target, mark + rest)


def check(found: Resolution, expect: dict[str, Any], vault: Vault) -> None:
    if "dest" in expect:
        assert found.path == expect["dest"]
    if "candidates" in expect:  # every file of that name, which another tool offers alike
        assert found.path == min(expect["candidates"], key=len)


@pytest.mark.parametrize("case", cases("resolve"))
def test_resolve(case: dict[str, Any]) -> None:
    given = case["input"]
    vault = vault_of(given["files"])
    check(
        vault.resolve(link_of(given["link"], given.get("syntax", "wikilink")), given["source"]),
        case["expect"],
        vault,
    )


@pytest.mark.parametrize("case", cases("resolve_text"))
def test_resolve_text(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    vault = vault_of(given["files"], **{given["source"]: given["text"]})
    (link,) = vault.notes[given["source"]].links
    check(vault.resolve(link, given["source"]), expect, vault)
    if "block" in expect:
        assert link.subpath.strip() == "#^" + expect["block"]


@pytest.mark.parametrize("case", cases("resolve_note"))
def test_resolve_note(case: dict[str, Any]) -> None:
    given, expect = case["input"], case["expect"]
    vault = vault_of(given.get("files", {}), **{given["path"]: given["text"]})
    resolved, unresolved = link_graph(vault, given["path"])
    if "resolvedLinks" in expect:
        assert resolved == expect["resolvedLinks"]
    assert unresolved == expect["unresolvedLinks"]


def link_graph(vault: Vault, source: str) -> tuple[Counter[str], Counter[str]]:
    """Count the links of a note by destination, and the unresolved ones by what they say."""
    resolved: Counter[str] = Counter()
    unresolved: Counter[str] = Counter()
    for link in vault.notes[source].links:
        found = vault.resolve(link, source)
        if found.path is not None:
            resolved[found.path] += 1
        elif found.status == "missing":
            unresolved[link.target] += 1
    return resolved, unresolved


@pytest.mark.parametrize("case", cases("normalize_path"))
def test_normalize_path(case: dict[str, Any]) -> None:
    assert normalise_path(case["input"]["text"]) == case["expect"]["path"]


@pytest.mark.parametrize("case", cases("strip_heading"))
def test_strip_heading(case: dict[str, Any]) -> None:
    assert strip_heading(case["input"]["text"]) == case["expect"]["normalized"]


@pytest.mark.parametrize("case", cases("strip_heading_for_link"))
def test_strip_heading_for_link(case: dict[str, Any]) -> None:
    assert strip_heading_for_link(case["input"]["text"]) == case["expect"]["normalized"]


@pytest.mark.parametrize("case", cases("subpath"))
def test_subpath(case: dict[str, Any]) -> None:
    note: Note = Vault.from_texts({"note.md": case["input"]["note"]}).notes["note.md"]
    found = resolve_subpath(note, case["input"]["subpath"])
    if case["expect"].get("heading") is None:
        assert found is None
    else:
        assert isinstance(found, Heading)
        assert found.text == case["expect"]["heading"]
