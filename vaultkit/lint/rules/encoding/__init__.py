"""Bytes that are no text."""
