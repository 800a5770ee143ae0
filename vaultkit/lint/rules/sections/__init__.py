"""Sections and what templates leave behind."""
