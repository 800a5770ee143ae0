"""Embedded notes, attachments and canvases."""
