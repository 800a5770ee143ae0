"""Five real notes and what must be found in them (`seeds/truth.jsonl`, the records marked hard)."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.parse import parse_note

from .shared import SHARED, needs_shared

pytestmark = needs_shared


@cache
def note(file: str) -> Note:
    return parse_note((SHARED / "seeds" / "vault" / file).read_bytes(), file)


def records(*kinds: str) -> list[Any]:
    """The hard records of these kinds, as pytest parameters by their id."""
    truth = SHARED / "seeds" / "truth.jsonl"
    if not truth.is_file():
        return []
    rows = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(row, id=row["id"])
        for row in rows
        if row["kind"] in kinds and row["expected"].get("certainty", "hard") == "hard"
    ]


def links_at(row: dict[str, Any], *kinds: str) -> list[Link]:
    found = [link for link in note(row["file"]).links if link.kind in kinds and link.span.line == row["line"]]
    column = row.get("col")
    return [link for link in found if column is None or link.span.column == column]


@pytest.mark.parametrize("row", records("wikilink"))
def test_wikilink(row: dict[str, Any]) -> None:
    expected = row["expected"]
    (link,) = links_at(row, "wikilink", "embed")
    assert link.target == expected["target"]
    assert link.is_embed == expected["embed"]
    assert (link.subpath.removeprefix("#") or None) == expected["fragment"]
    assert link.display == expected.get("alias_as_obsidian_reads_it", expected["alias"])


@pytest.mark.parametrize("row", records("not_a_wikilink"))
def test_not_a_wikilink(row: dict[str, Any]) -> None:
    text = row["detail"].split("…")[0].split("](")[0].lstrip("![ ")
    targets = [x.target for x in note(row["file"]).links if x.is_wikilink and x.span.line == row["line"]]
    assert not [target for target in targets if target[:12] in text]


@pytest.mark.parametrize("row", records("mdlink", "relative_link"))
def test_markdown_link(row: dict[str, Any]) -> None:
    (link,) = links_at(row, "markdown")
    assert link.target + link.subpath == row["expected"]["url"]
    assert link.display == row["expected"]["text"]
    assert link.external == (row["kind"] == "mdlink")


@pytest.mark.parametrize("row", records("bare_url"))
def test_bare_url(row: dict[str, Any]) -> None:
    (link,) = links_at(row, "url")
    assert link.target == row["expected"]["url"]


@pytest.mark.parametrize("row", records("image_embed"))
def test_image(row: dict[str, Any]) -> None:
    (link,) = links_at({**row, "col": None}, "image")
    assert link.target == row["expected"]["url"]
    assert link.display == row["expected"]["text"]
    assert link.span.column in (row["col"], row["col"] - 1)  # with or without the `!`


@pytest.mark.parametrize("row", records("iframe"))
def test_page_in_a_frame(row: dict[str, Any]) -> None:
    (link,) = links_at(row, "image")
    assert (link.target, link.external, link.is_embed) == (row["expected"]["url"], True, True)


@pytest.mark.parametrize("row", records("malformed_link"))
def test_malformed_link(row: dict[str, Any]) -> None:
    found = [p for p in note(row["file"]).problems if p.span.line == row["line"]]
    assert [p.detail for p in found if p.kind == "unescaped-space"] == [row["expected"]["intended_target"]]
    assert not links_at(row, "markdown", "wikilink")


@pytest.mark.parametrize("row", records("tag"))
def test_tag(row: dict[str, Any]) -> None:
    expected = row["expected"]
    found = [(tag.name, tag.span.line, tag.span.column) for tag in note(row["file"]).tags]
    assert (expected["tag"], row["line"], expected.get("col", row.get("col"))) in found


@pytest.mark.parametrize("row", records("not_a_tag"))
def test_not_a_tag(row: dict[str, Any]) -> None:
    found = [tag.name for tag in note(row["file"]).tags if tag.span.line == row["line"]]
    assert found == row["expected"]["tags_on_line"]


@pytest.mark.parametrize("row", records("heading"))
def test_heading(row: dict[str, Any]) -> None:
    (heading,) = [h for h in note(row["file"]).headings if h.span.line == row["line"]]
    assert (heading.text, heading.level) == (row["expected"]["text"], row["expected"]["level"])


@pytest.mark.parametrize("row", records("section"))
def test_section(row: dict[str, Any]) -> None:
    expected = row["expected"]
    (section,) = [s for s in note(row["file"]).sections if s.line == row["line"]]
    # "partial" is a filled section some of whose fields are empty: those are findings of their own.
    assert section.state == {"partial": "filled"}.get(expected["state"], expected["state"])
    assert section.level == expected["level"]
    assert section.end_line == expected["end_line_incl_subsections"]


@pytest.mark.parametrize("row", records("field"))
def test_field(row: dict[str, Any]) -> None:
    expected = row["expected"]
    (field,) = [f for f in note(row["file"]).fields if f.span.line == row["line"]]
    assert (field.key, field.state) == (row["detail"], expected["state"])
    inside = [
        link.target
        for link in note(row["file"]).links
        if field.value_span.start <= link.span.start and link.span.end <= field.value_span.end
    ]
    values = [value for value in expected["values"] if not value.startswith("#")]
    assert inside == values


@pytest.mark.parametrize("row", records("frontmatter_key"))
def test_property(row: dict[str, Any]) -> None:
    prop = note(row["file"]).get(row["detail"])
    assert prop is not None
    assert prop.key_span is not None
    assert (prop.key_span.line, prop.value) == (row["line"], row["expected"]["value"])


@pytest.mark.parametrize("row", records("empty_list_item"))
def test_empty_list_item(row: dict[str, Any]) -> None:
    assert row["line"] in [span.line for span in note(row["file"]).empty_items]


def test_nothing_more_is_a_link_or_a_tag() -> None:
    """The other direction: on these notes no link, heading or tag is found that the records do not know."""
    counts = Counter(
        row.values[0]["kind"] for row in records("mdlink", "relative_link", "bare_url", "wikilink")
    )
    found = Counter(
        link.kind for path in (SHARED / "seeds" / "vault").iterdir() for link in note(path.name).links
    )
    assert found["wikilink"] + found["embed"] == counts["wikilink"]
    assert found["markdown"] == counts["mdlink"] + counts["relative_link"]
    assert found["url"] == counts["bare_url"]
    tags = sum(len(note(path.name).tags) for path in (SHARED / "seeds" / "vault").iterdir())
    assert tags == len(records("tag"))
    headings = sum(len(note(path.name).headings) for path in (SHARED / "seeds" / "vault").iterdir())
    assert headings == len(records("heading"))
