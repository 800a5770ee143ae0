"""Rows: what an analysis of the graph returns, one `Row` type for each."""

from __future__ import annotations

from typing import ClassVar

import msgspec


class Row(msgspec.Struct, frozen=True):
    """A row of facts. Its fields, in their order, are the columns of CSV and the keys of JSON.

    Fields hold text, numbers, dates as ISO text, None, lists of these, or further structs, which show
    themselves in a table by their `__str__`. `TABLE` names the columns that a table for people shows,
    all of them when empty. A field's `msgspec.Meta` may give it a `title`, the column's heading (else
    its name), and a `description` for the JSON Schema.
    """

    TABLE: ClassVar[tuple[str, ...]] = ()
