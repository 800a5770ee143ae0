"""The page in Firefox, driven over WebDriver BiDi, which Firefox speaks by itself.

The way from the search to the panel, a path, the local view and the list by keys alone; what the engine
reports as an error or asks from the network fails the test.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FIREFOX = next(filter(None, map(shutil.which, ("firefox", "firefox-esr"))), None)
PATIENCE = 60.0
ENTER, ESCAPE = "\ue007", "\ue00c"

pytestmark = pytest.mark.skipif(FIREFOX is None, reason="no Firefox found on the path")


class Firefox:
    """A running Firefox with one tab."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.number = 0
        self.events: list[dict[str, Any]] = []
        self.command("session.new", capabilities={})
        self.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.tab = self.command("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": 1280, "height": 800}
        self.command("browsingContext.setViewport", context=self.tab, viewport=size)

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; what happens meanwhile is kept in `events`."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.recv(timeout=PATIENCE))
            if message.get("id") != self.number:
                self.events.append(message)
                continue
            assert message["type"] == "success", message
            found: dict[str, Any] = message["result"]
            return found

    def open(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def ask(self, expression: str) -> Any:
        target = {"context": self.tab}
        done = self.command("script.evaluate", expression=expression, target=target, awaitPromise=False)
        assert done["type"] == "success", done
        return done["result"].get("value")

    def until(self, expression: str, expected: Any) -> None:
        end = time.monotonic() + PATIENCE
        while (found := self.ask(expression)) != expected:
            assert time.monotonic() < end, f"{expression} stayed {found!r}"
            time.sleep(0.05)

    def press(self, keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keys", "actions": strokes}]
        self.command("input.performActions", context=self.tab, actions=actions)


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    from websockets.sync.client import connect

    assert FIREFOX is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "user.js").write_text('user_pref("ui.prefersReducedMotion", 1);', encoding="utf-8")
    arguments = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", str(port)]
    environment = {**os.environ, "HOME": str(tmp_path)}
    with subprocess.Popen(
        [FIREFOX, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    connection = connect(f"ws://127.0.0.1:{port}/session", max_size=None)
                    break
                except OSError:
                    assert time.monotonic() < end, "Firefox does not answer"
                    time.sleep(0.2)
            with connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def test_the_page_works_in_firefox(firefox: Firefox, page_file: Path) -> None:
    firefox.open(page_file.as_uri())
    firefox.until("vaultkit.map.firstPicture > 0", True)

    firefox.press("/")
    firefox.press("late gen")
    firefox.until("document.querySelector('#results li .name')?.textContent", "Grokking")
    firefox.press(ENTER)
    firefox.until("document.querySelector('#panel h2')?.textContent", "Grokking")
    firefox.press("p")
    firefox.press("/")
    firefox.press("leaf")
    firefox.until("document.querySelector('#results li .name')?.textContent", "Leaf")
    firefox.press(ENTER)
    firefox.until("document.querySelector('#panel h2')?.textContent", "2 steps")
    firefox.press(ESCAPE)
    firefox.press(ESCAPE)
    firefox.press("l")
    firefox.until("document.querySelectorAll('#local canvas').length", 1)
    firefox.open(page_file.as_uri() + "#v=list")
    firefox.until("document.querySelectorAll('tbody tr').length > 10", True)

    logged = [event["params"]["text"] for event in firefox.events if event["method"] == "log.entryAdded"]
    asked = [
        event["params"]["request"]["url"]
        for event in firefox.events
        if event["method"] == "network.beforeRequestSent"
    ]
    assert logged == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
