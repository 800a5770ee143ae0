"""Taking a view along: pictures, its address, a list of its notes."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import HOSTILE, NODES, Open

SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Any, action: str) -> bytes:
    """Return the file that an action of the menu gives."""
    page.get_by_role("button", name="Save or copy").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=action).click()
    return Path(download.value.path()).read_bytes()


def copied(page: Any, action: str) -> str:
    """Return what an action of the menu puts on the clipboard."""
    page.get_by_role("button", name="Save or copy").click()
    page.get_by_role("menuitem", name=action).click()
    page.locator("#toast", has_text="copied").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(
    ("stage", "address"),
    [("#map", ""), ("#local", "#v=local&n=note%3ATopics%2FGrokking.md")],
    ids=["map", "local"],
)
def test_the_picture_has_twice_the_pixels_of_the_view(open_page: Open, stage: str, address: str) -> None:
    page = open_page(address)
    page.locator(f"{stage} canvas").first.wait_for()
    box = page.locator(stage).bounding_box()

    data = saved(page, "Save as PNG")

    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (2 * box["width"], 2 * box["height"])
    first_pixel = zlib.decompressobj().decompress(data[data.index(b"IDAT") + 4 :], 4)[1:]
    assert tuple(first_pixel) == (248, 247, 244)  # the ground, which nothing of another colour shows through


@pytest.mark.parametrize(
    ("address", "nodes", "words"),
    [
        ("", NODES, set()),
        ("#n=note%3ATopics%2FGrokking.md", 6, set()),
        ("#v=local&n=note%3ATopics%2FGrokking.md&d=3", 12, set()),
        ("#p=1&pf=note%3ATopics%2FGrokking.md&pt=note%3ATopics%2FDeep%2FLeaf.md", 3, {"linked from"}),
    ],
    ids=["map", "selection", "local", "path"],
)
def test_the_drawing_holds_all_nodes_and_no_markup_of_theirs(
    open_page: Open, address: str, nodes: int, words: set[str]
) -> None:
    page = open_page(address)
    if "local" in address:
        page.locator("#local canvas").wait_for()

    drawing = ET.fromstring(saved(page, "Save as SVG"))

    marks = [*drawing.iter(f"{SVG}circle"), *drawing.iter(f"{SVG}polygon")]
    assert len(marks) == nodes
    texts = {text.text for text in drawing.iter(f"{SVG}text")}
    assert {"Grokking", "Circuits"} | words <= texts
    assert drawing.find(f"{SVG}title").text == f"Test & {HOSTILE}"  # type: ignore[union-attr]
    assert not list(drawing.iter(f"{SVG}script"))


def test_a_list_says_that_it_has_no_picture(open_page: Open) -> None:
    page = open_page("#v=list")

    for action in ("Save as PNG", "Save as SVG"):
        page.get_by_role("button", name="Save or copy").click()
        page.get_by_role("menuitem", name=action).click()
        page.locator("#toast", has_text="A list has no picture").wait_for()


def test_the_link_leads_to_the_same_view(open_page: Open) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Colour by").select_option("folder")
    page.get_by_label("Papers", exact=False).first.uncheck()

    link = copied(page, "Copy link")
    page.goto("about:blank")
    page.goto(link)

    assert page.locator("#colour").input_value() == "folder"
    assert not page.locator("#hiddenKinds-paper").is_checked()


def test_the_list_of_notes_can_be_pasted_into_a_note(open_page: Open) -> None:
    page = open_page("#f=Topics&s=name", permissions=["clipboard-read", "clipboard-write"])

    assert copied(page, "Copy list").splitlines() == [
        "- #topic",
        "- #topic/small",
        "- [[Topics/Circuits|Circuits]]",
        "- [example.org/x](https://example.org/x)",
        "- [[Topics/Grokking|Grokking]]",
        "- [[Topics/Deep/Leaf|Leaf]]",
        "- [Progress measures](https://arxiv.org/abs/2301.05217)",
    ]


def test_the_menu_works_by_keys(open_page: Open) -> None:
    page = open_page()

    page.get_by_role("button", name="Save or copy").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Save as SVG"
    page.keyboard.press("Escape")
    assert page.locator("#save-menu").is_hidden()
    assert page.evaluate("document.activeElement.id") == "save"
