"""Filters hold for map, list and local view alike, and the address keeps them."""

from __future__ import annotations

import pytest

from tests.browser.conftest import NODES, Open, address_of, spot, until


def shown(page: object) -> set[str]:
    """Return the names in the list."""
    return set(page.locator("tbody th a").all_text_contents())  # type: ignore[attr-defined]


def test_the_legend_filters_map_and_list(open_page: Open) -> None:
    page = open_page("#v=list")
    assert page.locator("tbody tr").count() == NODES

    page.get_by_label("Tags", exact=False).first.uncheck()

    assert page.locator("tbody tr").count() == NODES - 3
    assert f"{NODES - 3} of {NODES + 1} nodes" in page.locator("#counts").text_content()
    assert "hk=tag" in address_of(page)
    page.get_by_text("Show everything", exact=True).click()
    assert page.evaluate("document.activeElement.id") == "hiddenKinds-note"  # the button is gone
    assert page.locator("tbody tr").count() == NODES


def test_a_folder_keeps_its_notes_and_what_they_lead_to(open_page: Open) -> None:
    page = open_page("#v=list")

    page.get_by_label("Folders").select_option("Topics")
    assert {"Circuits", "Grokking", "Leaf", "#topic"} <= shown(page)
    assert not {"Home", "Alone", "Reading", "#index", "Not yet written"} & shown(page)
    page.get_by_label("Folders").select_option("Log")
    assert {"Circuits", "Reading"} <= shown(page)
    assert "f=Log.Topics" in address_of(page)
    page.get_by_role("button", name="No longer only Topics").click()
    assert "Circuits" not in shown(page)
    assert "Reading" in shown(page)


def test_a_tag_stands_for_those_below_it(open_page: Open) -> None:
    page = open_page("#v=list&tag=topic")

    assert {"Circuits", "Grokking", "Leaf"} <= shown(page)
    assert "Home" not in shown(page)
    page.goto(page.url.partition("#")[0] + "#v=list&tag=topic/small")
    until(page, "document.querySelectorAll('tbody tr').length < 6")
    assert "Leaf" in shown(page)
    assert "Circuits" not in shown(page)


def test_dates_are_a_range(open_page: Open) -> None:
    page = open_page("#v=list&since=2024-02-01&until=2024-03-31&u=0")

    notes = {"Home", "Circuits", "Grokking", "Leaf", "Alone", "Reading"}
    assert shown(page) & notes == {"Circuits", "Grokking"}
    assert page.locator(".range").text_content() == "2024-02-01 – 2024-03-31"
    page.get_by_label("Notes without a date").check()
    assert shown(page) & notes == {"Circuits", "Grokking", "Alone"}
    page.get_by_label("From", exact=True).focus()
    page.keyboard.press("Home")
    assert "Home" in shown(page)
    assert "since" not in address_of(page)


def test_playing_shows_how_the_vault_grew(open_page: Open) -> None:
    page = open_page("#u=0")
    everything = page.evaluate("vaultkit.map.parts.shownNodes")

    page.get_by_role("button", name="Play how the vault grew").click()
    assert page.evaluate("vaultkit.map.parts.shownNodes") < everything
    first = page.evaluate("vaultkit.store.view.until")
    until(page, f"vaultkit.store.view.until > {first} + 20")
    page.get_by_role("button", name="Pause").click()
    day = page.evaluate("vaultkit.store.view.until")
    page.wait_for_timeout(300)
    assert page.evaluate("vaultkit.store.view.until") == day


def test_few_links_and_none_can_be_hidden(open_page: Open) -> None:
    page = open_page("#v=list")

    page.get_by_label("Unlinked nodes").uncheck()
    assert "Alone" not in shown(page)
    page.get_by_label("At least this many links").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    degrees = [int(text) for text in page.locator("tbody td.links").all_text_contents()]
    assert degrees
    assert min(degrees) >= 4
    assert "min=4" in address_of(page)


def test_a_view_without_nodes_says_why(open_page: Open) -> None:
    page = open_page("#v=list&min=20")

    assert page.locator("caption").text_content() == "The filters leave nothing to show."
    page.get_by_role("tab", name="Map").click()
    assert page.locator("#hint").text_content() == "The filters leave nothing to show."
    page.get_by_text("Show everything", exact=True).click()
    assert page.locator("#hint").is_hidden()
    page.locator("#search").fill("no such note")
    page.get_by_role("tab", name="List").click()
    until(page, "document.querySelector('caption').textContent === 'Nothing for “no such note”'")


def test_templates_are_shown_on_request(open_page: Open) -> None:
    page = open_page("#v=list")
    assert "Note" not in shown(page)

    page.get_by_label("Templates").check()

    assert "Note" in shown(page)
    assert "tp=1" in address_of(page)


def test_what_is_found_is_shown_in_spite_of_filters(open_page: Open) -> None:
    page = open_page("#hk=note&f=Log&tp=0")

    page.keyboard.press("/")
    page.keyboard.type("leaf")
    page.locator("#results li", has_text="Leaf").wait_for()
    page.keyboard.press("Enter")

    page.locator("#panel h2", has_text="Leaf").wait_for()
    x, y = spot(page, "note:Topics/Deep/Leaf.md")
    page.mouse.move(x, y)
    until(page, "vaultkit.map.hovered === vaultkit.store.view.node")


def test_the_address_restores_the_view(open_page: Open) -> None:
    page = open_page(
        "#n=note%3AHome.md&hk=tag.unresolved&he=cites&c=folder&z=pagerank&t=dark&m=10,-20,2.00&min=1&com=7&tag=topic"
    )

    assert page.locator("#panel h2").text_content() == "Home"
    assert not page.locator("#hiddenKinds-tag").is_checked()
    assert not page.locator("#hiddenEdges-cites").is_checked()
    assert page.locator("#colour").input_value() == "folder"
    assert page.locator("#size").input_value() == "pagerank"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    zoom = page.evaluate(
        "[vaultkit.map.camera.x, vaultkit.map.camera.y, vaultkit.map.camera.scale / vaultkit.map.fitScale]"
    )
    assert zoom == pytest.approx([10, -20, 2], abs=0.01)
    page.evaluate("vaultkit.store.write()")
    kept = page.evaluate("location.hash")
    page.reload()
    page.evaluate("vaultkit.store.write()")
    assert page.evaluate("location.hash") == kept


def test_a_new_address_moves_the_open_page(open_page: Open) -> None:
    page = open_page()

    page.goto(page.url.partition("#")[0] + "#m=10,-20,2.00&c=folder")
    until(page, "vaultkit.map.camera.x === 10")

    assert page.evaluate("vaultkit.map.camera.scale / vaultkit.map.fitScale") == pytest.approx(2)
    assert page.locator("#colour").input_value() == "folder"


@pytest.mark.parametrize(
    "address", ["#v=nonsense&c=x&z=y&d=99&min=-4&since=2024-99-99&m=a,b,c&n=gone&com=%ZZ", "#%"]
)
def test_a_wrong_address_does_no_harm(open_page: Open, address: str) -> None:
    page = open_page(address)

    until(page, "vaultkit.map.firstPicture > 0")
    assert page.locator("#view-map").is_visible()
