"""Paths: the shortest way between two notes, by pointer and by keys alone."""

from __future__ import annotations

from tests.browser.conftest import Open, address_of, spot, until


def test_two_clicks_show_the_path_and_its_kinds_of_links(open_page: Open) -> None:
    page = open_page()

    page.get_by_role("button", name="Path between two notes").click()
    assert page.locator("#panel h2").text_content() == "Choose a note to start from"
    page.mouse.click(*spot(page, "note:Topics/Deep/Leaf.md"))
    assert page.locator("#panel h2").text_content() == "Choose where to go"
    page.mouse.click(*spot(page, "note:Log/Reading.md"))

    assert page.locator("#panel h2").text_content() == "4 steps"
    assert page.locator(".steps .stop").all_text_contents() == [
        "Leaf",
        "Circuits",
        "Grokking",
        "Progress measures",
        "Reading",
    ]
    assert page.locator(".steps .step").all_text_contents() == [
        "↓links to",
        "↓links to",
        "↓citesline 10",
        "↑cited inline 4",
    ]
    assert page.evaluate("vaultkit.map.path.nodes.length") == 5
    assert "pf=note:Topics/Deep/Leaf.md&pt=note:Log/Reading.md" in address_of(page).replace("+", " ")


def test_no_path_is_said_so_and_filters_count(open_page: Open) -> None:
    page = open_page("#p=1&pf=note%3AHome.md&pt=note%3AAlone.md")
    assert page.locator("#panel h2").text_content() == "No path"

    page.goto(page.url.partition("#")[0] + "#p=1&pf=note%3AHome.md&pt=note%3ATopics%2FGrokking.md")
    page.locator("#panel h2", has_text="1 step").wait_for()
    page.locator("#hiddenEdges-links_to").uncheck()
    page.locator("#hiddenEdges-tagged").uncheck()
    page.locator("#panel h2", has_text="No path").wait_for()


def test_links_say_more_than_tags(open_page: Open) -> None:
    """Leaf and Grokking share the tag #topic, and that alone if links are hidden."""
    page = open_page("#p=1&pf=note%3ATopics%2FDeep%2FLeaf.md&pt=note%3ATopics%2FGrokking.md")
    assert page.locator(".steps .stop").all_text_contents() == ["Leaf", "Circuits", "Grokking"]

    page.locator("#hiddenEdges-links_to").uncheck()

    assert "#topic" in page.locator(".steps").text_content()


def test_the_keyboard_alone_leads_from_search_to_panel_to_path(open_page: Open) -> None:
    page = open_page()

    page.keyboard.press("/")
    page.keyboard.type("late gen")
    page.locator("#results li", has_text="Grokking").wait_for()
    page.keyboard.press("Enter")
    page.locator("#panel h2", has_text="Grokking").wait_for()
    assert "Grokking, Note" in page.locator("#live").text_content()
    page.keyboard.press("p")
    assert page.locator("#live").text_content().startswith("From Grokking.")
    page.keyboard.press("/")
    page.keyboard.type("leaf")
    page.locator("#results li", has_text="Leaf").wait_for()
    page.keyboard.press("Enter")
    page.locator("#panel h2", has_text="2 steps").wait_for()
    assert page.locator("#live").text_content() == "From Grokking to Leaf: 2 steps."
    for _ in range(6):  # the close button and the steps come first: the focus is in the panel
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "The other way":
            break
    page.keyboard.press("Enter")
    assert page.locator(".steps .stop").first.text_content() == "Leaf"
    page.keyboard.press("Escape")
    until(page, "!vaultkit.store.view.pathing")
    assert page.locator("#panel").is_hidden()
