"""Headings and blocks that links point to."""
