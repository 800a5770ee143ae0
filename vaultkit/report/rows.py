"""Rows of an analysis as a table for people, JSON (`vaultkit.NAME/1`) or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Literal

import msgspec

from vaultkit.model.row import Row
from vaultkit.report.documents import as_json_schema
from vaultkit.report.encode import encode
from vaultkit.report.style import PLAIN, Style
from vaultkit.report.table import table
from vaultkit.report.text import utf8
from vaultkit.text import joined

FORMATS = ("table", "json", "csv")


def render_rows(
    name: str,
    row_type: type[Row],
    rows: Sequence[Row],
    format: str,
    *,
    style: Style = PLAIN,
    width: int | None = None,
) -> Iterator[str]:
    """Yield the rows of the analysis `name` in one of `FORMATS`, in the order they have.

    A table is cut to `width` columns, those of the terminal; without it nothing is cut.
    """
    if format == "json":
        yield from _json(name, rows)
    elif format == "csv":
        yield from _csv(row_type, rows)
    else:
        yield from table(row_type, rows, style=style, width=width)


def rows_schema(name: str, row_type: type[Row]) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the rows of the analysis `name`."""
    document = msgspec.defstruct(
        f"{name.capitalize()}Json",
        [("schema", Literal[f"vaultkit.{name}/1"]), ("rows", list[row_type])],  # type: ignore[valid-type]
    )
    return as_json_schema(name, document)


def _json(name: str, rows: Sequence[Row]) -> Iterator[str]:
    yield f'{{"schema":"vaultkit.{name}/1","rows":['
    separator = "\n"
    for row in rows:
        yield separator + encode(row)
        separator = ",\n"
    yield "\n]}\n" if rows else "]}\n"


def _csv(row_type: type[Row], rows: Sequence[Row]) -> Iterator[str]:
    """Yield a line for each row: lists `joined` by `|`, structs as the text they show, nothing for None."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n")  # only then every Python quotes a CR within a value
    for values in chain([row_type.__struct_fields__], map(msgspec.structs.astuple, rows)):
        writer.writerow([_plain(value) for value in values])
        yield line.getvalue().removesuffix("\r\n") + "\n"
        line.seek(0)
        line.truncate()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return joined(map(_plain, value))
    return utf8(str(value))
