"""Linter and knowledge-graph builder for Obsidian-style vaults.

A vault is opened from a folder with `Vault.open`, or made of texts:

>>> from vaultkit import Vault, check, fix
>>> vault = Vault.from_texts({
...     "Topics/Grokking.md": "- Part of: [[Training dynamics]]\\n\\nSee [[Modular additon]] and "
...     "[Progress measures for grokking](https://arxiv.org/abs/2301.05217).\\n",
...     "Topics/Training dynamics.md": "The best known example is grokking.\\n",
...     "Topics/Modular addition.md": "[[Grokking]] in [the paper](https://arxiv.org/pdf/2301.05217v2)\\n",
... })

`check` returns what is wrong, `fix` repairs it in memory:

>>> for finding in check(vault):
...     print(finding.path, finding.span.line, finding.name, finding.suggestions)
Topics/Grokking.md 3 broken-wikilink ('Modular addition',)
>>> vault = fix(vault, unsafe=True).vault
>>> check(vault)
[]

`build_graph` turns the vault into a `networkx.MultiDiGraph`, in which a paper is one node however it is linked:

>>> from vaultkit import Filters, build_graph, related, shortest_path, subgraph, suggest
>>> graph = build_graph(vault)
>>> sorted(graph.predecessors("paper:arxiv:2301.05217"))
['note:Topics/Grokking.md', 'note:Topics/Modular addition.md']

Every analysis takes the graph and returns rows, `subgraph` the part of it that is of interest:

>>> [(row.path, str(row.reasons[0])) for row in related(graph, "Grokking")]
[('Topics/Modular addition.md', 'both cite Progress measures for grokking')]
>>> way = shortest_path(graph, "modular addition", "Grokking")
>>> [(step.kind, step.direction, step.path, step.lines) for step in way]
[('links_to', 'forward', 'Topics/Modular addition.md', [1]), ('links_to', 'backward', 'Topics/Grokking.md', [3])]
>>> [(one.kind, one.path, one.line, one.text, one.target) for one in suggest(graph, vault)]
[('unlinked-mention', 'Topics/Training dynamics.md', 1, 'grokking', 'note:Topics/Grokking.md')]
>>> list(subgraph(graph, Filters(around="Training dynamics")))
['note:Topics/Grokking.md', 'note:Topics/Training dynamics.md']

`write_graph(graph, "graph.json")` writes it in the format that the ending names, `show(vault)` draws it in a
notebook. Names are imported when they are first used, so `import vaultkit` costs next to nothing and a linter
never loads the graph.
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
    from vaultkit.graph.analyze.relations import RelationIssue, relations
    from vaultkit.graph.analyze.stats import Statistic, stats
    from vaultkit.graph.analyze.suggest import Suggestion, suggest
    from vaultkit.graph.analyze.templates import TemplatePart, templates
    from vaultkit.graph.analyze.timeline import Period, timeline
    from vaultkit.graph.analyze.topics import Topic, topics
    from vaultkit.graph.select import Filters, subgraph
    from vaultkit.lint import all_rules, check, fix, select
    from vaultkit.model.diagnostic import Diagnostic, Fix
    from vaultkit.model.link import Link, Resolution
    from vaultkit.model.note import Note
    from vaultkit.model.settings import Conventions, ObsidianSettings
    from vaultkit.parse import parse_note
    from vaultkit.parse.yaml_handler import PropertyHandler
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
    "PropertyHandler",
    "RelatedNote",
    "RelationIssue",
    "Resolution",
    "Span",
    "Statistic",
    "Step",
    "Suggestion",
    "TemplatePart",
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
    "relations",
    "select",
    "shortest_path",
    "show",
    "stats",
    "subgraph",
    "suggest",
    "templates",
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
    "vaultkit.graph.analyze.relations": ("RelationIssue", "relations"),
    "vaultkit.graph.analyze.stats": ("Statistic", "stats"),
    "vaultkit.graph.analyze.suggest": ("Suggestion", "suggest"),
    "vaultkit.graph.analyze.templates": ("TemplatePart", "templates"),
    "vaultkit.graph.analyze.timeline": ("Period", "timeline"),
    "vaultkit.graph.analyze.topics": ("Topic", "topics"),
    "vaultkit.graph.select": ("Filters", "subgraph"),
    "vaultkit.lint": ("all_rules", "check", "fix", "select"),
    "vaultkit.model.diagnostic": ("Diagnostic", "Fix"),
    "vaultkit.model.link": ("Link", "Resolution"),
    "vaultkit.model.note": ("Note",),
    "vaultkit.model.settings": ("Conventions", "ObsidianSettings"),
    "vaultkit.parse": ("parse_note",),
    "vaultkit.parse.yaml_handler": ("PropertyHandler",),
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
