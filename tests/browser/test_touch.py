"""Fingers: taps, double taps, a finger that rests, two fingers, and the sheet at the foot of a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Open, spot, until

CIRCUITS = "vaultkit.graph.byId.get('note:Topics/Circuits.md')"

Fingers = Callable[..., None]


@pytest.fixture
def phone(open_page: Open) -> tuple[Any, Fingers]:
    """Return the page on a phone and a function that puts fingers on it."""
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    session = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    return page, fingers


def test_a_tap_selects_even_if_it_is_not_exact(phone: tuple[Any, Fingers]) -> None:
    page, fingers = phone
    x, y = spot(page, "note:Topics/Circuits.md")

    fingers("Start", (x + 10, y + 8))
    fingers("Move", (x + 13, y + 9))
    fingers("End")

    page.locator("#panel h2", has_text="Circuits").wait_for()


def tap_twice(page: Any, fingers: Fingers, place: tuple[float, float], *, apart: int) -> None:
    """Tap twice on a place so many milliseconds apart, by a clock that only this moves: no machine is too slow."""
    page.clock.install(time=0)
    page.clock.pause_at(1)
    for _ in range(2):
        fingers("Start", place)
        fingers("End")
        page.clock.run_for(apart)


def test_two_taps_open_the_neighbourhood(phone: tuple[Any, Fingers]) -> None:
    page, fingers = phone

    tap_twice(page, fingers, spot(page, "note:Topics/Circuits.md"), apart=200)

    assert page.evaluate("vaultkit.store.view.view") == "local"
    assert page.evaluate(f"vaultkit.store.view.node === {CIRCUITS}")


def test_two_taps_far_apart_select_twice(phone: tuple[Any, Fingers]) -> None:
    page, fingers = phone
    page.evaluate("vaultkit.map.pan(0, -250)")  # to where the sheet does not cover it

    tap_twice(page, fingers, spot(page, "note:Topics/Circuits.md"), apart=600)

    assert page.evaluate("vaultkit.store.view.view") == "map"
    assert page.evaluate(f"vaultkit.store.view.node === {CIRCUITS}")


def test_a_finger_that_rests_opens_the_neighbourhood(phone: tuple[Any, Fingers]) -> None:
    page, fingers = phone
    place = spot(page, "note:Topics/Circuits.md")

    fingers("Start", place)
    until(page, "vaultkit.store.view.view === 'local'")
    fingers("End")

    page.locator("#local canvas").wait_for()
    page.wait_for_timeout(50)
    assert page.locator("#panel h2").text_content() == "Circuits"


def test_two_fingers_move_the_map_and_select_nothing(phone: tuple[Any, Fingers]) -> None:
    page, fingers = phone
    x, y = spot(page, "note:Topics/Circuits.md")
    before = page.evaluate("({...vaultkit.map.camera})")

    fingers("Start", (x, y), (x + 80, y))
    fingers("End")
    fingers("Start", (150, 400), (250, 400))
    for step in (20, 40, 60):
        fingers("Move", (150, 400 + step), (250, 400 + step))
    fingers("End")

    until(page, f"vaultkit.map.camera.y < {before['y']} - 50 / {before['scale']}")
    assert page.evaluate("vaultkit.map.camera.scale") == pytest.approx(before["scale"], rel=0.02)
    assert page.evaluate("vaultkit.store.view.node") == -1


def test_the_sheet_can_be_pulled_away(phone: tuple[Any, Fingers]) -> None:
    page, fingers = phone
    page.touchscreen.tap(*spot(page, "note:Topics/Circuits.md"))
    panel = page.locator("#panel")
    panel.locator("h2", has_text="Circuits").wait_for()
    until(page, "document.getElementById('panel').style.pointerEvents === ''")  # no second tap came
    head = panel.locator("h2").bounding_box()
    x, y = head["x"] + 20, head["y"] + 5

    fingers("Start", (x, y))
    fingers("Move", (x, y + 40))
    fingers("End")
    assert panel.is_visible()
    fingers("Start", (x, y))
    for step in (40, 80, 120):
        fingers("Move", (x, y + step))
    fingers("End")

    panel.wait_for(state="hidden")
    assert page.get_by_role("tab", name="List").is_visible()
