"""Pages opened from disk in Chromium with the network cut off.

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
from vaultkit.lint import check
from vaultkit.vault import Vault

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = os.environ.get("VAULTKIT_REQUIRE_BROWSER") == "1"
PICTURES = os.environ.get("VAULTKIT_PICTURES")  # a folder: every page is photographed when its test ends

HOSTILE = "</script><script>alert(1)</script>"
HOSTILE_NAME = "Hostile <img src=x onerror=alert(4)>"
VAULT = {
    "Home.md": "---\ncreated: 2024-01-10\n---\nStart: [[Circuits]], [[Grokking]] and [[Not yet written]]. #index\n\n> [!tip] Read\n> on",
    "Topics/Circuits.md": "---\ncreated: 2024-02-01\n---\n# Circuits\n\nParts of a network. Part of:: [[Home]]\n[[Grokking]] #topic",
    "Topics/Grokking.md": (
        "---\naliases: [Late generalisation]\ntags: topic\ncreated: 2024-03-05\nupdated: 2024-04-01\n"
        "status: growing\nsource: https://example.org/x\nauthors: [Ada, Grace]\n---\n"
        "See [Progress measures](https://arxiv.org/abs/2301.05217) and [[#Nowhere in here]]."
    ),
    "Topics/Deep/Leaf.md": "---\ncreated: 2024-05-05\n---\n[[Circuits]] and $a_b$ #topic/small",
    "Log/Reading.md": "---\ncreated: 2024-06-20\n---\nRead [Progress measures](https://arxiv.org/abs/2301.05217).",
    "Alone.md": "No links at all.",
    "Templates/Note.md": "# {{title}}\n\n#topic",
    "Secret.md": "---\ngraphhide: true\n---\n[[Home]] [[Only there]]",
    f"{HOSTILE_NAME}.md": (
        f"---\nwhere: '{HOSTILE}'\nlink: 'javascript:alert(5)'\n---\n# {HOSTILE}\n\n"
        f"<img src=x onerror=alert(2)> [[Circuits|{HOSTILE}]] [x](javascript:alert(3))"
    ),
}
NODES = 13  # shown of VAULT at first: without its template, the hidden note and what hangs on that alone

Open = Callable[..., Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not REQUIRED and "firefox" not in item.path.name:
                item.add_marker(pytest.mark.skip(reason="no Chromium found on the path"))


def page_of(texts: dict[str, str], path: Path, **options: Any) -> Path:
    """Write the page of a vault in memory."""
    vault = Vault.from_texts(texts)
    write(build_graph(vault), path, vault=vault, **options)
    return path


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of VAULT, which lies on disk and so has a name."""
    root = tmp_path_factory.mktemp("page") / "My vault"
    for path, text in {**VAULT, ".obsidian/app.json": "{}"}.items():
        place = root / path.replace("/", os.sep) if "<" not in path else root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (root / ".obsidian" / "templates.json").write_text('{"folder": "Templates"}', encoding="utf-8")
    vault = Vault.open(root)
    path = root.parent / "graph.html"
    findings = [one for one in check(vault) if one.severity != "info"]
    write(build_graph(vault), path, vault=vault, title=f"Test & {HOSTILE}", findings=findings)
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None, "VAULTKIT_REQUIRE_BROWSER is set, but there is no Chromium"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    arguments.append("--disable-back-forward-cache")  # what a tab has left is gone
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


class Tab:
    """A page, and what went wrong on it since `wrong` was emptied last."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.wrong: list[str] = []
        context = browser.new_context(**options)
        context.set_offline(True)
        context.set_default_timeout(10_000)
        self.page = page = context.new_page()
        page.on(
            "console",
            lambda m: self.wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith(("file:", "blob:", "data:", "about:")) else self.wrong.append(r.url)
            ),
        )
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
        )

    def open(self, address: str, *, width: int, height: int, color_scheme: str) -> Any:
        """Open an address as a new page would; unlike a new page, it costs no new process."""
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.wrong.clear()
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(reduced_motion="reduce", color_scheme=color_scheme, forced_colors="none")
        self.page.goto(address)
        return self.page


@pytest.fixture(scope="session")
def shared_tab(browser: Any) -> Tab:
    """The tab of all tests that need nothing special: a page keeps nothing but its address."""
    return Tab(browser)


@pytest.fixture
def open_page(
    browser: Any, shared_tab: Tab, page_file: Path, request: pytest.FixtureRequest
) -> Iterator[Open]:
    """Return a function that opens the page, once in a test; at its end nothing may have gone wrong on it.

    What a browser's context can have, as permissions, it has in a tab of its own.
    """
    tabs: list[Tab] = []

    def opened(
        address: str = "",
        *,
        width: int = 1280,
        height: int = 800,
        color_scheme: str = "light",
        file: Path = page_file,
        **context_options: Any,
    ) -> Any:
        assert not tabs, "the page is open already"
        tabs.append(Tab(browser, **context_options) if context_options else shared_tab)
        return tabs[0].open(file.as_uri() + address, width=width, height=height, color_scheme=color_scheme)

    yield opened
    for tab in tabs:
        if PICTURES:
            tab.page.screenshot(path=str(Path(PICTURES) / f"{request.node.name.replace('/', '_')}.png"))
        if tab is not shared_tab:
            tab.page.context.close()
        assert tab.wrong == []


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


def address_of(page: Any) -> str:
    """Return the part of the address after `#`, once it has been written."""
    page.wait_for_timeout(300)
    return str(page.evaluate("decodeURIComponent(location.hash)"))
