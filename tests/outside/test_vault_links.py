"""Links and non-links of real vaults, judged one by one (`cases/vault_links.json`)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from vaultkit.vault import Vault

from .shared import SHARED, needs_shared

pytestmark = needs_shared


@cache
def vault(name: str) -> Vault:
    return Vault.open(SHARED / "vaults" / name)


def rows(*kinds: str) -> list[Any]:
    file = SHARED / "cases" / "vault_links.json"
    if not file.is_file():
        return []
    found = [row for row in json.loads(file.read_text(encoding="utf-8")) if row["confidence"] == "high"]
    return [
        pytest.param(row, id=f"{row['vault']}/{row['file']}:{row['line']}:{row['col']}")
        for row in found
        if row["kind"] in kinds
    ]


@pytest.mark.parametrize("row", rows("wiki", "md", "embed", "frontmatter", "canvas"))
def test_link(row: dict[str, Any]) -> None:
    here = vault(row["vault"])
    found = [
        link
        for link in here.notes[row["file"]].links
        if link.span.line == row["line"]
        and (row["kind"] == "canvas" or link.raw == row["raw"])
        and (row["kind"] in ("canvas", "frontmatter") or link.span.column == row["col"])
    ]
    assert len(found) == 1
    resolution = here.resolve(found[0], row["file"])
    if resolution.status == "external":
        assert row["target_path"] is None
        return
    assert (resolution.path is not None) == row["file_resolves"]
    if row["target_path"] is not None:
        assert resolution.path == row["target_path"]
    assert resolution.subpath_found == row["subpath_resolves"]
    assert row["resolves"] == (resolution.path is not None and resolution.subpath_found is not False)


@pytest.mark.parametrize("row", rows("not_link"))
def test_no_link(row: dict[str, Any]) -> None:
    links = vault(row["vault"]).notes[row["file"]].links
    inside = [
        link
        for link in links
        if link.span.line == row["line"]
        and link.span.column <= row["col"] < link.span.column + len(link.raw)
        and not link.external
    ]
    assert not inside


@pytest.mark.parametrize("row", rows("empty_section"))
def test_section(row: dict[str, Any]) -> None:
    (section,) = [s for s in vault(row["vault"]).notes[row["file"]].sections if s.line == row["line"]]
    assert (section.state == "empty") == row["empty"]


@pytest.mark.parametrize("row", rows("empty_field"))
def test_field(row: dict[str, Any]) -> None:
    note = vault(row["vault"]).notes[row["file"]]
    states = [f.state for f in note.fields if f.span.line == row["line"]]
    states += [
        "filled" if prop.value not in (None, "", []) else "empty"
        for prop in note.properties
        if prop.key_span is not None and prop.key_span.line == row["line"]
    ]
    assert len(states) == 1
    assert (states[0] == "empty") == row["empty"]
