"""The panel: all about a node, as text and nothing but text."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.browser.conftest import HOSTILE, HOSTILE_NAME, Open, page_of, spot, until


def section(page: Any, title: str) -> Any:
    """Return the part of the panel under a heading."""
    return page.locator("#panel section.part").filter(has=page.locator("h3", has_text=title))


def facts(page: Any) -> dict[str, str]:
    """Return the panel's pairs of name and value."""
    lists = page.locator("#panel dl.facts")
    names, values = lists.locator("dt").all_text_contents(), lists.locator("dd").all_text_contents()
    return dict(zip(names, values, strict=True))


def test_a_click_opens_the_panel_and_links_lead_on(open_page: Open) -> None:
    page = open_page()

    page.mouse.click(*spot(page, "note:Topics/Grokking.md"))
    panel = page.locator("#panel")
    panel.locator("h2", has_text="Grokking").wait_for()
    assert section(page, "Cites").locator("li").count() == 1
    section(page, "Linked from").get_by_text("Circuits", exact=True).click()
    panel.locator("h2", has_text="Circuits").wait_for()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")


def test_a_note_shows_what_it_says_of_itself(open_page: Open) -> None:
    page = open_page("#n=note%3ATopics%2FGrokking.md")

    found = facts(page)
    assert found == {
        "Folder": "Topics",
        "Also": "Late generalisation",
        "Created": "2024-03-05",
        "Updated": "2024-04-01",
        "Tags": "#topic",
        "status": "growing",
        "source": "https://example.org/x",
        "authors": "AdaGrace",
    }
    assert page.locator("#panel .kicker").text_content() == "Topic"
    assert section(page, "Properties").get_by_role("link").get_attribute("href") == "https://example.org/x"
    link = page.get_by_role("link", name="Open in Obsidian").get_attribute("href")
    assert link == "obsidian://open?vault=My%20vault&file=Topics%2FGrokking.md"


def test_a_note_shows_what_the_linter_found(open_page: Open) -> None:
    page = open_page("#n=note%3ATopics%2FGrokking.md")

    finding = section(page, "Findings").locator("li")
    assert finding.count() == 1
    text = finding.text_content()
    assert 'no heading "Nowhere in here" in this note' in text
    assert "ANC001 · line 10, column 65" in text


def test_broken_links_stand_apart_with_their_lines(open_page: Open) -> None:
    page = open_page("#n=note%3AHome.md")

    broken = section(page, "Broken links").locator("li")
    assert broken.all_text_contents() == ["Not yet writtenline 4"]
    assert "Not yet written" not in section(page, "Links to").text_content()


def test_a_paper_shows_where_it_is_cited(open_page: Open) -> None:
    page = open_page("#n=paper%3Aarxiv%3A2301.05217")

    assert sorted(section(page, "Cited in").locator("li").all_text_contents()) == [
        "Grokkingline 10",
        "Readingline 4",
    ]
    assert facts(page)["Id"] == "arxiv:2301.05217"
    assert (
        page.get_by_role("link", name="Read the paper").get_attribute("href").startswith("https://arxiv.org/")
    )


def test_links_of_an_excerpt_lead_on_within_the_page(open_page: Open) -> None:
    page = open_page("#n=note%3ATopics%2FDeep%2FLeaf.md")

    assert "$a_b$" in page.locator(".excerpt").text_content()
    page.locator(".excerpt").get_by_role("link", name="Circuits").click()
    page.locator("#panel h2", has_text="Circuits").wait_for()
    page.locator("#panel").get_by_role("button", name="#topic").click()
    until(page, "vaultkit.store.view.tags.has('topic')")


def test_the_title_and_all_names_are_text(open_page: Open) -> None:
    page = open_page(f"#n={quote(f'note:{HOSTILE_NAME}.md', safe='')}")

    assert page.locator("#title").text_content() == f"Test & {HOSTILE}"
    assert page.locator("#panel h2").text_content() in (HOSTILE, HOSTILE_NAME)
    assert facts(page)["where"] == HOSTILE
    assert facts(page)["link"] == "javascript:alert(5)"
    assert "<img src=x onerror=alert(2)>" in page.locator(".excerpt").text_content()
    assert page.locator(".excerpt img, .excerpt script, #panel a[href^='javascript:']").count() == 0


def test_a_hub_shows_its_links_in_parts(open_page: Open, tmp_path: Path) -> None:
    texts = {f"n{i}.md": "[[Hub]]" for i in range(60)}
    page = open_page("#n=note%3AHub.md", file=page_of({"Hub.md": "", **texts}, tmp_path / "hub.html"))

    links = section(page, "Linked from").locator("li")
    assert links.count() == 10
    page.get_by_role("button", name="Show 50 more").click()
    assert links.count() == 60
