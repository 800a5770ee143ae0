"""Rows as table, JSON and CSV: the same for every analysis."""

from __future__ import annotations

import csv
import io
import json
from typing import Annotated, ClassVar

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.graph.analyze import analysis_names, row_type
from vaultkit.model.row import Row
from vaultkit.report.rows import FORMATS, render_rows, rows_schema
from vaultkit.report.table import cut, table
from vaultkit.report.text import columns


class Reason(msgspec.Struct, frozen=True):
    """A struct inside a row."""

    what: str
    lines: list[int]

    def __str__(self) -> str:
        return f"{self.what}:{self.lines[0]}"


class Example(Row, frozen=True):
    """A row with every kind of value."""

    TABLE: ClassVar[tuple[str, ...]] = ("name", "count", "score", "day", "ok", "names", "reasons")

    name: str
    id: str
    count: Annotated[int, msgspec.Meta(title="n", description="how many")]
    score: float
    day: str | None
    ok: bool
    names: list[str]
    reasons: list[Reason]


ROWS = [
    Example("Grokking", "note:a", 3, 0.25, "2024-06-21", True, ["x", "y"], [Reason("paper", [4])]),
    Example("学習\x1b[31m\n", "note:b", 12, 2.0, None, False, [], []),
    Example("שלום עולם", "note:\udcff", 0, 1234.5, None, True, ["a|b"], [Reason("a", [1]), Reason("b", [2])]),
]


def rendered(format: str, rows: list[Example] = ROWS, width: int | None = None) -> str:
    return "".join(render_rows("example", Example, rows, format, width=width))


class Place(Row, frozen=True):
    """A row about a note."""

    path: str
    text: str


def test_a_terminal_shows_the_end_of_a_path_that_does_not_fit() -> None:
    rows = [Place("Research/Topics/Grokking.md", "a long text that is cut at its end")]
    assert list(table(Place, rows, width=32))[1] == "…cs/Grokking.md  a long text th…\n"
    assert list(table(Place, rows))[1] == f"{rows[0].path}  {rows[0].text}\n"


def test_a_terminal_shows_no_empty_column() -> None:
    rows = [Place("a.md", ""), Place("b.md", "")]
    assert list(table(Place, rows, width=32)) == ["path\n", "a.md\n", "b.md\n"]
    assert next(iter(table(Place, rows))) == "path  text\n"


def test_a_table_has_aligned_columns_and_no_control_characters() -> None:
    assert rendered("table") == (
        "name             n    score  day         ok   names  reasons\n"
        "Grokking         3   0.2500  2024-06-21  yes  x, y   paper:4\n"
        "学習\\x1b[31m\\n  12     2.00\n"
        "שלום עולם        0  1234.50              yes  a|b    a:1, b:2\n"
    )


@pytest.mark.parametrize("width", [40, 58, 62, 200])
def test_a_terminal_is_never_exceeded_while_text_can_be_cut(width: int) -> None:
    lines = rendered("table", width=width).replace("\u2068", "").replace("\u2069", "").splitlines()
    numbers = 2 + 7 + 6 * 2
    assert all(columns(line) <= max(width, numbers + 5 * 8) for line in lines)
    assert ("…" in lines[2]) == (width < 62)
    assert "3   0.2500" in lines[1]


def test_right_to_left_text_does_not_reorder_its_neighbours_on_a_terminal() -> None:
    assert "\u2068שלום עולם\u2069" in rendered("table", width=200)
    assert "\u2068" not in rendered("table")


@given(st.text(), st.integers(1, 12))
def test_text_is_cut_by_columns(text: str, most: int) -> None:
    text = "".join(character for character in text if character.isprintable())
    assert columns(cut(text, most)) <= max(most, 1)


def test_json_is_what_its_schema_says() -> None:
    schema = rows_schema("example", Example)
    jsonschema.Draft202012Validator.check_schema(schema)
    for rows in (ROWS, []):
        document = json.loads(rendered("json", rows))
        jsonschema.validate(document, schema)
        assert document["schema"] == "vaultkit.example/1"
        assert len(document["rows"]) == len(rows)
    assert json.loads(rendered("json"))["rows"][0]["reasons"] == [{"what": "paper", "lines": [4]}]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "vaultkit.example/2", "rows": []}, schema)


def test_csv_holds_line_ends_and_bars_within_values() -> None:
    odd = Example("a\rb", "c\nd", 1, 1.0, None, True, ["a|b", "c\\", "d"], [])
    text = rendered("csv", [odd])
    [row] = csv.reader(io.StringIO(text.partition("\n")[2], newline=""), strict=True)
    assert row == ["a\rb", "c\nd", "1", "1.0", "", "true", "a\\|b|c\\\\|d", ""]
    assert "\r\n" not in text


def test_csv_has_every_field_whatever_the_table_shows() -> None:
    lines = list(csv.DictReader(io.StringIO(rendered("csv"), newline="")))
    assert [line["name"] for line in lines] == [row.name for row in ROWS]
    assert lines[0] == {
        "name": "Grokking",
        "id": "note:a",
        "count": "3",
        "score": "0.25",
        "day": "2024-06-21",
        "ok": "true",
        "names": "x|y",
        "reasons": "paper:4",
    }
    assert lines[1]["day"] == ""
    assert rendered("csv", []) == "name,id,count,score,day,ok,names,reasons\n"


def test_nothing_makes_an_empty_table() -> None:
    assert rendered("table", []) == ""


@pytest.mark.parametrize("name", analysis_names())
def test_every_analysis_has_rows_that_render(name: str) -> None:
    kind = row_type(name)
    assert issubclass(kind, Row)
    assert kind.__doc__
    assert set(kind.TABLE) <= set(kind.__struct_fields__)
    jsonschema.Draft202012Validator.check_schema(rows_schema(name, kind))
    for format in FORMATS:
        assert isinstance("".join(render_rows(name, kind, [], format)), str)
