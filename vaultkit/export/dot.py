"""The graph in Graphviz' DOT language: colour and shape by kind, labels without markup."""

from __future__ import annotations

from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, opened, printable

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
            stream.write(f"  {quoted(node)} [label={quoted(facts['label'])}, {style}];\n".encode())
        for source, end, kind in graph.edges(keys=True):
            stream.write(f"  {quoted(source)} -> {quoted(end)} [label={quoted(kind)}];\n".encode())
        stream.write(b"}\n")


def quoted(text: str) -> str:
    """Return a DOT string. Backslashes are doubled, so that `\\N` and `\\n` stay what they are.

    Source: graphviz.org/doc/info/lang.html and the escString attribute type.
    """
    text = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\r", "").replace("\n", "\\n") + '"'
