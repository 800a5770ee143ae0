"""The vocabulary of the graph: kinds of nodes and edges, and where an edge comes from."""

from __future__ import annotations

from typing import Literal, get_args

NodeKind = Literal["note", "paper", "resource", "tag", "file", "day", "unresolved"]
NoteType = Literal["topic", "paper", "log", "clipping", "post", "index", "scratch", "note"]
EdgeKind = Literal[
    "links_to",
    "embeds",
    "links_file",
    "cites",
    "references",
    "tagged",
    "subtag_of",
    "broader",
    "related",
    "next",
    "has_day",
    "read_on",
    "represents",
    "same_as",
]
Origin = Literal["explicit", "inverse", "inferred"]

NOTE_TYPES: tuple[NoteType, ...] = get_args(NoteType)
"""The types that are recognised without a word in the configuration, which may name others."""
NODE_KINDS: tuple[NodeKind, ...] = get_args(NodeKind)
EDGE_KINDS: tuple[EdgeKind, ...] = get_args(EdgeKind)
