"""What the parser reads against what Obsidian's own metadata cache holds and what peers' tests agree on."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.parse import parse_note
from vaultkit.parse.yaml12 import compose
from vaultkit.vault import Vault

from .shared import cases, needs_shared

pytestmark = needs_shared


def read(text: str, path: str = "note.md") -> Note:
    return parse_note(text.encode(), path)


def body_tags(note: Note) -> list[str]:
    return [tag.name for tag in note.tags if tag.source == "body"]


def property_tags(note: Note) -> list[str]:
    return [tag.name for tag in note.tags if tag.source == "property"]


@pytest.mark.parametrize("case", cases("tags"))
def test_tags(case: dict[str, Any]) -> None:
    expected = [name.removeprefix("#") for name in case["expect"]["inline_tags"]]  # some peers keep the `#`
    assert body_tags(read(case["input"]["text"])) == expected


@pytest.mark.parametrize("case", cases("all_tags"))
def test_all_tags(case: dict[str, Any]) -> None:
    # Peers' test texts begin with an empty line, which they allow before the property block.
    note = read(case["input"]["text"].lstrip("\n"))
    assert [tag.name for tag in note.tags] == case["expect"]["all_tags"]


def with_properties(given: dict[str, Any]) -> Note:
    if "frontmatter" in given:
        return read(f"---\n{json.dumps(given['frontmatter'])}\n---\n")
    return read(given["text"].lstrip("\n"))


@pytest.mark.parametrize("case", cases("frontmatter_tags"))
def test_frontmatter_tags(case: dict[str, Any]) -> None:
    assert property_tags(with_properties(case["input"])) == case["expect"]["frontmatter_tags"]


@pytest.mark.parametrize("case", cases("aliases"))
def test_aliases(case: dict[str, Any]) -> None:
    assert list(with_properties(case["input"]).aliases) == case["expect"]["aliases"]


@pytest.mark.parametrize("case", cases("headings"))
def test_headings(case: dict[str, Any]) -> None:
    note = read(case["input"]["text"])
    assert [[heading.text, heading.level] for heading in note.headings] == case["expect"]["headings"]


@pytest.mark.parametrize("case", cases("blocks"))
def test_blocks(case: dict[str, Any]) -> None:
    note = read(case["input"]["text"])
    found = [[block.id, block.kind, block.line - 1, block.end_line - 1] for block in note.blocks]
    assert found == case["expect"]["blocks"]


def as_peers_write(link: Link) -> dict[str, Any]:
    """A link in the words of the cases: what each of them leaves out is not compared."""
    wiki = link.kind in ("wikilink", "embed")
    heading, block = None, None
    if link.subpath.startswith("#^"):
        block = link.subpath[2:]
    elif link.subpath:
        heading = link.subpath[1:]
    return {
        "type": "wikilink" if wiki else "mdlink",
        "target": link.target,
        "embed": link.is_embed,
        "external": link.external,
        "alias" if wiki else "text": link.display,
        "heading": heading,
        "block": block,
    }


@pytest.mark.parametrize("case", cases("links"))
def test_links(case: dict[str, Any]) -> None:
    note, expect = read(case["input"]["text"]), case["expect"]
    links = [as_peers_write(link) for link in note.links]
    if "links" in expect:
        wanted = [{k: v for k, v in row.items() if k != "title"} for row in expect["links"]]
        if {"collapsed_refs", "full_refs"} & expect.keys():
            # Those peers list references apart; a reference to a definition is a link to us as well.
            links = [] if not wanted else links
        compared = [
            {k: v for k, v in mine.items() if k in theirs} for mine, theirs in zip(links, wanted, strict=True)
        ]
        assert compared == wanted
    if "blocks" in expect:
        assert [block.id for block in note.blocks] == expect["blocks"]
    if "footnote_refs" in expect:
        assert [f.id for f in note.footnotes if not f.definition] == expect["footnote_refs"]
    if "wikilink_targets" in expect:
        assert [x.target.strip() for x in note.links if x.kind == "wikilink"] == expect["wikilink_targets"]
        assert [x.target.strip() for x in note.links if x.kind == "embed"] == expect["embed_targets"]
    if "display_texts" in expect:
        assert [shown(link).strip() for link in note.links] == expect["display_texts"]


def shown(link: Link) -> str:
    """The text Obsidian shows for a link: its alias, or path and subpath joined by ` > `."""
    if link.display is not None:
        return link.display
    parts = [part for part in (link.target + link.subpath).split("#") if part]
    return " > ".join(parts)


def position(text: str, start: int, end: int) -> list[int]:
    """A range as the cache writes it: 0-based line, column, start and end in UTF-16 units."""
    units = len(text[:start].encode("utf-16-le")) // 2
    line_start = text.rfind("\n", 0, start) + 1
    column = len(text[line_start:start].encode("utf-16-le")) // 2
    return [text.count("\n", 0, start), column, units, len(text[:end].encode("utf-16-le")) // 2]


def cached(link: Link, text: str) -> dict[str, Any]:
    row: dict[str, Any] = {"link": link.target + link.subpath, "original": link.raw, "display": shown(link)}
    if link.kind == "property":
        return {"key": link.key, **row}
    return {**row, "pos": position(text, link.span.start, link.span.end)}


@pytest.mark.parametrize("case", cases("note_cache"))
def test_note_cache(case: dict[str, Any]) -> None:
    text, expect = case["input"]["text"], case["expect"]
    note = read(text, case["input"]["path"])
    internal = [link for link in note.links if not link.external]
    assert [cached(x, text) for x in internal if x.kind in ("wikilink", "markdown")] == expect["links"]
    assert [cached(x, text) for x in internal if x.is_embed] == expect["embeds"]
    assert [cached(x, text) for x in internal if x.kind == "property"] == expect["frontmatter_links"]
    tags = [tag for tag in note.tags if tag.source == "body"]
    assert [
        {"tag": f"#{tag.name}", "pos": position(text, tag.span.start, tag.span.end)} for tag in tags
    ] == expect["inline_tags"]
    assert [f"#{name}" for name in property_tags(note)] == (expect["frontmatter_tags"] or [])
    assert [f"#{tag.name}" for tag in note.tags] == expect["all_tags"]
    assert [
        {"heading": h.text, "level": h.level, "pos": position(text, h.span.start, h.span.end)}
        for h in note.headings
    ] == expect["headings"]
    assert [block.id for block in note.blocks] == list(expect["blocks"])
    frontmatter = {prop.key: prop.value for prop in note.properties} or None
    assert frontmatter == (expect["frontmatter"] or None)


@pytest.mark.parametrize("case", cases("note_cache"))
def test_note_cache_resolutions(case: dict[str, Any]) -> None:
    expect, path = case["expect"]["resolve"], case["input"]["path"]
    files = {destination: "" for destination in expect.values() if destination}
    vault = Vault.from_texts({**files, path: case["input"]["text"]})
    for link in vault.notes[path].links:
        if link.target in expect:
            assert vault.resolve(link, path).path == expect[link.target]


def yaml_cases() -> list[Any]:
    """All rows of YAML 1.2 core: derived from the YAML library that Obsidian uses, not from Obsidian."""
    from .shared import SHARED

    file = SHARED / "cases" / "yaml_frontmatter_core.json"
    if not file.is_file():
        return []
    rows = json.loads(file.read_text(encoding="utf-8"))["cases"]
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("case", yaml_cases())
def test_yaml(case: dict[str, Any]) -> None:
    value, errors = compose(case["input"]["frontmatter"])
    expect = case["expect"]["yaml12_core"]
    assert bool(errors) == ("value" not in expect)
    if not errors:
        found = value.value if value is not None else None
        assert plain(found) == plain(expect["value"])


def plain(value: Any) -> str:
    """A value as text that tells 1 from "1" and 1.0; the cases write infinities as {"$float": "inf"}."""
    return re.sub(r'\{"\$float": "(-?)inf"\}', r"\1Infinity", json.dumps(value, sort_keys=True))
