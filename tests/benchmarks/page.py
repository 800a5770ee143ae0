"""The graph page in a browser beside other pages of the same graph: seconds, frames, milliseconds.

Run `python -m tests.benchmarks.page`; numbers of nodes can be given, 2000, 10000 and 50000 are the default;
`--only vaultkit` leaves the others out. Links are three times as many as nodes. Everything is drawn by
Chromium in software (`--disable-gpu`), 1280 x 800, one pixel per pixel.

- first: from the start of the navigation to two frames after the first complete picture, data read included;
- zoom, pan: frames per second over three seconds in which every frame brings one wheel or drag event;
- hover: from a pointer event over a node to two frames later, median of twelve;
- search: a query over all nodes, median of three, in the page alone;
- draw: the page's own share of a frame while moving, median and 95th percentile;
- cpu: processor time of the whole browser for each frame, which other work of the machine does not disturb
  (a frame fits into 20 ms, 50 in a second, if it stays well below).

The others are stock pyvis, pyvis as fast as it can be made (positions given, no physics, thin straight links
that are left out while moving), and force-graph, which npm installs into a temporary folder when asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from tests.graph.test_layout import planted
from vaultkit.export.html import render
from vaultkit.export.page.bundle import safe_script
from vaultkit.graph.layout import layout

VIEW = {"width": 1280, "height": 800}
SECONDS = 3
PATIENCE = 90_000  # milliseconds before a page counts as one that never draws
KINDS = ("note", "paper", "tag", "unresolved")

Page = Callable[["Drawn"], str]


class Drawn:
    """A graph with themes, its names, and where its nodes lie."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.theme, self.links = planted(n, max(6, n // 350))
        kind = np.random.default_rng(1).choice(4, n, p=[0.65, 0.22, 0.03, 0.10])
        self.kinds = [KINDS[k] for k in kind]
        self.names = [f"{self.kinds[i]} {i} of theme {self.theme[i]}" for i in range(n)]
        self.degree = np.bincount(self.links.ravel(), minlength=n)
        self.places = layout([str(i) for i in range(n)], self.links, 3.2 + 1.5 * self.degree**0.45)


def vaultkit_page(drawn: Drawn) -> str:
    """Return our page."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = [f"{kind}:{i}" for i, kind in enumerate(drawn.kinds)]
    for i, (node, kind, name) in enumerate(zip(ids, drawn.kinds, drawn.names, strict=True)):
        facts: dict[str, Any] = {"kind": kind, "label": name}
        if kind == "note":
            path, tags = f"Folder {drawn.theme[i]}/{name}.md", [f"theme/{drawn.theme[i]}"]
            facts |= {"path": path, "note_type": "note", "folder": f"Folder {drawn.theme[i]}", "tags": tags}
        graph.add_node(node, **facts)
    for source, target in drawn.links.tolist():
        graph.add_edge(ids[source], ids[target], key="links_to", lines=[1])
    return render(graph, title="Benchmark")


def _pyvis(drawn: Drawn, tuned: bool) -> str:
    """Return a page of pyvis; filled at once, for its `add_edge` alone would take minutes."""
    from pyvis.network import Network

    network = Network(height="800px", width="100%", directed=tuned, cdn_resources="in_line")
    network.nodes = [
        {"id": i, "label": name, "shape": "dot", "size": 6} for i, name in enumerate(drawn.names)
    ]
    network.edges = [{"from": a, "to": b} for a, b in drawn.links.tolist()]
    network.node_ids = list(range(drawn.n))
    network.node_map = {node["id"]: node for node in network.nodes}
    if tuned:
        for node, (x, y) in zip(network.nodes, drawn.places.tolist(), strict=True):
            node.update(x=x, y=y)
        edges = {"smooth": False, "width": 0.3, "arrows": {"to": {"enabled": False}}}
        moving = {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True, "hover": True}
        network.set_options(
            json.dumps({"physics": {"enabled": False}, "edges": edges, "interaction": moving})
        )
    page = str(network.generate_html())
    # the rest of its template comes from a content network, which is cut off here
    return page.replace('rel="stylesheet"', 'rel="none"')


def pyvis_page(drawn: Drawn) -> str:
    """Return what pyvis makes by default."""
    return _pyvis(drawn, tuned=False)


def tuned_pyvis_page(drawn: Drawn) -> str:
    """Return the fastest page that pyvis' own template can make."""
    return _pyvis(drawn, tuned=True)


