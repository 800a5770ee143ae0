"""Take the README's pictures of the page: `python -m tests.browser.pictures`, then look at them.

The page asks for Inter first; where it is installed, the pictures show it.
"""

from __future__ import annotations

import base64
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from vaultkit.export.html import write
from vaultkit.graph import build_graph
from vaultkit.lint import check
from vaultkit.vault import Vault

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / ".github" / "assets"
WIDTH, HEIGHT = 1280, 760
QUALITY = 88  # of WebP: names stay sharp, a picture has about 200 kB
PATH = "#p=1&pf=note%3ALog%2FReading%20log.md&pt=note%3ATopics%2FMLP%20layer.md"
PICTURES = {
    "graph-light": ("light", ""),
    "graph-dark": ("dark", ""),
    "graph-path": ("light", PATH),
}


def take(browser: Browser, page_file: Path, theme: str, address: str, target: Path) -> None:
    """Photograph a view of the page, with twice as many pixels as it is shown with."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        device_scale_factor=2,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(page_file.as_uri() + address)
    page.wait_for_timeout(1500)  # until everything is drawn as sharp as it will be
    taken = context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    target.write_bytes(base64.b64decode(taken["data"]))
    context.close()


def main() -> None:
    """Write every picture anew."""
    vault = Vault.open(ROOT / "sample_vault")
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "graph.html"
        findings = [one for one in check(vault) if one.severity != "info"]
        write(build_graph(vault), file, vault=vault, findings=findings, title="Interpretability")
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (theme, address) in PICTURES.items():
            target = ASSETS / f"{name}.webp"
            take(browser, file, theme, address, target)
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
