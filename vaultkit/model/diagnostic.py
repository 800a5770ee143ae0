"""Findings and their remedies, as data."""

from __future__ import annotations

from typing import Literal

import msgspec

from vaultkit.text import Edit, Span

Severity = Literal["error", "warning", "info"]
Applicability = Literal["safe", "unsafe", "display"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Fix(msgspec.Struct, frozen=True):
    """A remedy: a title and edits by vault-relative path, applied all or none.

    `safe` keeps the meaning, `unsafe` makes a choice, `display` is only ever shown.
    """

    title: str
    applicability: Applicability
    edits: dict[str, tuple[Edit, ...]]


class Diagnostic(msgspec.Struct, frozen=True):
    """One finding of one rule at one place.

    `target` is what the finding is about as written (a link target, a key); `suggestions` are likely
    meanings, best first. `ordinal` tells equal findings of a file apart (0 for the first).
    """

    code: str
    name: str
    severity: Severity
    path: str
    span: Span
    message: str
    target: str | None = None
    suggestions: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None
    ordinal: int = 0
