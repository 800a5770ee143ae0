"""Pages of odd vaults, pages with options, and the page in a notebook's frame."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from tests.browser.conftest import Open, page_of, until
from vaultkit import Vault, show

HUB = {"Hub.md": " ".join(f"[[n{i}]]" for i in range(3000)), **{f"n{i}.md": "" for i in range(3000)}}
TWO = {f"{side}{i}.md": f"[[{side}{(i + 1) % 12}]]" for side in "ab" for i in range(12)}
LONG = {f"{'y' * 200}.md": f"---\ntitle: {'x' * 5000}\n---\n[[{'z' * 5000}]]", "B.md": f"[[{'y' * 200}]]"}
ODD_NAMES = {
    "Bell\x07 and\x1b[31m.md": '---\ntitle: "bell \\a null \\0 escape \\e"\n---\n[[B]]',
    "caf\udce9.md": "[[B]]",
    "B.md": "[[\u202eright to left]] [[👩‍👩‍👧 family]] [[שלום עולם]] [[مرحبا]]",
}


@pytest.mark.parametrize(
    "texts",
    [{}, {"Only.md": ""}, {f"{i}.md": "" for i in range(40)}, TWO, LONG, ODD_NAMES],
    ids=["empty", "one", "orphans", "two components", "long titles", "odd characters"],
)
def test_odd_vaults_open(open_page: Open, tmp_path: Path, texts: dict[str, str]) -> None:
    page = open_page(file=page_of(texts, tmp_path / "odd.html"))

    until(page, "vaultkit.map.firstPicture > 0")
    page.get_by_role("tab", name="List").click()
    rows = page.locator("tbody tr").count()
    assert rows == page.evaluate("vaultkit.graph.n") >= len(texts)
    page.get_by_role("tab", name="Local").click()
    if texts:
        page.locator("#local canvas").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_an_empty_vault_says_so(open_page: Open, tmp_path: Path) -> None:
    page = open_page(file=page_of({}, tmp_path / "empty.html"))

    assert page.locator("#hint").text_content() == "This vault has no notes yet."
    page.get_by_role("tab", name="Local").click()
    assert page.locator("#view-local [role=status]").text_content() == "This vault has no notes yet."
    assert page.get_by_role("button", name="2 steps").is_hidden()


def test_text_runs_in_its_own_direction(open_page: Open, tmp_path: Path) -> None:
    texts = {"مرحبا.md": "نص مع [[B]] و English.\n\n- قائمة\n- أخرى", "B.md": "Left to right."}
    page = open_page("#n=note%3Aمرحبا.md", file=page_of(texts, tmp_path / "rtl.html"))

    for selector in ("#panel h2", "#panel .excerpt p >> nth=0", "#panel .excerpt ul"):
        assert page.locator(selector).evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_a_hub_of_three_thousand_can_be_looked_at(open_page: Open, tmp_path: Path) -> None:
    page = open_page("#n=note%3AHub.md", file=page_of(HUB, tmp_path / "hub.html"))

    until(page, "vaultkit.map.light === 1")
    page.get_by_role("button", name="Neighbourhood").click()
    page.locator("#local canvas").wait_for()
    assert "1,499 nodes around it, cut off" in page.locator("#view-local [role=status]").text_content()


def test_a_page_opens_as_it_was_asked_to(open_page: Open, tmp_path: Path) -> None:
    texts = {"A.md": "[[B]]", "B.md": "[[C]]", "C.md": "[[D]]", "D.md": ""}
    options = {"local": "note:A.md", "depth": 2, "color": "community", "size": "citations"}
    page = open_page(file=page_of(texts, tmp_path / "start.html", **options))

    assert page.locator("#view-local [role=status]").text_content() == "A and 2 nodes around it"
    assert page.locator("#colour").input_value() == "community"
    assert page.locator("#size").input_value() == "citations"
    page.get_by_role("tab", name="Map").click()
    page.wait_for_timeout(300)
    page.reload()
    assert page.locator("#view-map").is_visible()


def test_a_slim_page_has_no_local_view(open_page: Open, tmp_path: Path) -> None:
    page = open_page(
        "#v=local&n=note%3AA.md", file=page_of({"A.md": "[[B]]"}, tmp_path / "slim.html", slim=True)
    )

    assert page.locator("#panel h2").text_content() == "A"
    assert page.locator("#view-map").is_visible()
    assert page.locator("#tab-local").is_hidden()
    assert page.get_by_role("button", name="Neighbourhood").count() == 0


def test_a_notebook_shows_the_page_in_a_sealed_frame(open_page: Open, tmp_path: Path) -> None:
    cell = show(Vault.from_texts({"A.md": "[[B]] & <b>", "B.md": ""}), title="In a <frame>", height=500)
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><title>{escape('x')}</title>{cell._repr_html_()}", encoding="utf-8")

    page = open_page(file=file)
    frame = page.frame_locator("iframe")
    frame.locator("#counts", has_text="nodes").wait_for()
    frame.get_by_role("tab", name="List").click()
    frame.get_by_role("link", name="B").click()

    assert frame.locator("#panel h2").text_content() == "B"
    assert frame.locator("#title").text_content() == "In a <frame>"
    assert page.locator("iframe").bounding_box()["height"] == 500
    page.wait_for_timeout(300)  # for the address, which a frame does not have
