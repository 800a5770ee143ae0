"""The graph in Graphviz' DOT language: colour and shape by kind, labels without markup.

Graphviz keeps the backslashes of an id as they are written: the id of `a\\b` is `a\\\\b` to it. Of nodes and edges
there is no more than what is drawn.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, identifier, opened, printable

SUFFIXES = (".dot", ".gv")

_STYLES = {
    "note": 'shape=box, style="rounded,filled", fillcolor="#dbe9ff"',
    "paper": 'shape=note, style=filled, fillcolor="#fff1cc"',
    "resource": 'shape=ellipse, style=filled, fillcolor="#eeeeee"',
    "tag": 'shape=plaintext, fontcolor="#2c7a4b"',
    "file": 'shape=folder, style=filled, fillcolor="#e7e0f5"',
    "day": "shape=box, style=dotted",
    "unresolved": 'shape=box, style="rounded,dashed", color="#999999"',
}


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write the graph in DOT."""
    with opened(target) as stream:
        stream.write(b'digraph vault {\n  graph [overlap=false];\n  node [fontname="sans-serif"];\n')
        for node, facts in graph.nodes(data=True):
            style = _STYLES[facts["kind"]]
            name, text = quoted(identifier(node)), label(facts["label"])
            stream.write(f"  {name} [label={text}, {style}];\n".encode())
        for source, end, kind in graph.edges(keys=True):
            ends = f"{quoted(identifier(source))} -> {quoted(identifier(end))}"
            stream.write(f"  {ends} [label={quoted(kind)}];\n".encode())
        stream.write(b"}\n")


def quoted(text: str) -> str:
    """Return a DOT string. Backslashes are doubled, so that none takes the quote or the line end after it along.

    Source: graphviz.org/doc/info/lang.html.
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def label(text: str) -> str:
    """Return a DOT string that is drawn as `text`, whatever it holds of escapes (`\\N`) and entities (`&amp;`).

    Source: the attribute type escString and "Character encodings" at graphviz.org/doc/info.
    """
    text = printable(text).replace("\r", "\u240d").replace("&", "&amp;")
    return quoted(text).replace("\n", "\\n")
