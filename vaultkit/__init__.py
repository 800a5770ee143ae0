"""Linter and knowledge-graph builder for Obsidian-style vaults.

>>> from vaultkit import Vault, check, fix
>>> vault = Vault.from_texts({"Note.md": "See [[Nte.md]]."})
>>> [finding.name for finding in check(vault)]
['broken-wikilink']

Names are imported when they are first used, so `import vaultkit` costs next to nothing and a linter never
loads the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vaultkit.errors import ConfigError, FixError, UsageError, VaultkitError
    from vaultkit.export import write_graph
    from vaultkit.export.page.notebook import GraphPage, show
    from vaultkit.graph import build_graph
    from vaultkit.graph.analyze.bridges import Bridge, bridges
    from vaultkit.graph.analyze.communities import Community, communities
    from vaultkit.graph.analyze.hubs import Hub, hubs
    from vaultkit.graph.analyze.papers import Paper, papers
    from vaultkit.graph.analyze.path import Step, shortest_path
    from vaultkit.graph.analyze.related import RelatedNote, related
    from vaultkit.graph.analyze.stats import Statistic, stats
    from vaultkit.graph.analyze.suggest import Suggestion, suggest
    from vaultkit.graph.analyze.timeline import Period, timeline
    from vaultkit.graph.analyze.topics import Topic, topics
    from vaultkit.graph.select import Filters, subgraph
    from vaultkit.lint import all_rules, check, fix, select
    from vaultkit.model.diagnostic import Diagnostic, Fix
    from vaultkit.model.link import Link, Resolution
    from vaultkit.model.note import Note
    from vaultkit.model.settings import Conventions, ObsidianSettings
    from vaultkit.parse import parse_note
    from vaultkit.text import Edit, Span
    from vaultkit.vault import Vault
    from vaultkit.workspace import Workspace

__version__ = "0.1.0"

__all__ = [
    "Bridge",
    "Community",
    "ConfigError",
    "Conventions",
    "Diagnostic",
    "Edit",
    "Filters",
    "Fix",
    "FixError",
    "GraphPage",
    "Hub",
    "Link",
    "Note",
    "ObsidianSettings",
    "Paper",
    "Period",
    "RelatedNote",
    "Resolution",
    "Span",
    "Statistic",
    "Step",
    "Suggestion",
    "Topic",
    "UsageError",
    "Vault",
    "VaultkitError",
    "Workspace",
    "__version__",
    "all_rules",
    "bridges",
    "build_graph",
    "check",
    "communities",
    "fix",
    "hubs",
    "papers",
    "parse_note",
    "related",
    "select",
    "shortest_path",
    "show",
    "stats",
    "subgraph",
    "suggest",
    "timeline",
    "topics",
    "write_graph",
]

_HOMES = {
    "vaultkit.errors": ("ConfigError", "FixError", "UsageError", "VaultkitError"),
    "vaultkit.export": ("write_graph",),
    "vaultkit.export.page.notebook": ("GraphPage", "show"),
    "vaultkit.graph": ("build_graph",),
    "vaultkit.graph.analyze.bridges": ("Bridge", "bridges"),
    "vaultkit.graph.analyze.communities": ("Community", "communities"),
    "vaultkit.graph.analyze.hubs": ("Hub", "hubs"),
    "vaultkit.graph.analyze.papers": ("Paper", "papers"),
    "vaultkit.graph.analyze.path": ("Step", "shortest_path"),
    "vaultkit.graph.analyze.related": ("RelatedNote", "related"),
    "vaultkit.graph.analyze.stats": ("Statistic", "stats"),
    "vaultkit.graph.analyze.suggest": ("Suggestion", "suggest"),
    "vaultkit.graph.analyze.timeline": ("Period", "timeline"),
    "vaultkit.graph.analyze.topics": ("Topic", "topics"),
    "vaultkit.graph.select": ("Filters", "subgraph"),
    "vaultkit.lint": ("all_rules", "check", "fix", "select"),
    "vaultkit.model.diagnostic": ("Diagnostic", "Fix"),
    "vaultkit.model.link": ("Link", "Resolution"),
    "vaultkit.model.note": ("Note",),
    "vaultkit.model.settings": ("Conventions", "ObsidianSettings"),
    "vaultkit.parse": ("parse_note",),
    "vaultkit.text": ("Edit", "Span"),
    "vaultkit.vault": ("Vault",),
    "vaultkit.workspace": ("Workspace",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            value = getattr(import_module(module), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