def force_graph_page(drawn: Drawn) -> str:
    """Return a page of force-graph, without its simulation."""
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm is not installed")
    folder = Path(tempfile.gettempdir()) / "vaultkit-force-graph"
    script = folder / "node_modules" / "force-graph" / "dist" / "force-graph.min.js"
    if not script.exists():
        folder.mkdir(exist_ok=True)
        subprocess.run([npm, "install", "--silent", "--prefix", str(folder), "force-graph"], check=True)
    nodes = [{"id": i, "x": x, "y": y} for i, (x, y) in enumerate(drawn.places.round().tolist())]
    data = {"nodes": nodes, "links": [{"source": a, "target": b} for a, b in drawn.links.tolist()]}
    return (
        f"<!doctype html><body style='margin:0'><div id=g></div><script>{safe_script(script.read_text('utf-8'))}</script>"
        f"<script>const g = ForceGraph()(document.getElementById('g')).cooldownTicks(0).linkWidth(0.3)"
        f".graphData({json.dumps(data)}); setTimeout(() => g.zoomToFit(0), 0);</script>"
    )


PAGES: dict[str, Page] = {
    "vaultkit": vaultkit_page,
    "pyvis, tuned": tuned_pyvis_page,
    "pyvis, stock": pyvis_page,
    "force-graph": force_graph_page,
}

