"""pyvis, by its one good seam: the network's data and vis-network are its, the page is ours.

pyvis' own template loads from content networks and lets script in through titles, its `write_html` fails on
Windows code pages and its `add_edge` looks at all edges each time; none of them is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from secrets import token_hex
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, TemplateNotFound
from pyvis.network import Network

from vaultkit.export.page.bundle import (
    asset,
    bundle,
    safe_json_object,
    safe_script,
    source_hash,
)

_LIBRARY = "vis-network.min.js"

# The local view: springs from our positions, nothing that hides the graph until it has settled.
LOCAL_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hideEdgesOnDrag": False, "keyboard": False, "tooltipDelay": 200},
    "edges": {"smooth": False, "width": 1, "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}},
    "nodes": {"borderWidth": 1.5},
    "physics": {
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {  # soft and damped: with vis-network's own values, a hub's neighbours never come to rest
            "gravitationalConstant": -70,
            "centralGravity": 0.02,
            "springLength": 90,
            "springConstant": 0.03,
            "damping": 0.7,
            "avoidOverlap": 0.4,
        },
        "stabilization": False,
        "minVelocity": 0.6,
    },
}


class VaultNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that is filled at once and renders the graph page."""

    def __init__(self, payload: dict[str, Any], *, slim: bool = False) -> None:
        super().__init__(directed=True, cdn_resources="in_line")
        self.payload = payload
        self.slim = slim
        self.options = LOCAL_OPTIONS
        for name in ("nodes", "edges", "node_ids", "node_map"):
            del self.__dict__[name]  # pyvis' own, in place of those below

    @cached_property
    def nodes(self) -> list[dict[str, Any]]:
        """The nodes as pyvis keeps them. The page needs them as little as the edges: made when asked for."""
        columns = {**self.payload["nodes"], **self.payload["places"]}
        return [
            {"id": i, "label": label, "x": x, "y": y, "shape": "dot"}
            for i, (label, x, y) in enumerate(zip(columns["label"], columns["x"], columns["y"], strict=True))
        ]

    @cached_property
    def edges(self) -> list[dict[str, Any]]:
        """The edges as pyvis keeps them."""
        edges, kinds = self.payload["edges"], self.payload["edgeKinds"]
        return [
            {"from": source, "to": target, "kind": kinds[kind]}
            for source, target, kind in zip(edges["source"], edges["target"], edges["kind"], strict=True)
        ]

    @cached_property
    def node_ids(self) -> list[int]:
        """The ids of the nodes."""
        return list(range(len(self.nodes)))

    @cached_property
    def node_map(self) -> dict[int, dict[str, Any]]:
        """The nodes by id."""
        return dict(enumerate(self.nodes))

    def generate_html(self, *_: object, **__: object) -> str:
        """Return the whole page: one offline file, whatever pyvis' own arguments ask for."""
        return b"".join(self.parts()).decode()

    def parts(self) -> Iterator[bytes]:
        """Yield the page in UTF-8, in pieces: as a whole, the data of a large one would stand in memory twice.

        What the map needs comes first, so that it is drawn before the rest of the file has been read: our
        script before pyvis' library, excerpts last.
        """
        environment = Environment(
            loader=ChoiceLoader([PackageLoader("vaultkit.export", "page"), self.templateEnv.loader]),
            autoescape=True,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
        )
        library = "" if self.slim else self._library(environment)
        scripts = [text for text in (bundle(), library) if text]
        style = asset("style.css")
        policy = (
            f"default-src 'none'; script-src {' '.join(map(source_hash, scripts))}; "
            f"style-src {source_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
        )
        first = {name: value for name, value in self.payload.items() if name != "excerpts"}
        # Without the library the page has no local view.
        first["localOptions"] = self.options if library else None
        large: list[Iterable[bytes]] = [
            safe_json_object(first),
            *([script.encode("utf-8", "replace")] for script in scripts),
            safe_json_object(self.payload["excerpts"], at_once=500),
        ]
        # As text, with one symbol beyond the usual in it, each would take four times the room of its bytes.
        places = [token_hex(16) for _ in large]  # nothing else on the page can read so
        page = environment.get_template("template.html").render(
            title=self.payload["title"],
            policy=policy,
            style=style,
            scripts=places[1:-1],
            data=places[0],
            excerpts=places[-1],
        )
        for place, pieces in zip(places, large, strict=True):
            before, _, page = page.partition(place)
            yield before.encode("utf-8", "replace")
            yield from pieces
        yield page.encode("utf-8", "replace")

    @staticmethod
    def _library(environment: Environment) -> str:
        """Return vis-network as it lies in the installed pyvis, empty if it is not where it is known to be."""
        loader = environment.loader
        assert loader is not None
        names = [name for name in loader.list_templates() if name.endswith(_LIBRARY)]
        for name in sorted(
            names,
            key=lambda name: [int(n) for n in "".join(c if c.isdigit() else " " for c in name).split()],
            reverse=True,
        ):
            try:
                return safe_script(loader.get_source(environment, name)[0])
            except TemplateNotFound:
                continue
        return ""
