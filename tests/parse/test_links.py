"""Links as CommonMark has them."""

from __future__ import annotations

import pytest

from vaultkit.parse import parse_note


@pytest.mark.parametrize(
    "destination", ["a\u00a0b.md", "\u00a0a.md", "über.md", "x[[y]]z.md", "[[y|z]].md", "a\\*b\u00a0c.md"]
)
def test_a_destination_is_read_as_it_is_written(destination: str) -> None:
    text = f"[x]({destination})\n"
    link = next(link for link in parse_note(text.encode(), "n.md").links if link.kind == "markdown")
    assert link.target == destination.replace("\\", "")
    assert text[link.target_span.start : link.target_span.end] == destination
