"""The graph page as a person meets it: opened from disk in Chromium with the network cut off.

Any console error, any violation of the page's own policy and any request but the file itself fails a test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from vaultkit.export.html import write
from vaultkit.graph import build_graph
from vaultkit.vault import Vault

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = os.environ.get("VAULTKIT_REQUIRE_BROWSER") == "1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="no Chromium found on the path"),
]

HOSTILE = "</script><script>alert(1)</script>"
HOSTILE_NAME = "Hostile <img src=x onerror=alert(4)>"
VAULT = {
    "Home.md": "Start: [[Circuits]], [[Grokking]] and [[Not yet written]]. #index\n\n> [!tip] Read\n> on",
    "Topics/Circuits.md": "# Circuits\n\nParts of a network. Part of:: [[Home]]\n[[Grokking]] #topic",
    "Topics/Grokking.md": "---\naliases: [Late generalisation]\ntags: topic\n---\nSee [a paper](https://arxiv.org/abs/2301.05217).",
    "Alone.md": "No links at all.",
    f"{HOSTILE_NAME}.md": f"# {HOSTILE}\n\n<img src=x onerror=alert(2)> [[Circuits|{HOSTILE}]] [x](javascript:alert(3))",
}

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vault = Vault.from_texts(VAULT)
    path = tmp_path_factory.mktemp("page") / "graph.html"
    write(build_graph(vault), path, vault=vault, title=f"Test & {HOSTILE}")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None, "VAULTKIT_REQUIRE_BROWSER is set, but there is no Chromium"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, page_file: Path) -> Iterator[Open]:
    """Return a function that opens the page; at the end nothing may have gone wrong on it."""
    wrong: list[str] = []
    contexts: list[Any] = []

    def opened(address: str = "", *, width: int = 1280, height: int = 800, file: Path = page_file) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.on(
            "console",
            lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda r: None if r.url.startswith(("file:", "blob:", "data:")) else wrong.append(r.url),
        )
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
        )
        page.goto(file.as_uri() + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def until(page: Any, condition: str) -> None:
    """Wait for a condition, asked from outside: the page's policy forbids evaluation inside it."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {condition}")


def spot(page: Any, node: str) -> tuple[float, float]:
    """Return where a node lies in the window."""
    x, y = page.evaluate(
        """id => { const map = vaultkit.map; const [x, y] = map.screen(vaultkit.graph.byId.get(id));
        const box = map.host.getBoundingClientRect(); return [x + box.left, y + box.top]; }""",
        node,
    )
    return x, y


def test_the_map_is_drawn_at_once(open_page: Open) -> None:
    page = open_page()

    until(page, "vaultkit.map.firstPicture > 0")
    colours = page.evaluate(
        """() => { const c = document.querySelector('#map canvas');
        const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(d).size; }"""
    )
    assert colours > 10
    assert page.locator("#counts").text_content() == "9 nodes · 10 links"


def test_the_title_and_all_names_are_text(open_page: Open) -> None:
    page = open_page()
    page.evaluate("id => vaultkit.store.set({node: vaultkit.graph.byId.get(id)})", f"note:{HOSTILE_NAME}.md")

    assert page.locator("#title").text_content() == f"Test & {HOSTILE}"
    assert page.locator("#panel h2").text_content() in (HOSTILE, HOSTILE_NAME)
    assert HOSTILE in page.locator("#panel").text_content()
    assert "<img src=x onerror=alert(2)>" in page.locator(".excerpt").text_content()
    assert page.locator(".excerpt img, .excerpt script, a[href^='javascript:']").count() == 0


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


def test_hovering_lights_the_neighbourhood(open_page: Open) -> None:
    page = open_page()

    page.mouse.move(*spot(page, "note:Topics/Circuits.md"))

    until(page, "vaultkit.map.hovered === vaultkit.graph.byId.get('note:Topics/Circuits.md')")
    until(page, "vaultkit.map.light === 1")
    page.mouse.move(300, 700)
    until(page, "vaultkit.map.light === 0")


