"""Going from view to view and back: nothing is lost on the way, nothing jumps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Open, address_of, page_of, spot, until


def test_the_back_button_undoes_a_step(open_page: Open) -> None:
    page = open_page()
    page.mouse.click(*spot(page, "note:Topics/Circuits.md"))
    assert "Circuits" in address_of(page)
    page.get_by_role("button", name="Neighbourhood").click()
    assert "v=local" in address_of(page)
    page.get_by_label("Papers", exact=False).first.uncheck()  # a filter is no step of its own
    assert "hk=paper" in address_of(page)

    page.go_back()
    page.locator("#view-map").wait_for()
    assert page.locator("#panel h2").text_content() == "Circuits"
    page.go_back()
    page.locator("#panel").wait_for(state="hidden")
    page.go_forward()
    page.locator("#panel h2", has_text="Circuits").wait_for()
    page.go_forward()
    page.locator("#local canvas").wait_for()


def test_an_address_of_a_note_that_is_gone_says_so(open_page: Open) -> None:
    page = open_page("#n=note%3AGone.md&c=folder")

    assert page.locator("#toast").text_content() == "Not in this graph: Gone.md"
    assert page.locator("#panel").is_hidden()
    assert page.locator("#colour").input_value() == "folder"


def test_everything_is_what_the_filters_leave(open_page: Open, tmp_path: Path) -> None:
    texts = {f"Many/n{i}.md": f"[[n{(i * 7 + 3) % 80}]]" for i in range(80)} | {
        "Few/A.md": "[[B]]",
        "Few/B.md": "",
    }
    page = open_page(file=page_of(texts, tmp_path / "folders.html"))
    whole = page.evaluate("vaultkit.map.camera.scale")

    page.get_by_label("Folders").select_option("Few")
    page.locator("#zoom-fit").click()

    assert page.evaluate("vaultkit.map.camera.scale") > whole * 1.2
    until(page, "!location.hash.includes('m=')")
    page.set_viewport_size({"width": 1100, "height": 600})
    until(page, "vaultkit.map.height < 600 && vaultkit.map.isHome()")
    page.locator("#reset").click()
    page.locator("#zoom-fit").click()
    assert page.evaluate("vaultkit.map.camera.scale === vaultkit.map.fitScale")


def test_a_selection_that_is_filtered_away_dims_nothing(open_page: Open) -> None:
    page = open_page("#n=note%3AHome.md")
    until(page, "vaultkit.map.light === 1")

    page.locator("#hiddenKinds-note").uncheck()

    until(page, "vaultkit.map.light === 0")


def test_playing_ends_when_something_else_is_asked_for(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Play how the vault grew").click()
    assert page.get_by_label("Notes without a date").is_checked() is False

    page.locator("#reset").click()

    page.get_by_role("button", name="Play how the vault grew").wait_for()
    page.wait_for_timeout(200)
    assert page.evaluate("vaultkit.store.unfiltered()")


def test_the_local_view_goes_on_where_it_was(open_page: Open) -> None:
    page = open_page("#v=local&n=note%3ATopics%2FGrokking.md")
    canvas = page.locator("#local canvas")
    canvas.wait_for()
    page.evaluate("document.querySelector('#local canvas').dataset.first = 'yes'")

    page.keyboard.press("t")

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert canvas.get_attribute("data-first") == "yes"  # the same network in other colours
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + box["height"] - 60)
    assert page.locator("#panel h2").text_content() == "Grokking"  # an empty place chooses nothing


def test_the_neighbourhood_stays_when_the_panel_is_closed(open_page: Open) -> None:
    page = open_page("#v=local&n=note%3ATopics%2FGrokking.md", width=390, height=844)
    page.locator("#local canvas").wait_for()
    beside = page.locator("#local").bounding_box()["height"]

    page.get_by_role("button", name="Close").click()

    assert page.locator("#view-local [role=status]").text_content() == "Grokking and 5 nodes around it"
    assert page.locator("#local").bounding_box()["height"] > beside + 150


def test_the_list_stays_where_it_is(open_page: Open, tmp_path: Path) -> None:
    texts = {f"n{i:03}.md": "" for i in range(420)}
    page = open_page("#v=list&s=name", file=page_of(texts, tmp_path / "long.html"))
    page.get_by_role("button", name="Show 200 more").click()
    page.get_by_role("link", name="n300").click()

    assert page.locator("#panel h2").text_content() == "n300"
    assert page.locator("tbody tr").count() == 400
    assert page.evaluate("document.activeElement.textContent") == "n300"
    assert page.locator("tr[aria-current]").text_content().startswith("n300")
    page.get_by_role("link", name="n301").click()
    assert page.locator("tr[aria-current]").count() == 1


def test_the_selected_note_stays_in_sight_when_the_window_changes(open_page: Open) -> None:
    page = open_page("#n=note%3ATopics%2FGrokking.md")

    for width, height in ((700, 900), (1000, 500), (420, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(60)
        x, y = spot(page, "note:Topics/Grokking.md")
        panel = page.locator("#panel").bounding_box()
        assert 0 < x < width
        assert 56 < y < (panel["y"] if width <= 700 else height)
        assert x < panel["x"] or y < panel["y"]


def test_what_was_selected_in_the_list_is_in_sight_on_the_map(open_page: Open) -> None:
    page = open_page()
    x, _ = spot(page, "note:Topics/Grokking.md")
    page.evaluate(f"vaultkit.map.pan({-40 - x}, 0)")  # out of sight
    page.get_by_role("tab", name="List").click()
    page.get_by_role("link", name="Grokking").click()

    page.get_by_role("tab", name="Map").click()

    x, y = spot(page, "note:Topics/Grokking.md")
    assert 260 < x < page.locator("#panel").bounding_box()["x"]
    assert 56 < y < 800


@pytest.mark.parametrize("view", ["map", "list"])
def test_print_is_light_and_whole(open_page: Open, tmp_path: Path, view: str) -> None:
    texts = {f"n{i:03}.md": "" for i in range(420)}
    page = open_page(f"#v={view}&t=dark", file=page_of(texts, tmp_path / "long.html"))

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(35, 38, 45)"
    assert page.locator(".bar").is_hidden()
    if view == "map":  # one canvas in its own proportions, which holds the names as well
        paper, names = page.locator("#map canvas").all()
        width, height = paper.evaluate("canvas => [canvas.width, canvas.height]")
        box = paper.bounding_box()
        assert names.is_hidden()
        assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.01)
    else:
        assert page.locator("tbody tr").count() == 420
        assert page.evaluate("document.documentElement.scrollHeight") > 420 * 20
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_what_was_searched_for_can_be_cleared_by_hand(open_page: Open) -> None:
    page = open_page("#v=list&q=topic")
    rows = page.locator("tbody tr").count()

    page.get_by_role("button", name="Clear the search").click()

    assert page.locator("#search").input_value() == ""
    assert page.locator("tbody tr").count() > rows
    assert page.get_by_role("button", name="Clear the search").is_hidden()
