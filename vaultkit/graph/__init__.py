"""The knowledge graph of a vault: `build_graph` gives a `networkx.MultiDiGraph`, keyed by kind of edge."""

from vaultkit.graph.build import build_graph

__all__ = ["build_graph"]
