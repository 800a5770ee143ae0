"""axe-core finds nothing serious in any state, in both themes; calm is kept where it is asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from tests.browser.conftest import Open, until

STATES = {
    "map": "",
    "panel": "#n=note%3ATopics%2FGrokking.md",
    "ghost": "#n=note%3AHome.md&f=Topics&until=2024-03-01",
    "path": "#p=1&pf=note%3ATopics%2FDeep%2FLeaf.md&pt=note%3ALog%2FReading.md",
    "list": "#v=list&n=note%3AHome.md",
    "local": "#v=local&n=note%3AHome.md",
}
COLOUR_RULES = ["color-contrast", "link-in-text-block"]  # what a theme can change


@cache
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, rules: list[str] | None = None) -> list[str]:
    """Return what axe-core finds, by some of its rules or else by all, one line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['impact']}: {rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(("theme", "rules"), [("light", None), ("dark", COLOUR_RULES)], ids=["light", "dark"])
def test_axe_finds_nothing(open_page: Open, theme: str, rules: list[str] | None) -> None:
    page = open_page(color_scheme=theme)
    found = []
    for state, address in STATES.items():
        page.goto(page.url.partition("#")[0] + (address or "#"))
        page.wait_for_timeout(60)
        found += [f"{state}: {line}" for line in violations(page, rules)]
    page.get_by_role("button", name="Save or copy").click()
    found += [f"menu: {line}" for line in violations(page, rules)]
    page.keyboard.press("Escape")
    page.locator("#search").fill("o")
    page.locator("#results li").first.wait_for()
    found += [f"search: {line}" for line in violations(page, rules)]
    assert not found, "\n".join(found)


def test_what_is_chosen_is_seen_in_the_colours_of_the_system(open_page: Open) -> None:
    page = open_page("#p=1")
    page.emulate_media(forced_colors="active")

    ground = "e => getComputedStyle(e).backgroundColor"
    assert page.locator("#tab-map").evaluate(ground) != page.locator("#tab-list").evaluate(ground)
    assert page.locator("#path").evaluate(ground) != page.locator("#theme").evaluate(ground)
    page.locator("#search").fill("o")
    assert page.locator("#results li").first.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_axe_finds_nothing_on_a_phone(open_page: Open) -> None:
    page = open_page(STATES["path"], width=390, height=844)
    found = [f"path: {line}" for line in violations(page)]
    for state in ("panel", "local", "list"):
        page.goto(page.url.partition("#")[0] + STATES[state])
        page.wait_for_timeout(60)
        found += [f"{state}: {line}" for line in violations(page)]
    page.goto(page.url.partition("#")[0] + "#f=Topics&tag=topic&until=2024-03-01&c=folder")
    page.get_by_role("button", name="Filters").click()
    found += [f"filters: {line}" for line in violations(page)]
    page.keyboard.press("Escape")
    page.locator("#search").fill("nothing has this name")
    page.locator("#results .none").wait_for()
    found += [f"no answer: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_where_nothing_is_left(open_page: Open) -> None:
    page = open_page("#f=Nowhere")
    found = []
    for view in ("Map", "Local", "List"):
        page.get_by_role("tab", name=view).click()
        found += [f"{view}: {line}" for line in violations(page)]
    assert not found, "\n".join(found)


def test_the_focus_goes_through_the_page_in_its_order(open_page: Open) -> None:
    page = open_page("#n=note%3AHome.md")
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const e = document.activeElement; return e.closest('[id]')?.id || e.tagName; })()"
        )
        if at == "BODY" and seen:
            break
        seen.append(at)

    order = [
        "skip",
        "search",
        "tab-map",
        "path",
        "save",
        "theme",
        "hiddenKinds-note",
        "colour",
        "map",
        "zoom-in",
        "panel",
    ]
    places = [seen.index(name) for name in order]
    assert places == sorted(places)


def test_the_skip_link_leads_to_the_list(open_page: Open) -> None:
    page = open_page()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "view-list"
    assert page.locator("tbody tr").count() > 0


def test_motion_is_left_out_on_request(open_page: Open) -> None:
    page = open_page()  # all tests ask for reduced motion
    page.keyboard.press("+")

    assert page.evaluate("vaultkit.map.camera.flight") is None


def test_flights_are_smooth_otherwise(open_page: Open) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="no-preference")
    scale = page.evaluate("vaultkit.map.camera.scale")

    page.keyboard.press("+")

    assert page.evaluate("vaultkit.map.camera.flight") is not None
    until(page, f"vaultkit.map.camera.scale > {scale} * 1.49")
