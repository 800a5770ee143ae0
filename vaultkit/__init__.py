"""Linter and knowledge-graph builder for Obsidian-style vaults."""

__version__ = "0.1.0"
