"""The graph as Cypher statements for Neo4j: run twice, they change nothing.

Memgraph takes all but the first one, whose syntax for constraints is its own; Kùzu has no nodes without a schema
and takes none of them.

Every node is a `:Vault` with a second label for its kind; every edge is a relationship named after its kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from vaultkit.export._writing import Target, identifier, opened, printable

SUFFIXES = (".cypher", ".cql")


def write(graph: nx.MultiDiGraph[str], target: Target, **_: Any) -> None:
    """Write one statement a line, nodes before edges."""
    with opened(target) as stream:
        stream.write(b"CREATE CONSTRAINT vault_id IF NOT EXISTS FOR (n:Vault) REQUIRE n.id IS UNIQUE;\n")
        for node, facts in graph.nodes(data=True):
            label = str(facts["kind"]).capitalize()
            line = (
                f"MERGE (n:Vault {{id: {literal(identifier(node))}}}) SET n:{label}, n += {literal(facts)};\n"
            )
            stream.write(line.encode())
        for source, end, kind, facts in graph.edges(keys=True, data=True):
            line = (
                f"MATCH (a:Vault {{id: {literal(identifier(source))}}}), (b:Vault {{id: {literal(identifier(end))}}}) "
                f"MERGE (a)-[r:{kind.upper()}]->(b) SET r += {literal(facts)};\n"
            )
            stream.write(line.encode())


def literal(value: Any) -> str:
    """Return a value as a Cypher literal; a mapping inside a mapping becomes a list of `key=value`."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, Mapping):
        pairs = []
        for key in sorted(value):
            item = value[key]
            if isinstance(item, Mapping):
                item = [f"{name}={item[name]}" for name in sorted(item)]
            if item is not None:
                pairs.append(f"{key}: {literal(item)}")
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(literal, value)) + "]"
    text = printable(str(value)).replace("\\", "\\\\").replace("'", "\\'")
    return "'" + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"
