"""The map: drawn at once, found by pointer, touch and keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import NODES, Open, page_of, spot, until


def test_the_map_is_drawn_at_once(open_page: Open) -> None:
    page = open_page()

    until(page, "vaultkit.map.firstPicture > 0")
    colours = page.evaluate(
        """() => { const c = document.querySelector('#map canvas');
        const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(d).size; }"""
    )
    assert colours > 10
    assert page.locator("#counts").text_content().startswith(f"{NODES} nodes · ")
    assert page.locator("#counts").text_content().endswith("1 note hidden by graphhide")


def test_hovering_lights_the_neighbourhood(open_page: Open) -> None:
    page = open_page()

    page.mouse.move(*spot(page, "note:Topics/Circuits.md"))

    until(page, "vaultkit.map.hovered === vaultkit.graph.byId.get('note:Topics/Circuits.md')")
    until(page, "vaultkit.map.light === 1")
    page.mouse.move(300, 700)
    until(page, "vaultkit.map.light === 0")


def test_a_double_click_opens_the_neighbourhood_of_a_node_that_the_panel_covers(open_page: Open) -> None:
    page = open_page()
    x, y = spot(page, "note:Topics/Grokking.md")
    page.evaluate(f"vaultkit.map.pan({1180 - x}, {300 - y})")

    page.mouse.dblclick(1180, 300)

    page.locator("#local canvas").wait_for()
    assert page.locator("#panel h2").text_content() == "Grokking"


def test_keys_move_the_map(open_page: Open) -> None:
    page = open_page()
    scale = page.evaluate("vaultkit.map.camera.scale")

    page.keyboard.press("+")
    until(page, f"vaultkit.map.camera.scale > {scale} * 1.4")
    page.emulate_media(reduced_motion="no-preference")
    page.keyboard.press("0")
    until(page, "!vaultkit.map.camera.flight")
    for _ in range(3):  # faster than it flies
        page.keyboard.press("+")
    until(page, f"vaultkit.map.camera.scale > {scale} * 1.5 ** 3 - 0.001")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("0")
    until(page, f"Math.abs(vaultkit.map.camera.scale - {scale}) < 1e-6")
    page.keyboard.press("t")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_wheel_and_drag_move_the_map(open_page: Open) -> None:
    page = open_page()
    before = page.evaluate("({...vaultkit.map.camera})")

    page.mouse.move(700, 300)
    page.mouse.wheel(0, -300)
    until(page, f"vaultkit.map.camera.scale > {before['scale']} * 1.3")
    x, y = page.evaluate("[vaultkit.map.camera.x, vaultkit.map.camera.y]")
    scale = page.evaluate("vaultkit.map.camera.scale")
    page.mouse.move(640, 730)
    page.mouse.down()
    page.mouse.move(740, 700, steps=3)
    page.mouse.up()

    moved = page.evaluate("[vaultkit.map.camera.x, vaultkit.map.camera.y]")
    assert moved == pytest.approx([x - 100 / scale, y + 30 / scale], abs=0.5)


def test_two_fingers_zoom_the_map(open_page: Open) -> None:
    page = open_page(width=390, height=844, has_touch=True)
    scale = page.evaluate("vaultkit.map.camera.scale")
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *places: tuple[int, int]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", (150, 400), (240, 400))
    for spread in (20, 40, 60):
        fingers("touchMove", (150 - spread, 400), (240 + spread, 400))
    fingers("touchEnd")

    until(page, f"vaultkit.map.camera.scale > {scale} * 1.8")


def test_colours_and_sizes_say_what_was_asked(open_page: Open) -> None:
    page = open_page()
    radius = "vaultkit.graph.size[vaultkit.graph.byId.get('paper:arxiv:2301.05217')]"
    by_links = page.evaluate(radius)

    page.get_by_label("Size by").select_option("citations")
    assert page.evaluate(radius) == pytest.approx(3 + 3 * 2**0.5)
    page.get_by_label("Size by").select_option("pagerank")
    assert page.evaluate(radius) not in (by_links, pytest.approx(3 + 3 * 2**0.5))
    page.get_by_label("Colour by").select_option("folder")
    legend = page.locator("fieldset", has_text="Colour by").locator(".row.plain")
    *folders, others = legend.all_text_contents()
    assert sorted(folders) == ["(top folder)", "Log", "Templates", "Topics", "Topics/Deep"]
    assert others == "Everything else"  # papers and tags lie in no folder


def test_a_phone_has_everything_within_reach(open_page: Open) -> None:
    page = open_page(width=390, height=844)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Papers", exact=False).first.uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="List").click()
    page.get_by_role("link", name="Grokking").click()
    page.locator("#panel h2").wait_for()


def test_the_local_view_shows_the_neighbourhood(open_page: Open) -> None:
    page = open_page("#n=note%3ATopics%2FGrokking.md")

    page.get_by_role("button", name="Neighbourhood").click()

    page.locator("#local canvas").wait_for()
    status = page.locator("#view-local [role=status]")
    assert status.text_content() == "Grokking and 5 nodes around it"
    page.get_by_role("button", name="2 steps").click()
    assert "Grokking and 10 nodes" in status.text_content()
    # In one step: until a key is pressed, the view comes nearer or goes further away by itself.
    scale, unmoved = page.evaluate(
        """() => { const scales = [vaultkit.local.network.getScale(), vaultkit.map.camera.scale];
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "-", bubbles: true }));
        return scales; }"""
    )
    until(page, f"vaultkit.local.network.getScale() < {scale} * 0.7")
    assert page.evaluate("vaultkit.map.camera.scale") == unmoved
    page.keyboard.press("l")
    assert page.locator("#view-map").is_visible()


def test_names_cover_neither_each_other_nor_nodes_nor_the_zoom_buttons(
    open_page: Open, tmp_path: Path
) -> None:
    texts = {f"A rather long name {i}.md": f"[[A rather long name {(i * 7 + 3) % 60}]]" for i in range(60)}
    page = open_page(file=page_of(texts, tmp_path / "names.html"))
    page.evaluate("vaultkit.map.pan(-330, 160)")  # some nodes to the buttons
    until(page, "!vaultkit.map.running")

    names, nodes, buttons = page.evaluate(
        """() => { const map = vaultkit.map;
        const names = [...map.fading.shown.values()].filter(({ label }) => label.weight < 500).map(({ label }) => {
          const half = map.measure.width(label.text, label.weight, label.size) / 2;
          return [label.x - half, label.y, label.x + half, label.y + label.size]; });
        const nodes = Array.from(vaultkit.graph.label, (_, i) => map.screen(i)).map(([x, y, r]) => [x - r, y - r, x + r, y + r]);
        const zoom = document.getElementById("zoom").getBoundingClientRect(), host = map.host.getBoundingClientRect();
        return [names, nodes, [zoom.left - host.left, zoom.top - host.top, zoom.right - host.left, zoom.bottom - host.top]]; }"""
    )

    def touch(a: list[float], b: list[float]) -> bool:
        return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

    assert len(names) > 15
    assert any(touch(node, buttons) for node in nodes)
    names = [name for name in names if name[0] > 0]  # others are not seen whole
    others = [(name, other) for name in names for other in [*names, *nodes, buttons] if other is not name]
    assert not [pair for pair in others if touch(*pair)]


def test_names_keep_out_of_the_panel(open_page: Open, tmp_path: Path) -> None:
    texts = {"Hub.md": " ".join(f"[[A neighbour {i}]]" for i in range(24))}
    page = open_page("#n=note%3AHub.md", file=page_of(texts, tmp_path / "hub.html"))
    page.evaluate("vaultkit.map.pan(300, 0)")  # half of the neighbours below the panel
    until(page, "!vaultkit.map.running")

    rights = page.evaluate(
        """() => { const rights = [], { prototype } = CanvasRenderingContext2D, write = prototype.fillText;
        prototype.fillText = function (text, x) {
          const half = this.measureText(text).width / 2;
          if (x - half < vaultkit.map.width) rights.push(x + half); };
        vaultkit.map.paint();
        prototype.fillText = write;
        return rights; }"""
    )
    edge = page.locator("#panel").bounding_box()["x"] - page.locator("#map").bounding_box()["x"]
    assert len(rights) > 5
    assert max(rights) < edge


def test_long_names_are_cut_between_words(open_page: Open, tmp_path: Path) -> None:
    name = "Superposition of many sparse features in few directions"
    page = open_page(file=page_of({f"{name}.md": "[[B]]", "B.md": ""}, tmp_path / "words.html"))

    names = page.evaluate("[...vaultkit.map.fading.shown.values()].map(({ label }) => label.text)")
    (short,) = (shown for shown in names if shown != "B")
    assert short.endswith("…")
    assert name.startswith(short[:-1] + " ")


def test_the_largest_node_has_a_name_among_the_themes(open_page: Open, tmp_path: Path) -> None:
    texts = {f"n{i}.md": f"[[n{i + 1 if (i + 1) % 6 else i - 5}]] #task" for i in range(180)}
    page = open_page(file=page_of(texts, tmp_path / "hub.html"))

    names = page.evaluate("[...vaultkit.map.fading.shown.values()].map(({ label }) => label.text)")
    assert "#task" in names
    assert len(names) == len(set(names)) > 3


def test_names_do_not_fade_when_the_map_gets_its_size(open_page: Open) -> None:
    page = open_page()
    page.emulate_media(reduced_motion="no-preference")
    until(page, "vaultkit.map.firstPicture > 0")

    alphas = page.evaluate(
        """() => { const { map } = vaultkit;
        map.host.style.width = "300px";
        map.resize();
        const alphas = [...map.fading.shown.values()].map(({ alpha }) => alpha);
        map.host.style.width = "";
        map.resize();
        return alphas; }"""
    )
    assert set(alphas) == {1}
