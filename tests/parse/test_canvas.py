"""Links in the cards of a canvas stand where the JSON has them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.parse import parse_note

PIECES = st.sampled_from(
    ["[[a]]", "[[a|b]]", '[[é "q"]]', "![[x.png]]", "\n", "\n\n", "\t", '"', "\\ ", "\U0001f600", "word "]
)


def canvas(*texts: str, ascii_only: bool = False) -> str:
    nodes = [{"id": str(i), "type": "text", "text": text} for i, text in enumerate(texts)]
    return json.dumps({"nodes": nodes}, ensure_ascii=ascii_only)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.booleans())
def test_a_link_is_placed_through_the_escapes_before_it(card: str, ascii_only: bool) -> None:
    text = canvas("[[a]]\n", card, card, ascii_only=ascii_only)
    links = parse_note(text.encode(), "m.canvas").links
    for link in links:
        assert json.loads(f'"{text[link.span.start : link.span.end]}"') == link.raw
        target = json.loads(f'"{text[link.target_span.start : link.target_span.end]}"')
        assert target == link.target + link.subpath
    assert len({link.span.start for link in links}) == len(links)


def test_the_same_link_twice_in_a_card_stands_in_two_places() -> None:
    text = canvas("[[a]]\n[[a]]")
    assert [link.span.column for link in parse_note(text.encode(), "m.canvas").links] == [
        text.index("[[a]]") + 1,
        text.rindex("[[a]]") + 1,
    ]


@pytest.mark.parametrize("key", ["te\\u0078t", "text"])
def test_a_link_is_found_however_the_key_is_written(key: str) -> None:
    text = '{"nodes": [{"id": "text", "type": "text", "' + key + '": "[[a]]"}]}'
    (link,) = parse_note(text.encode(), "m.canvas").links
    assert text[link.span.start : link.span.end] == "[[a]]"
    assert link.span.column == text.index("[[a]]") + 1
