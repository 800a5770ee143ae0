"""Frozen values shared by every layer above: what was read, what was found, what the graph is made of."""