def test_a_click_opens_the_panel_and_links_lead_on(open_page: Open) -> None:
    page = open_page()

    page.mouse.click(*spot(page, "note:Topics/Grokking.md"))
    panel = page.locator("#panel")
    panel.locator("h2", has_text="Grokking").wait_for()
    assert "Late generalisation" in panel.text_content()
    assert panel.locator("section", has_text="Cites").locator("li").count() == 1
    panel.locator("section", has_text="Linked from").get_by_text("Circuits", exact=True).click()
    panel.locator("h2", has_text="Circuits").wait_for()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")


def test_the_legend_filters_map_and_list(open_page: Open) -> None:
    page = open_page("#v=list")
    assert page.locator("tbody tr").count() == 9

    page.get_by_label("Tags", exact=False).first.uncheck()

    assert page.locator("tbody tr").count() == 7
    assert "7 of 9 nodes" in page.locator("#counts").text_content()
    until(page, "location.hash.includes('hk=tag')")
    page.get_by_text("Show everything", exact=True).click()
    assert page.locator("tbody tr").count() == 9


def test_the_list_sorts_and_opens_notes(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("tab", name="List").click()

    page.get_by_role("button", name="Name").click()
    names = page.locator("tbody th a").all_text_contents()
    assert names == sorted(names, key=lambda name: name.strip("#</").casefold()) or names[0].startswith(
        ("#", "<")
    )
    page.get_by_role("link", name="Alone").click()

    assert page.locator("#panel h2").text_content() == "Alone"
    assert page.locator("tr[aria-current]").count() == 1
    assert page.locator("th[aria-sort=ascending]").text_content() == "Name"


def test_the_local_view_shows_the_neighbourhood(open_page: Open) -> None:
    page = open_page("#n=note%3ATopics%2FGrokking.md")

    page.get_by_role("button", name="Neighbourhood").click()

    page.locator("#local canvas").wait_for()
    assert page.locator("#view-local [role=status]").text_content() == "Grokking and 4 nodes around it"
    page.get_by_role("button", name="3 steps").click()
    assert "7 nodes" in page.locator("#view-local [role=status]").text_content()


def test_the_address_restores_the_view(open_page: Open) -> None:
    page = open_page("#n=note%3AHome.md&hk=tag.unresolved&he=cites&c=folder&t=dark&m=10,-20,2.00&min=1")

    assert page.locator("#panel h2").text_content() == "Home"
    assert not page.locator("#hiddenKinds-tag").is_checked()
    assert not page.locator("#hiddenEdges-cites").is_checked()
    assert page.locator("#colour").input_value() == "folder"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    zoom = page.evaluate(
        "[vaultkit.map.camera.x, vaultkit.map.camera.y, vaultkit.map.camera.scale / vaultkit.map.fitScale]"
    )
    assert zoom == pytest.approx([10, -20, 2], abs=0.01)


def test_keys_move_the_map(open_page: Open) -> None:
    page = open_page()
    scale = page.evaluate("vaultkit.map.camera.scale")

    page.keyboard.press("+")
    until(page, f"vaultkit.map.camera.scale > {scale} * 1.4")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("0")
    until(page, f"Math.abs(vaultkit.map.camera.scale - {scale}) < 1e-6")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_picture_is_saved(open_page: Open) -> None:
    page = open_page()

    with page.expect_download() as download:
        page.get_by_role("button", name="Save as PNG").click()

    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_a_phone_has_everything_within_reach(open_page: Open) -> None:
    page = open_page(width=390, height=844)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Papers", exact=False).first.uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="List").click()
    page.get_by_role("link", name="Grokking").click()
    page.locator("#panel h2").wait_for()


@pytest.mark.parametrize("texts", [{}, {"Only.md": ""}, {f"{i}.md": "" for i in range(40)}])
def test_odd_vaults_open(open_page: Open, tmp_path: Path, texts: dict[str, str]) -> None:
    vault = Vault.from_texts(texts)
    write(build_graph(vault), tmp_path / "odd.html", vault=vault)

    page = open_page(file=tmp_path / "odd.html")

    until(page, "vaultkit.map.firstPicture > 0")
    page.get_by_role("tab", name="List").click()
    assert page.locator("tbody tr").count() == len(texts)
    page.get_by_role("tab", name="Local").click()
