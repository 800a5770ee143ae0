"""Runs of the linter to report on."""

from __future__ import annotations

from vaultkit.lint import check
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.report import LintRun, render
from vaultkit.text import Span
from vaultkit.vault import Vault


def lint_run(vault: Vault, **options: object) -> LintRun:
    """Return what checking `vault` comes to."""
    return LintRun(
        findings=tuple(check(vault)), notes=len(vault.notes), version="1", source=vault.text, **options
    )


def text(run: LintRun, format: str) -> str:
    """Return `run` in `format`; it must be UTF-8 as it stands, or once surrogates are spelt out."""
    return "".join(render(run, format))


def many(count: int, severity: Severity, message: str = "a message") -> tuple[Diagnostic, ...]:
    """Return so many findings of one severity, one to a line."""
    return tuple(
        Diagnostic("AAA001", "odd", severity, "n.md", Span(at, at, at + 1, 1, at + 1, 2), message, ordinal=at)
        for at in range(count)
    )


ODD_NAMES = Vault.from_texts(
    {
        "a:b, c%20#d?.md": "![[x y.png]]\n[[Idea]]\n",
        "x\x1b[2J\ny|<b>`@who.md": "![[g\x00<&>\"'|one.png]] #tag [a](no\u202ewhere.md)\n",
        "caf\\xe9/日本 🙂.md": "# H\n\n日本 🙂 [[b||t]] [[#Nothing]]\n",
        "::error title=x::y.md": "![[::set-env name=PATH::x.png]]\n",
        "b.md": b"\xff\0",
    }
)
"""Names with everything that some format gives a meaning to."""