# Frames in which the canvas holds a picture: a page has drawn when it stays the same kind of non-empty.
_WATCH = """
window.firstPicture = 0;
const look = () => {
  const canvas = document.querySelector('canvas');
  if (canvas && canvas.width > 300) {
    const few = document.createElement('canvas');
    few.width = 64; few.height = 40;
    const c = few.getContext('2d');
    c.drawImage(canvas, 0, 0, 64, 40);
    if (new Set(new Uint32Array(c.getImageData(0, 0, 64, 40).data.buffer)).size > 8) {
      requestAnimationFrame(() => requestAnimationFrame(() => (window.firstPicture = performance.now())));
      return;
    }
  }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""

_MOVE = """([kind, seconds]) => new Promise((done) => {
  const canvas = document.querySelector('canvas'), box = canvas.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const fire = (type, more) => {
    const Kind = type.startsWith('pointer') ? PointerEvent : type === 'wheel' ? WheelEvent : MouseEvent;
    const at = { clientX: x, clientY: y, bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, view: window, ...more };
    canvas.dispatchEvent(new Kind(type, at));
  };
  canvas.setPointerCapture = () => {};
  const draws = [], map = window.vaultkit?.map, frame = map?.frame;
  if (map) map.frame = function (...args) {
    const start = performance.now(), result = frame.apply(this, args);
    draws.push(performance.now() - start);
    return result;
  };
  if (kind === 'pan') for (const type of ['pointerdown', 'mousedown']) fire(type, { button: 0, buttons: 1 });
  let frames = 0;
  const start = performance.now();
  const step = () => {
    const passed = performance.now() - start;
    if (passed > seconds * 1000) {
      if (kind === 'pan') for (const type of ['pointerup', 'mouseup']) fire(type, {});
      if (map) map.frame = frame;
      draws.sort((a, b) => a - b);
      done([frames / (passed / 1000), draws[Math.floor(draws.length / 2)] ?? null, draws[Math.floor(draws.length * 0.95)] ?? null]);
      return;
    }
    frames++;
    if (kind === 'zoom') fire('wheel', { deltaY: Math.sin(frames / 20) < 0 ? 60 : -60 });
    else for (const type of ['pointermove', 'mousemove']) fire(type, { clientX: x + 200 * Math.sin(frames / 25), clientY: y + 120 * Math.cos(frames / 25), buttons: 1 });
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""

_HOVER = """() => new Promise((done) => {
  const canvas = document.querySelector('canvas'), box = canvas.getBoundingClientRect();
  const times = [];
  const next = () => {
    if (times.length === 12) {
      times.sort((a, b) => a - b);
      done(times[6]);
      return;
    }
    const map = window.vaultkit?.map;
    let x = box.left + box.width * (0.3 + 0.03 * times.length), y = box.top + box.height / 2;
    if (map) {
      const place = map.screen(window.vaultkit.graph.rank[times.length * 3]);
      [x, y] = [box.left + place[0], box.top + place[1]];
    }
    const start = performance.now();
    for (const type of ['pointermove', 'mousemove']) {
      const Kind = type === 'pointermove' ? PointerEvent : MouseEvent;
      canvas.dispatchEvent(new Kind(type, { clientX: x, clientY: y, bubbles: true, pointerId: 1, view: window }));
    }
    requestAnimationFrame(() => requestAnimationFrame(() => {
      times.push(performance.now() - start);
      setTimeout(next, 400);
    }));
  };
  next();
})"""

_SEARCH = """() => {
  const times = ['theme 1', 'note 42', 'zzz'].map((query) => {
    const start = performance.now();
    window.vaultkit.search(query);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[1];
}"""


def measure(browser: Any, file: Path, ours: bool) -> dict[str, float]:
    """Return the figures of one page."""
    context = browser.new_context(viewport=VIEW)
    context.set_offline(True)
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.set_default_timeout(PATIENCE)
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_function("window.firstPicture > 0", polling=50) if not ours else _wait(page)
    figures = {"first s": page.evaluate("window.firstPicture") / 1000}
    page.wait_for_timeout(1500)
    for kind in ("zoom", "pan"):
        before = _processor_time()
        fps, draw, slow = page.evaluate(_MOVE, [kind, SECONDS])
        figures[f"{kind} fps"] = fps
        figures[f"{kind} cpu ms"] = (_processor_time() - before) * 1000 / (fps * SECONDS)
        if draw is not None:
            figures[f"{kind} draw ms"], figures[f"{kind} 95% ms"] = draw, slow
        page.wait_for_timeout(1200)
    figures["hover ms"] = page.evaluate(_HOVER)
    if ours:
        figures["search ms"] = page.evaluate(_SEARCH)
    context.close()
    return figures


def _processor_time() -> float:
    """Return the seconds of processor time that all processes started from here have taken so far."""
    parents: dict[int, int] = {}
    taken: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        pid = int(place.parent.name)
        parents[pid], taken[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while found := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= found
    return sum(taken.get(pid, 0) for pid in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def _wait(page: Any) -> None:
    """Wait from outside: our page's policy forbids evaluation inside it."""
    while not page.evaluate("window.firstPicture > 0"):
        page.wait_for_timeout(20)


def main() -> None:
    """Print the figures of every page at every size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[2000, 10_000, 50_000])
    parser.add_argument("--only", choices=PAGES, action="append")
    chosen = parser.parse_args()
    from playwright.sync_api import Error, sync_playwright

    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for size in chosen.sizes:
            drawn = Drawn(size)
            print(f"\n{size:,} nodes, {len(drawn.links):,} links")
            for name in chosen.only or PAGES:
                file = Path(folder) / f"{size}.html"
                # A browser for each page: one that never came to draw would go on working beside the next.
                browser = playwright.chromium.launch(
                    executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
                )
                try:
                    file.write_text(PAGES[name](drawn), encoding="utf-8")
                    figures = measure(browser, file, name == "vaultkit")
                except Error:
                    print(f"{name:14} did not draw within {PATIENCE / 1000:.0f} s")
                    continue
                except FileNotFoundError as missing:
                    print(f"{name:14} {missing}", file=sys.stderr)
                    continue
                finally:
                    browser.close()
                shown = "  ".join(
                    f"{what} {value:.{0 if value >= 100 else 1}f}" for what, value in figures.items()
                )
                print(f"{name:14} {file.stat().st_size / 1e6:5.1f} MB  {shown}", flush=True)


if __name__ == "__main__":
    main()
