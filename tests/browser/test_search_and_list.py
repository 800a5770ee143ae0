"""Search and list: finding nodes by their names, with and without the map."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Open, page_of, spot, until


def test_search_finds_by_name_and_alias_and_flies_there(open_page: Open) -> None:
    page = open_page()

    page.keyboard.press("/")
    page.keyboard.type("late gen")
    page.locator("#results li", has_text="Grokking").wait_for()
    page.keyboard.press("Enter")

    page.locator("#panel h2", has_text="Grokking").wait_for()
    until(page, "location.hash.includes('Grokking')")
    x, y = spot(page, "note:Topics/Grokking.md")
    box = page.locator("#map").bounding_box()
    assert box["x"] < x < box["x"] + box["width"] - 348
    assert box["y"] < y < box["y"] + box["height"]


def test_search_knows_tags_and_ids_and_says_when_there_is_nothing(open_page: Open) -> None:
    page = open_page()

    for query, name in (
        ("#topic/small", "#topic/small"),
        ("2301.05217", "Progress measures"),
        ("zzz", "Nothing found"),
    ):
        page.locator("#search").fill(query)
        page.locator("#results li", has_text=name).first.wait_for()
    assert page.locator("#search").get_attribute("aria-activedescendant") is None
    page.keyboard.press("Escape")
    assert page.locator("#results").is_hidden()


def test_arrows_choose_among_the_answers(open_page: Open) -> None:
    page = open_page()
    page.locator("#search").fill("o")
    page.locator("#results li").nth(2).wait_for()
    second = page.locator("#results li").nth(1).locator(".name").text_content()

    page.keyboard.press("ArrowDown")
    chosen = page.locator("#search").get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")

    page.locator("#panel h2", has_text=second).wait_for()


def test_the_list_sorts_and_opens_notes(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("tab", name="List").click()

    page.get_by_role("button", name="Date").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Date"  # to sort the other way
    dates = [text for text in page.locator("tbody td.date").all_text_contents() if text]
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] == "2024-01-10"
    page.get_by_role("button", name="Name").click()
    names = page.locator("tbody th a").all_text_contents()
    notes = ["Alone", "Circuits", "Grokking", "Home", "Leaf", "Reading"]
    assert [name for name in names if name.isalpha()] == notes
    page.get_by_role("link", name="Alone").click()

    assert page.locator("#panel h2").text_content() == "Alone"
    assert page.locator("tr[aria-current]").count() == 1
    assert page.locator("th[aria-sort=ascending]").text_content() == "Name"


def test_the_list_follows_the_search(open_page: Open) -> None:
    page = open_page("#v=list")

    page.locator("#search").fill("topic")
    until(page, "document.querySelector('caption').textContent.includes('topic')")

    assert page.locator("tbody tr").count() == 5
    href = page.get_by_role("link", name="Circuits").first.get_attribute("href")
    assert href == "#v=list&n=note%3ATopics%2FCircuits.md"


def test_a_long_list_comes_in_parts(open_page: Open, tmp_path: Path) -> None:
    texts = {f"n{i}.md": "" for i in range(450)}
    page = open_page("#v=list", file=page_of(texts, tmp_path / "long.html"))

    assert page.locator("tbody tr").count() == 200
    page.get_by_role("button", name="Show 200 more of 250").click()
    assert page.locator("tbody tr").count() == 400


def test_a_long_folder_shows_its_end_and_whole_where_its_row_is_taken(
    open_page: Open, tmp_path: Path
) -> None:
    folder = "Projects/A client with rather a long name/And a part of it with a longer one/"
    texts = {f"{folder}{end}/Note {end}.md": "" for end in ("first", "second")} | {"קבצים/ארוכים/Note.md": ""}
    page = open_page("#v=list", width=900, file=page_of(texts, tmp_path / "folders.html"))

    def shown(end: str) -> tuple[bool, bool]:
        """Return whether the end of a folder's name, and whether its beginning lies within its cell."""
        return tuple(
            page.locator("tr", has_text=f"Note {end}")
            .locator(".path")
            .evaluate(
                """cell => { const text = cell.querySelector("bdi").firstChild, box = cell.getBoundingClientRect();
                return [text.length - 1, 0].map((at) => { const range = document.createRange();
                  range.setStart(text, at); range.setEnd(text, at + 1);
                  const { left, right } = range.getBoundingClientRect();
                  return left >= box.left - 1 && right <= box.right + 1; }); }"""
            )
        )

    assert shown("second") == (True, False)
    page.get_by_role("link", name="Note second").focus()
    assert shown("second") == (True, True)
    assert shown("first") == (True, False)
    assert page.locator("tr", has_text="קבצים").locator(".path").get_attribute("dir") == "ltr"
