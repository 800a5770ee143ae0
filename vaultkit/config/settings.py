"""The configuration as types: what `vaultkit.toml` may hold. Its JSON Schema is made from these.

Keys are written with dashes. Rules are named by code, by the beginning of a code or by name; whether
they exist is checked where rules are known, in `vaultkit.lint.policy`. Globs are matched against
vault-relative paths as `vaultkit.config.globs` says.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from vaultkit.model.diagnostic import Severity
from vaultkit.model.settings import PaperSettings, RelationSettings, TypeSettings

FailOn = Literal["error", "warning", "info", "never"]

Rules = Annotated[
    tuple[str, ...], Meta(description="Rules by code (LNK001), beginning of a code (LNK) or name, or ALL.")
]
Paths = Annotated[tuple[str, ...], Meta(description="Globs of paths, seen from the root of the vault.")]
Severities = Annotated[dict[str, Severity], Meta(description="The severity of the findings of a rule.")]


class LintConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[lint]`: which rules run, how grave their findings are, and where they are reported."""

    select: Annotated[Rules | None, Meta(description="Only these rules run.")] = None
    extend_select: Annotated[Rules, Meta(description="These run besides.")] = ()
    ignore: Annotated[Rules, Meta(description="These do not run.")] = ()
    fixable: Annotated[Rules | None, Meta(description="Only findings of these rules are fixed.")] = None
    unfixable: Annotated[Rules, Meta(description="Findings of these rules are never fixed.")] = ()
    fail_on: Annotated[FailOn, Meta(description="Exit with 1 for findings of this severity or worse.")] = (
        "warning"
    )
    severity: Severities = {}
    exclude: Annotated[
        Paths, Meta(description="Notes that are read, so that links to them resolve, but not reported on.")
    ] = ()
    ignore_targets: Annotated[
        Paths, Meta(description="Files that are left out altogether: links to them lead nowhere.")
    ] = ()
    per_file_ignores: Annotated[
        dict[str, Rules], Meta(description="Rules that are not reported in the notes that a glob matches.")
    ] = {}


class OverrideConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """`[[overrides]]`: what is different for some notes; of several that match the last one wins."""

    files: Annotated[tuple[str, ...], Meta(min_length=1, description="Globs of the notes meant.")]
    select: Annotated[Rules | None, Meta(description="Only these rules are reported there.")] = None
    ignore: Annotated[Rules, Meta(description="These rules are not reported there.")] = ()
    severity: Severities = {}


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The whole of `vaultkit.toml`, or of `[tool.vaultkit]` in `pyproject.toml`."""

    lint: LintConfig = LintConfig()
    overrides: tuple[OverrideConfig, ...] = ()
    types: Annotated[
        dict[str, TypeSettings],
        Meta(description="Types of notes by name; the first that matches a note is its type."),
    ] = {}
    relations: Annotated[
        dict[str, RelationSettings],
        Meta(
            description="Relations that fields state, by name; part-of, related, associated and next are known."
        ),
    ] = {}
    papers: Annotated[PaperSettings, Meta(description="Identifiers that name one paper.")] = PaperSettings()
    rules: Annotated[
        dict[str, dict[str, Any]], Meta(description="Options of rules, in a table by the rule's name.")
    ] = {}
